import { ScanCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { parseJson } from "../../../shared/domain/draws/canonical-json.ts";
import { auditHash } from "../../../shared/store/audit.ts";

const Item = z.looseObject({ pk: z.string(), sk: z.string() });
export type Item = z.infer<typeof Item>;

/** Every item of the table. */
export async function everyItem(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []).map((item) => Item.parse(unmarshall(item))));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** What a trial ended in: how many things stand in which state, and every rule that is broken. */
export type EndState = {
  readonly tally: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
};

/**
 * Looks through a whole table for what must hold whatever happened on the way: whole audit chains,
 * a log without gaps or doubles, one home and one lease with one certificate for each winner,
 * consecutive waiting numbers, nothing due that is not done.
 *
 * @param now - instant of the instance's clock, ISO 8601
 */
export function examine(items: readonly Item[], now: string): EndState {
  return {
    tally: tallyOf(items),
    broken: [
      ...brokenChains(items),
      ...brokenLog(items),
      ...brokenWaitlists(items),
      ...brokenChoices(items),
      ...brokenFilings(items),
      ...brokenRosters(items),
      ...leftDue(items, now),
    ],
  };
}

const kindOf = ({ pk }: Item): string => pk.split("#", 1)[0] ?? "";
const heads = (items: readonly Item[], kind: string): Item[] =>
  items.filter((item) => item.sk === "HEAD" && kindOf(item) === kind);

const COUNTED = ["APPLICATION", "FILING", "SCHEME", "ALLOCATION", "CERTIFICATE", "LOG", "TURN"];

function tallyOf(items: readonly Item[]): Record<string, number> {
  const tally: Record<string, number> = {};
  const count = (name: string) => (tally[name] = (tally[name] ?? 0) + 1);
  for (const kind of COUNTED)
    for (const { state, status } of heads(items, kind))
      count([kind, state, status].filter((part) => typeof part === "string").join(" "));
  for (const { sk } of items)
    if (/^(ENTRY|INTENT|HOME|COMMIT|REVEAL|TERM)#/.test(sk)) count(sk.split("#", 1)[0] ?? "");
  return Object.fromEntries(Object.entries(tally).toSorted());
}

const Entry = z.looseObject({
  ...{ seq: z.int(), prev: z.string(), hash: z.string(), actor: z.string(), role: z.string() },
  ...{ action: z.string(), at: z.string(), outcome: z.string(), reason: z.string().optional() },
});

function brokenChains(items: readonly Item[]): string[] {
  const byKey = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  return items.flatMap(({ pk, sk, version, auditHead }) => {
    if (typeof auditHead !== "string" || typeof version !== "number") return [];
    const chain = sk === "HEAD" ? "AUDIT#" : `${sk}#AUDIT#`;
    let head = "0".repeat(64);
    for (let seq = 1; seq <= version; seq++) {
      const found = byKey.get(`${pk} ${chain}${String(seq).padStart(8, "0")}`);
      const entry = Entry.safeParse(found).data;
      if (entry?.prev !== head) return [`audit chain of ${pk} ${sk} breaks at ${seq}`];
      const { reason, ...act } = entry;
      head = auditHash(seq, head, { ...act, ...(reason !== undefined && { reason }) });
      if (head !== entry.hash) return [`audit entry ${seq} of ${pk} ${sk} was changed`];
    }
    return head === auditHead ? [] : [`audit head of ${pk} ${sk} is another`];
  });
}

/** Names that stand more than once. */
const doubles = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => names.filter((one) => one === name).length > 1);

const Document = z.looseObject({
  type: z.string(),
  drawId: z.string(),
  version: z.int().optional(),
});

function brokenLog(items: readonly Item[]): string[] {
  const [head] = heads(items, "LOG");
  const entries = items.filter(({ pk, sk }) => pk === "LOG" && sk.startsWith("ENTRY#"));
  const gaps = entries
    .map(({ index }) => Number(index))
    .toSorted((a, b) => a - b)
    .flatMap((index, at) => (index === at ? [] : [`the log has ${index} where ${at} belongs`]));
  const documents = entries.flatMap(({ text }) => {
    const document = Document.parse(parseJson(String(text))?.value);
    return [`${document.type} of ${document.drawId} ${document.version ?? ""}`.trim()];
  });
  return [
    ...gaps,
    ...doubles(documents).map((one) => `logged twice: ${one}`),
    ...(Number(head?.size ?? 0) === entries.length ? [] : ["the log's size is not its entries'"]),
    ...(head?.published === head?.size ? [] : ["the log is not published to its end"]),
  ];
}

function brokenWaitlists(items: readonly Item[]): string[] {
  return heads(items, "WAITLIST").flatMap(({ pk, given }) => {
    const [, jurisdiction, programme, queue] = pk.split("#");
    const numbers = heads(items, "APPLICATION")
      .filter((one) => one.jurisdiction === jurisdiction && one.programme === programme)
      .filter(({ queueOf }) => queueOf === queue)
      .flatMap(({ waitingNo }) => (typeof waitingNo === "number" ? [waitingNo] : []))
      .toSorted((a, b) => a - b);
    const consecutive = numbers.every((number, at) => number === at + 1);
    const isAll = Number(given) === numbers.length;
    return consecutive && isAll ? [] : [`waiting numbers of ${pk}: ${numbers.join(" ")}`];
  });
}

/** Of every scheme whose households choose: one home, one lease, one certificate for each winner. */
function brokenChoices(items: readonly Item[]): string[] {
  const allocations = heads(items, "ALLOCATION");
  const winners = heads(items, "TURN").flatMap(({ drawId, order, next }) =>
    z
      .array(z.string())
      .parse(order)
      .slice(0, Number(next) - 1)
      .map((receipt) => `${String(drawId)} ${receipt}`),
  );
  const housed = allocations.map(({ drawId, receipt }) => `${String(drawId)} ${String(receipt)}`);
  const homes = allocations.map(
    ({ schemeId, home }) =>
      `${String(schemeId)} ${z.looseObject({ homeId: z.string() }).parse(home).homeId}`,
  );
  const taken = items
    .filter(({ sk, state }) => sk.startsWith("HOME#") && state === "TAKEN")
    .map(({ schemeId, sk }) => `${String(schemeId)} ${sk.slice("HOME#".length)}`);
  return [
    ...doubles(winners).map((one) => `won twice: ${one}`),
    ...doubles(housed).map((one) => `housed twice: ${one}`),
    ...doubles(homes).map((one) => `let twice: ${one}`),
    ...differing(winners, housed, "chose and has no home"),
    ...differing(taken, homes, "is taken and let to nobody"),
  ];
}

const differing = (some: readonly string[], others: readonly string[], what: string): string[] => [
  ...some.filter((one) => !others.includes(one)).map((one) => `${one} ${what}`),
  ...others.filter((one) => !some.includes(one)).map((one) => `${one}: not the other way round`),
];

function brokenFilings(items: readonly Item[]): string[] {
  const numberOf = ({ certificate }: Item): string =>
    z.looseObject({ certificateNo: z.string() }).safeParse(certificate).data?.certificateNo ?? "";
  const filed = heads(items, "FILING").filter(({ state }) => state === "FILED");
  const ofFilings = filed.map((one) => `${numberOf(one)} ${one.pk.slice("FILING#".length)}`);
  const issued = heads(items, "CERTIFICATE").map(
    ({ pk, filingId }) => `${pk.slice("CERTIFICATE#".length)} ${String(filingId)}`,
  );
  const leases = heads(items, "ALLOCATION")
    .filter(({ state }) => state === "OCCUPIED")
    .map(({ certificateNo, filingId }) => `${String(certificateNo)} ${String(filingId)}`);
  const terms = items.filter(({ sk }) => sk.startsWith("TERM#")).map(({ pk }) => pk);
  return [
    ...doubles(ofFilings.map((one) => one.split(" ")[0] ?? "")).map((one) => `two leases: ${one}`),
    ...doubles(issued.map((one) => one.split(" ")[1] ?? "")).map(
      (one) => `two certificates: ${one}`,
    ),
    ...differing(ofFilings, issued, "is filed without its certificate"),
    ...leases.filter((one) => !issued.includes(one)).map((one) => `a lease without one: ${one}`),
    ...doubles(terms).map((flat) => `two leases of one flat: ${flat}`),
  ];
}

function brokenRosters(items: readonly Item[]): string[] {
  const intents = items.filter(({ sk }) => sk.startsWith("INTENT#"));
  const receipts = intents.flatMap(({ receipt }) => (typeof receipt === "string" ? [receipt] : []));
  const stuck = heads(items, "APPLICATION").filter(({ state }) =>
    ["JOINT_CHECK", "PUBLICITY", "INTENT", "RECHECK"].includes(String(state)),
  );
  return [
    ...doubles(receipts).map((one) => `two entries with the number ${one}`),
    ...stuck.map(({ pk, state }) => `${pk} is still ${String(state)}`),
  ];
}

const leftDue = (items: readonly Item[], now: string): string[] =>
  items
    .filter(({ dueAt }) => typeof dueAt === "string" && dueAt <= now)
    .map(({ pk, dueAt }) => `${pk} has been due since ${String(dueAt)}`);
