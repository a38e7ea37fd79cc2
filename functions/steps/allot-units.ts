import { chinaCalendar, periodEnd } from "../../shared/domain/calendar/working-days.ts";
import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { selectionPolicy } from "../../shared/domain/policy/selection-policy.ts";
import type { Allotted } from "../../shared/domain/selections/allot-units.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  allocationWrites,
  takeHome,
  type AllocationRecord,
} from "../../shared/store/allocations.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  withDecision,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { applicationOfReceipt } from "../../shared/store/intents.ts";
import { findHome, type StoredHome, type StoredScheme } from "../../shared/store/schemes.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { allottedHomes, seatsOf } from "./seats.ts";

const ROUNDS = 6;
const AT_ONCE = 8;

/**
 * Gives each selected household the home that was drawn for it, one transaction each: nobody
 * chooses, and signing follows (domain rulebook 3.3, target UNIT). Done again it changes nothing.
 */
export async function giveHomes(
  services: Services,
  scheme: StoredScheme,
  now: number,
): Promise<void> {
  const waiting = await allottedHomes(services, scheme, await seatsOf(services, scheme));
  const worker = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop())
      await giveOne(services, scheme, { one, now });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

type Giving = { readonly one: Allotted; readonly now: number };

async function giveOne(services: Services, scheme: StoredScheme, giving: Giving): Promise<void> {
  for (let round = 1; round <= ROUNDS; round++) {
    if (await isGiven(services, scheme, giving)) return;
    await pause(round);
  }
  throw new TableBusy();
}

/** One try; false when household or home changed in between. */
async function isGiven(
  services: Services,
  scheme: StoredScheme,
  { one, now }: Giving,
): Promise<boolean> {
  const { table } = services;
  const id = await applicationOfReceipt(table, scheme.schemeId, one.receipt);
  const seen = id === undefined ? undefined : await findApplication(table, id);
  const home = await findHome(table, scheme.schemeId, one.home.homeId);
  if (!seen || !home) throw new Error("A home was drawn for nobody, or is not there");
  // Given by an earlier run; or the household has left since, and its home stays free.
  if (seen.allocationId !== undefined || seen.state !== "ALLOCATED" || home.state !== "FREE")
    return true;
  const failed = await transact(
    table,
    await givingWrites(services, { scheme, seen, home, one, at: instantText(now) }),
  );
  return failed.size === 0;
}

type Given = {
  readonly scheme: StoredScheme;
  readonly seen: StoredApplication;
  readonly home: StoredHome;
  readonly one: Allotted;
  readonly at: string;
};

async function givingWrites(services: Services, { scheme, seen, home, one, at }: Given) {
  const { drawId, schemeId, jurisdiction } = scheme;
  const act: Act = {
    ...{ actor: "system", role: "system", action: "give-home", at },
    ...{ outcome: "SELECTED", reason: "O11-14" },
  };
  const today = civilDay(Date.parse(at));
  const record: AllocationRecord = {
    allocationId: idOf("L", {
      ...{ caller: "system", operation: "give-home", key: `${drawId} ${one.receipt}` },
    }),
    state: "SELECTED",
    ...{ schemeId, drawId, jurisdiction, pool: one.pool, receipt: one.receipt },
    applicationId: seen.applicationId,
    home: home.home,
    chosenAt: at,
    signBy: periodEnd(today, selectionPolicy.signWithinDays.value, chinaCalendar),
  };
  const { allocationId, signBy } = record;
  const vault = await services.vault();
  const decisions = withDecision(vault, seen, {
    ...{ event: "give-home", outcome: "SELECTED", by: "system", at },
  });
  const next = { ...withoutChain(seen), allocationId, decisions };
  const allocation = allocationWrites(record, undefined, { act });
  return {
    home: takeHome(home, allocationId),
    allocation: allocation.head,
    allocationAudit: allocation.audit,
    ...applicationWrites(next, seen, { act }),
    message: messageToApplicant(vault, seen, {
      kind: "home-drawn",
      cause: `${allocationId} drawn`,
      facts: { homeId: home.home.homeId, signBy },
      at,
    }),
  };
}
