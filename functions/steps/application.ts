import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { addMonths } from "../../shared/domain/calendar/days.ts";
import { timedEvent, type TimedEvent } from "../../shared/domain/applications/timed-events.ts";
import type { MessageKind } from "../../shared/contract/messages.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  withDecision,
  type ApplicationRecord,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { policyOf } from "../../shared/store/policies.ts";
import { transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { isInCheck, runJointCheck } from "./joint-check.ts";
import type { Step } from "./step.ts";

/** The clock's look at a case: a joint check that did not end with the act, or a day that is over. */
export const applicationStep: Step = async (services, key, now) => {
  const applicationId = key.pk.slice("APPLICATION#".length);
  const seen = await findApplication(services.table, applicationId);
  if (!seen) return;
  if (isInCheck(seen)) await runJointCheck(services, applicationId, now);
  else await passTime(services, seen, now);
};

/** What the day that is over changes of a record. */
type Passing = {
  readonly change: Partial<ApplicationRecord>;
  readonly event: string;
  readonly outcome: string;
  readonly kind: Extract<
    MessageKind,
    | "application-lapsed"
    | "application-closed"
    | "application-review-opened"
    | "application-suspended"
    | "application-cancelled"
  >;
  readonly facts: { readonly by?: string };
};

function passing(event: TimedEvent, today: string): Passing {
  switch (event.kind) {
    case "lapse":
      return {
        ...{ change: { state: "LAPSED" }, event: "lapse", outcome: "LAPSED" },
        ...{ kind: "application-lapsed", facts: {} },
      };
    case "close":
      return {
        ...{ change: { state: "CLOSED" }, event: "close", outcome: "CLOSED" },
        ...{ kind: "application-closed", facts: {} },
      };
    case "open-review": {
      const { answerBy } = event;
      const review = { kind: "ANNUAL", stage: "ANSWER", openedOn: today, answerBy } as const;
      return {
        ...{ change: { review }, event: "open-review", outcome: "WAITLISTED" },
        ...{ kind: "application-review-opened", facts: { by: answerBy } },
      };
    }
    case "suspend":
      return {
        change: { state: "SUSPENDED", dueOn: event.until },
        ...{ event: "suspend", outcome: "SUSPENDED" },
        ...{ kind: "application-suspended", facts: { by: event.until } },
      };
    case "cancel":
      return {
        ...{ change: { state: "CANCELLED" }, event: "cancel", outcome: "CANCELLED" },
        ...{ kind: "application-cancelled", facts: {} },
      };
  }
}

/**
 * Does what a day that is over does to a case: lapses a correction, closes a refusal, opens the
 * yearly review, suspends who did not answer it, strikes off who stays away. The household is told.
 */
async function passTime(services: Services, seen: StoredApplication, now: number): Promise<void> {
  const today = civilDay(now);
  const { deadlines } = await policyOf(services.table, seen);
  const months = deadlines.verificationMonths.value;
  const verifiedUntil =
    seen.verifiedOn === undefined ? undefined : addMonths(seen.verifiedOn, months);
  const event = timedEvent(seen, { today, calendar: chinaCalendar, verifiedUntil });
  const vault = await services.vault();
  const at = instantText(now);
  if (!event) return;
  const { change, kind, facts, ...entry } = passing(event, today);
  const { dueOn: _, ...record } = withoutChain(seen);
  const act: Act = {
    ...{ actor: "system", role: "system", action: entry.event, at },
    ...{ outcome: entry.outcome, reason: "O11-9" },
  };
  const decisions = withDecision(vault, seen, { ...entry, by: "system", at });
  const { applicationId, receiptNo, version } = seen;
  // A failed condition means that someone moved the case meanwhile: nothing is left to do here.
  await transact(services.table, {
    ...applicationWrites({ ...record, ...change, decisions }, seen, { act }),
    message: messageToApplicant(vault, seen, {
      ...{ kind, cause: `${applicationId} ${entry.event} ${String(version)}`, at },
      facts: { receiptNo, by: facts.by ?? "" },
    }),
  });
}

/** So many households are asked about at a time: the agencies serve others too. */
const AT_ONCE = 4;

/** Runs the joint checks of cases just reviewed; what is left over is the clock's to repair. */
export async function checkAfterAct(
  services: Services,
  cases: readonly { readonly applicationId: string }[],
  now: number,
): Promise<void> {
  const waiting = [...cases];
  const worker = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      try {
        await runJointCheck(services, one.applicationId, now);
      } catch (error) {
        log("warn", "left-to-the-clock", { step: "APPLICATION", ...describeError(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
