import * as z from "zod";
import type { FilingDraft } from "../contract/filing.ts";
import { FilingId, type Jurisdiction } from "../contract/ids.ts";
import type { Party } from "../contract/identity.ts";
import { CivilDate } from "../contract/values.ts";
import { instantText } from "../domain/calendar/instants.ts";
import type { PartyHashes, PendingChange } from "../domain/filings/facts.ts";
import { reviewWork } from "../domain/filings/review-facts.ts";
import { timedEvents } from "../domain/filings/timed-events.ts";
import type { LivedIn } from "../domain/residence/stays.ts";
import { quanzhouFilingPolicy } from "../domain/policy/filing-policy.ts";
import { advance, type Act, type Versioned } from "./audit.ts";
import { FilingRecord, isPersonal, type NextFiling } from "./filing-record.ts";
import { due, keys } from "./keys.ts";
import { livedRows } from "./movements.ts";
import { identityHash } from "./persons.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { list, listIndex, read, type Item, type Table } from "./table.ts";
import type { Write } from "./transact.ts";

export { FilingRecord, type NextFiling } from "./filing-record.ts";

export async function findFiling(
  table: Table,
  vault: Vault,
  filingId: string,
): Promise<FilingRecord | undefined> {
  const key = keys.filing(filingId);
  const found = await read(table, key);
  return found && FilingRecord.parse(openFields(vault, key, found, isPersonal));
}

/**
 * The writes that move a filing on, if it is still as it was seen. What it newly tells of arrivals
 * and departures goes with it, whichever act it was: one entry, two reports (R812 37).
 *
 * @param seen - undefined: a new filing
 */
export function moveFiling(
  vault: Vault,
  next: NextFiling,
  seen: (Versioned & LivedIn) | undefined,
  act: Act,
): Readonly<Record<"filing" | "filingAudit" | `lived ${string}`, Write>> {
  const key = keys.filing(next.filingId);
  const item = { ...sealFields(vault, key, next, isPersonal), ...waiting(next) };
  const { head, audit } = advance(key, item, seen, act);
  return { filing: head, filingAudit: audit, ...livedRows(vault, next, seen, act.at) };
}

/** What a filing waits for: the clock, an officer of its district, or both. */
function waiting(filing: NextFiling): Item {
  const { filingId, draft } = filing;
  const [next] = timedEvents(filing, quanzhouFilingPolicy);
  const dueOn = reviewWork(filing)[0]?.dueOn;
  return {
    ...(next && due(filingId, instantText(next.at))),
    ...(dueOn !== undefined && {
      queue: reviewQueue(draft.jurisdiction),
      queueSort: queueSort({ dueOn, filingId }),
    }),
  };
}

const reviewQueue = (jurisdiction: string): string => `QUEUE#REVIEW#${jurisdiction}`;
const queueSort = ({ dueOn, filingId }: QueuePosition): string => `${dueOn}#${filingId}`;

/** A place in the order of review: last day for the most urgent decision, then the filing. */
export const QueuePosition = z.object({ dueOn: CivilDate, filingId: FilingId });
export type QueuePosition = z.infer<typeof QueuePosition>;

/** The item's own `dueOn` may be another's: a change or an objection may wait with it. */
const Queued = z.object({ queueSort: z.string(), filingId: FilingId });
const placeOf = (item: Item): QueuePosition => {
  const { queueSort, filingId } = Queued.parse(item);
  return QueuePosition.parse({ dueOn: queueSort.split("#")[0], filingId });
};

/**
 * Filings that wait for a reviewer, the most urgent first. The index lags: what was decided a
 * moment ago may still be in it.
 *
 * @param from - the districts in charge; `after`: go on behind this place; `limit`: at most so many
 */
export async function listReviews(
  table: Table,
  from: { districts: readonly Jurisdiction[]; after?: QueuePosition; limit: number },
): Promise<{ readonly places: readonly QueuePosition[]; readonly more: boolean }> {
  const { districts, after, limit } = from;
  const pages = await Promise.all(
    districts.map((district) =>
      listIndex(table, "queue", {
        partition: reviewQueue(district),
        limit: limit + 1,
        ...(after && {
          after: {
            ...keys.filing(after.filingId),
            queue: reviewQueue(district),
            queueSort: queueSort(after),
          },
        }),
      }),
    ),
  );
  const places = pages
    .flatMap(({ items }) => items.map(placeOf))
    .sort((one, other) => (queueSort(one) < queueSort(other) ? -1 : 1));
  return { places: places.slice(0, limit), more: places.length > limit };
}

/** Lets a party find a filing; said again, it changes nothing. */
export const partyRow =
  (hash: string, filingId: string, since: string): Write =>
  (TableName) => ({
    Update: {
      TableName,
      Key: asAttributes(keys.partyFiling(hash, filingId)),
      UpdateExpression: "SET filingId = :filingId, since = if_not_exists(since, :since)",
      ExpressionAttributeValues: { ":filingId": { S: filingId }, ":since": { S: since } },
    },
  });

/** Lets all parties of a filing find it, who acts for a minor and who is asked for consent too. */
export const partyRows = (
  {
    landlords,
    tenants,
    coOwners = [],
    guardians = [],
  }: Pick<PartyHashes, "landlords" | "tenants" | "coOwners" | "guardians">,
  filingId: string,
  since: string,
): Record<string, Write> =>
  Object.fromEntries(
    [...new Set([...landlords, ...tenants, ...coOwners, ...guardians.map(({ by }) => by)])].map(
      (hash, index): [string, Write] => [`party ${index}`, partyRow(hash, filingId, since)],
    ),
  );

const asAttributes = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: pk }, sk: { S: sk } });

/**
 * Filings in which a person is or was named, by id. Whether they are still a party, and whether it
 * was sent to them yet, the filing itself says.
 */
export async function listPartyFilings(
  table: Table,
  hash: string,
  { after, limit }: { after?: string; limit: number },
): Promise<{ readonly filingIds: readonly string[]; readonly more: boolean }> {
  const { pk } = keys.partyFiling(hash, "");
  const page = await list(table, pk, {
    prefix: "FILING#",
    limit,
    ...(after !== undefined && { after: keys.partyFiling(hash, after).sk }),
  });
  const filingIds = page.items.map((item) => FilingId.parse(item.filingId));
  return { filingIds, more: page.next !== undefined };
}

/** The parties of a draft by the keyed hash of their identities. */
export const partyHashes = (
  vault: Vault,
  {
    landlords,
    tenants,
    coOwners = [],
    lease,
  }: Pick<FilingDraft, "landlords" | "tenants" | "coOwners"> & Partial<Pick<FilingDraft, "lease">>,
): Omit<PartyHashes, "drafter"> => {
  const hashOf = ({ idType, idNumber }: Pick<Party, "idType" | "idNumber">) =>
    identityHash(vault, idType, idNumber);
  const guardians = [...landlords, ...tenants, ...coOwners].flatMap((party) =>
    party.kind === "person" && party.guardian
      ? [{ by: hashOf(party.guardian), of: hashOf(party) }]
      : [],
  );
  const broker = lease?.broker;
  return {
    landlords: landlords.map(hashOf),
    tenants: tenants.map(hashOf),
    ...(broker && { broker: hashOf({ idType: "USCC", idNumber: broker.uscc }) }),
    ...(coOwners.length > 0 && { coOwners: coOwners.map(hashOf) }),
    ...(guardians.length > 0 && { guardians }),
  };
};

/** What a confirmation is over: the terms proposed, and what is proposed of them. */
export const changeDigest = (vault: Vault, change: Omit<PendingChange, "termsDigest">): string => {
  const { kind, draft, agreedOn, effectiveOn, end } = change;
  return vault.blindIndex(
    "filing-change",
    JSON.stringify([kind, draft, agreedOn, effectiveOn, end ?? null]),
  );
};

/**
 * What a signature is over: a keyed digest of the exact terms. Keyed, because whoever knows all but
 * the other side's number could find that by trying.
 */
export const termsDigest = (vault: Vault, draft: FilingDraft): string =>
  vault.blindIndex("filing-terms", JSON.stringify(draft));
