import type { PublicPlace, WaitlistCount, WaitlistKey } from "../../shared/contract/waiting.ts";
import { civilDay, epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import { applyChanges, blockOf } from "../../shared/domain/waiting/positions.ts";
import { servedBefore } from "../../shared/domain/waiting/queues.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import type { Act } from "../../shared/store/audit.ts";
import { policyAt } from "../../shared/store/policies.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import {
  findFiles,
  listBlocks,
  listName,
  listOf,
  listWaitlists,
  noteFiles,
  pendingChanges,
  placesOfBlock,
  readWaitlist,
  staleBlocks,
  takeWrites,
  type StoredBlock,
  type Waitlist,
} from "../../shared/store/waitlists.ts";
import type { Services } from "../http/services.ts";
import type { Step } from "./step.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** Changes of one transaction: one item each, and at most as many blocks. */
const AT_ONCE = 40;
const ROUNDS = 6;

const keyOf = (pk: string): WaitlistKey | undefined => listOf(pk.slice(pk.indexOf("#") + 1));

/** Takes in who left a list or came back: the next entry of its history, in order, once each. */
export const changeStep: Step = async (services, { pk }, now) => {
  const key = keyOf(pk);
  if (!key) return;
  await takeChanges(services, key, now);
  await listAfterAct(services, key, now);
};

/** Brings a list's public files up to what the list is. */
export const filesStep: Step = async (services, { pk }, now) => {
  const key = keyOf(pk);
  if (key) await publishList(services, key, now);
};

/** Publishes a list that has just changed; what is left over is the clock's to repair. */
export async function listAfterAct(
  services: Services,
  key: WaitlistKey,
  now: number,
): Promise<void> {
  try {
    await publishList(services, key, now);
  } catch (error) {
    log("warn", "left-to-the-clock", { step: "WAITLIST", ...describeError(error) });
  }
}

async function takeChanges({ table }: Services, key: WaitlistKey, now: number): Promise<void> {
  for (let round = 1; round <= ROUNDS;) {
    const waitlist = await readWaitlist(table, key);
    const [taken, before] = await Promise.all([
      pendingChanges(table, key, AT_ONCE),
      listBlocks(table, key),
    ]);
    if (taken.length === 0) return;
    const act: Act = {
      ...{ actor: "system", role: "system", action: "move-waiting-list" },
      ...{ at: instantText(now), outcome: `moved ${String(waitlist.moves + 1)}` },
    };
    const { blocks, effective } = applyChanges(before, taken);
    const failed = await transact(table, takeWrites(waitlist, { taken, blocks, effective, act }));
    if (failed.size === 0) continue;
    await pause(round++);
  }
  throw new TableBusy();
}

const nameOf = (key: WaitlistKey): string => listName(key).replaceAll("#", "-");
const fileOf = (key: WaitlistKey): string => `files/waiting/${nameOf(key)}.json`;
const blockFile = (key: WaitlistKey, block: number): string =>
  `files/waiting/${nameOf(key)}-${String(block + 1)}.json`;

/** What everyone may know of a list. */
export async function countOf(
  { table }: Pick<Services, "table">,
  { jurisdiction, programme, queue, given, away, moves }: Omit<Waitlist, "seen">,
  today: string,
): Promise<WaitlistCount> {
  const policy = await policyAt(table, programme, { area: jurisdiction, day: today });
  return {
    ...{ jurisdiction, programme, queue, waiting: given - away, given, away, moves },
    servedBefore: policy ? servedBefore(policy.queues, queue) : [],
    file: `/${fileOf({ jurisdiction, programme, queue })}`,
  };
}

async function publishList(services: Services, key: WaitlistKey, now: number): Promise<void> {
  const { table, publicFiles } = services;
  const shown = await findFiles(table, key);
  if (!shown) return;
  const [waitlist, blocks] = await Promise.all([readWaitlist(table, key), listBlocks(table, key)]);
  const { seen: _, ...list } = waitlist;
  for (const block of staleBlocks(list, blocks, shown)) {
    const file = await blockText(services, key, { block, blocks, given: list.given });
    await publicFiles.write(blockFile(key, block), file, JSON_TYPE);
  }
  const files = list.given === 0 ? 0 : blockOf(list.given) + 1;
  const text = JSON.stringify({
    kind: "waiting-list",
    ...(await countOf(services, list, civilDay(now))),
    asOf: instantText(now),
    numbers: Array.from({ length: files }, (_one, block) => `/${blockFile(key, block)}`),
  });
  await publicFiles.write(fileOf(key), text, JSON_TYPE);
  await publishIndex(services, now);
  await noteFiles(table, key, { seen: shown, given: list.given, moves: list.moves });
}

/** A thousand numbers: since when, how many persons, whether still waiting. No names at any time. */
async function blockText(
  { table }: Services,
  key: WaitlistKey,
  { block, blocks, given }: { block: number; blocks: readonly StoredBlock[]; given: number },
): Promise<string> {
  const away = new Set(blocks.find((one) => one.block === block)?.away);
  const places = await placesOfBlock(table, key, block);
  const rows = places
    .filter(({ waitingNo }) => waitingNo <= given)
    .map(({ waitingNo, joinedAt, householdSize }): PublicPlace => ({
      waitingNo,
      since: civilDay(epochMsOf(joinedAt)),
      householdSize,
      waiting: !away.has(waitingNo),
    }));
  return JSON.stringify({ kind: "waiting-numbers", ...key, rows });
}

/** Every list with its count, written again until no other list moved in between. */
async function publishIndex(services: Services, now: number): Promise<void> {
  const make = async () => {
    const lists = await listWaitlists(services.table);
    return JSON.stringify({
      kind: "waiting-lists",
      lists: await Promise.all(lists.map((one) => countOf(services, one, civilDay(now)))),
    });
  };
  let text = await make();
  for (let round = 0; round < ROUNDS; round++) {
    await services.publicFiles.write("files/waiting/index.json", text, JSON_TYPE);
    const again = await make();
    if (again === text) return;
    text = again;
  }
}
