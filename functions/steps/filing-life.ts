import { addDays } from "../../shared/domain/calendar/days.ts";
import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { periodEnd } from "../../shared/domain/calendar/working-days.ts";
import { timedEvents, type FilingTimer } from "../../shared/domain/filings/timed-events.ts";
import { log } from "../../shared/platform/log.ts";
import type { Act } from "../../shared/store/audit.ts";
import { markCertificate } from "../../shared/store/certificates.ts";
import {
  findFiling,
  moveFiling,
  type FilingRecord,
  type NextFiling,
} from "../../shared/store/filings.ts";
import { readFlat } from "../../shared/store/flats.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { groundOn } from "../filings/acting.ts";
import { dropChange, takeEnd } from "../filings/take-change.ts";
import { BOTH_SIDES, tell, type News } from "../filings/tell.ts";
import type { Services } from "../http/services.ts";
import { checkChange } from "./check-change.ts";
import { endSubleases } from "./end-subleases.ts";

type Passed = { readonly next: NextFiling; readonly writes: Record<string, Write> };
type When = { readonly at: string; readonly today: string };
type Passing = (
  services: Services,
  vault: Vault,
  seen: FilingRecord,
  when: When,
) => Promise<Passed> | Passed;

/** At most so many things become due of one filing at once. */
const MOST = 12;

/**
 * Lets happen what time alone does to a filing: reminders, the end of the time for a confirmation or
 * an objection, the end of the lease. One thing, one transaction, in the order in which they fell
 * due. Each reads again what it decides on; one overtaken is left to the next tick.
 *
 * @param now - ms since 1970
 */
export async function passTime(services: Services, filingId: string, now: number): Promise<void> {
  const vault = await services.vault();
  const when = { at: instantText(now), today: civilDay(now) };
  const { policy } = groundOn(when.today);
  for (let done = 0; done < MOST; done++) {
    const seen = await findFiling(services.table, vault, filingId);
    if (!seen) return;
    const due = timedEvents(seen, policy).filter(({ at }) => at <= now);
    const event = due.map((one) => one.event).find((one) => !isOfOthers(one));
    if (event === undefined || isOfOthers(event)) return;
    if (event === "check-change") await checkChange(services, filingId, now);
    else if (!(await pass(services, vault, seen, { ...when, event }))) return;
  }
}

type Timer = Exclude<FilingTimer, "check" | "lapse" | "lapse-correction">;

/** What other steps do of a filing. */
const isOfOthers = (event: FilingTimer): event is Exclude<FilingTimer, Timer> =>
  event === "check" || event === "lapse" || event === "lapse-correction";

async function pass(
  services: Services,
  vault: Vault,
  seen: FilingRecord,
  { event, ...when }: When & { readonly event: Exclude<Timer, "check-change"> },
): Promise<boolean> {
  const { next, writes } = await PASSINGS[event](services, vault, seen, when);
  const act: Act = {
    ...{ actor: "system", role: "system", action: "passTime", at: when.at },
    ...{ reason: event, outcome: next.state },
  };
  const failed = await transact(services.table, {
    ...moveFiling(vault, next, seen, act),
    ...writes,
  });
  if (failed.size > 0)
    log("info", "timer-overtaken", { item: `FILING#${seen.filingId}`, step: event });
  return failed.size === 0;
}

const PASSINGS: Readonly<Record<Exclude<Timer, "check-change">, Passing>> = {
  "lapse-change": (_, vault, seen, { at }) => {
    const { pendingChange } = seen;
    if (!pendingChange) throw new Error("What is not proposed does not lapse");
    const next = dropChange(seen, pendingChange, { outcome: "LAPSED", at });
    return { next, writes: news(vault, seen, at, "filing-change-lapsed", {}) };
  },
  "take-end": async ({ table }, vault, seen, { at, today }) => {
    const { pendingChange } = seen;
    if (!pendingChange) throw new Error("What is not reported is not taken");
    const flat = await readFlat(table, seen.draft.lease.unit.flatId);
    return takeEnd(vault, seen, pendingChange, { flat, today, at });
  },
  cancel: (_, vault, seen, { at }) => {
    const on = seen.ended?.on ?? "";
    return closed(seen, "CANCELLED", seen, news(vault, seen, at, "filing-cancelled", { on }));
  },
  "end-subleases": async (services, vault, seen, when) => {
    await endSubleases(services, vault, seen, when);
    const { endsSubleases: _, ...next } = seen;
    return { next, writes: {} };
  },
  expire: (_, vault, seen, { at, today }) => {
    const { until } = seen.draft.lease;
    const { policy, calendar } = groundOn(today);
    const renewBy = periodEnd(until, policy.renewWithinDays.value, calendar);
    // A renewal under way goes on: it begins when the term is over.
    const { pendingChange } = seen;
    const isOver = pendingChange && pendingChange.kind !== "RENEWAL";
    const rest = isOver ? dropChange(seen, pendingChange, { outcome: "OVERTAKEN", at }) : seen;
    return closed(rest, "EXPIRED", seen, news(vault, seen, at, "filing-expired", { renewBy }));
  },
  END_30: (_, vault, seen, when) => remindOfEnd(vault, seen, when),
  END_7: (_, vault, seen, when) => remindOfEnd(vault, seen, when),
  FILE_25: (_, vault, seen, when) => remindToFile(vault, seen, when),
};

/** Both reminders are about one day: whoever is told late is told once. */
function remindOfEnd(vault: Vault, seen: FilingRecord, { at, today }: When): Passed {
  const { reminded = [], draft } = seen;
  const { until } = draft.lease;
  const { policy } = groundOn(today);
  const passed = policy.remindBeforeEndDays.value
    .filter(({ days }) => addDays(until, -days) <= today)
    .map(({ reminder }) => reminder);
  return {
    next: { ...seen, reminded: [...new Set([...reminded, ...passed])] },
    writes: news(vault, seen, at, "filing-ends-soon", { until }),
  };
}

function remindToFile(vault: Vault, seen: FilingRecord, { at, today }: When): Passed {
  const { policy, calendar } = groundOn(today);
  const { reminded = [], draft, state, parties } = seen;
  const fileBy = periodEnd(draft.lease.signedOn, policy.fileWithinDays.value, calendar);
  return {
    next: { ...seen, reminded: [...reminded, "FILE_25"] },
    writes: tell(vault, seen, {
      kind: "filing-submit-soon",
      facts: { building: draft.lease.unit.building, fileBy },
      sides: BOTH_SIDES,
      // Of a draft on paper nobody else knows yet.
      ...(state === "DRAFT" && { only: parties.drafter }),
      version: seen.version + 1,
      at,
    }),
  };
}

function closed(
  rest: NextFiling,
  state: "CANCELLED" | "EXPIRED",
  { certificate }: FilingRecord,
  writes: Record<string, Write>,
): Passed {
  if (!certificate) throw new Error("Only a filing on record comes to its end");
  return {
    next: { ...rest, state, certificate: { ...certificate, status: state } },
    writes: { certificateBefore: markCertificate(certificate.certificateNo, state), ...writes },
  };
}

type BuildingNews =
  "filing-change-lapsed" | "filing-cancelled" | "filing-expired" | "filing-ends-soon";

const news = <K extends BuildingNews>(
  vault: Vault,
  seen: FilingRecord,
  at: string,
  kind: K,
  facts: Omit<News<K>["facts"], "building">,
): Record<string, Write> =>
  tell(vault, seen, {
    kind,
    facts: { building: seen.draft.lease.unit.building, ...facts } as News<K>["facts"],
    sides: BOTH_SIDES,
    version: seen.version + 1,
    at,
  });
