import type { AgencyFinding } from "../../shared/contract/application.ts";
import type { Agency, RegisterPerson } from "../../shared/contract/registers.ts";
import {
  decideJointCheck,
  type JointCheckDecision,
} from "../../shared/domain/applications/decide-reviews.ts";
import { evaluate } from "../../shared/domain/applications/eligibility.ts";
import { civilDay, epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import {
  policyFor,
  type EligibilityPolicy,
} from "../../shared/domain/policy/eligibility-policy.ts";
import {
  applicationWrites,
  findApplication,
  openFindings,
  openForm,
  sealFindings,
  withDecision,
  type ApplicationRecord,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import type { Act } from "../../shared/store/audit.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

const SECOND = 1000;
const LONGEST_WAIT_MS = 1800 * SECOND;

/** Agencies that kept silent are asked again after 5, 10, 20 … seconds, at last every half hour. */
const waitAfter = (times: number): number =>
  Math.min(LONGEST_WAIT_MS, 5 * SECOND * 2 ** Math.min(times, 16));

/** The policy in force when the household applied. */
export function policyOf({
  programme,
  jurisdiction,
  submittedAt,
}: Pick<StoredApplication, "programme" | "jurisdiction" | "submittedAt">): EligibilityPolicy {
  const policy = policyFor(programme, jurisdiction, civilDay(epochMsOf(submittedAt)));
  if (!policy) throw new Error("An application was taken in without a policy");
  return policy;
}

type Checked = Pick<
  StoredApplication,
  "programme" | "jurisdiction" | "submittedAt" | "state" | "dueOn"
>;

/** What the findings so far make of the joint check, on that day. */
export function judge(
  seen: Checked,
  findings: readonly AgencyFinding[],
  today: string,
): JointCheckDecision {
  const decision = decideJointCheck(findings, {
    state: seen.state,
    today,
    calendar: chinaCalendar,
    policy: policyOf(seen),
    dueOn: seen.dueOn ?? today,
  });
  if (decision.kind === "out-of-step") throw new Error("Only a case in joint check is judged");
  return decision;
}

/** How a judgement changes the record. */
export function changeBy(
  vault: Vault,
  seen: StoredApplication,
  { findings, judged }: { findings: readonly AgencyFinding[]; judged: JointCheckDecision },
): Partial<ApplicationRecord> {
  const conditions = evaluate(openForm(vault, seen), policyOf(seen), findings);
  const sealed = sealFindings(vault, seen.applicationId, { findings: [...findings], conditions });
  if (judged.kind === "complete") return { ...sealed, state: "FINAL_REVIEW", dueOn: judged.due.on };
  return judged.kind === "manual" ? { ...sealed, manual: true } : sealed;
}

/**
 * Asks the agencies that have not said yes or no yet, and moves the case on when all have. Silence
 * never passes anyone: it is asked again, and after the agencies' time an officer asks by hand.
 */
export async function runJointCheck(
  services: Services,
  applicationId: string,
  now: number,
): Promise<void> {
  const seen = await findApplication(services.table, applicationId);
  if (seen?.state !== "JOINT_CHECK" || seen.manual) return;
  const vault = await services.vault();
  const today = civilDay(now);
  const before = openFindings(vault, seen).findings ?? [];
  const asked = judge(seen, before, today);
  const fresh =
    asked.kind === "complete"
      ? []
      : await ask(services, vault, seen, { missing: asked.missing, now });
  const findings = [
    ...before.filter(({ agency }) => !fresh.some((one) => one.agency === agency)),
    ...fresh,
  ];
  const judged = judge(seen, findings, today);

  const change = changeBy(vault, seen, { findings, judged });
  const act: Act = {
    ...{ actor: "system", role: "system", action: "joint-check", at: instantText(now) },
    ...{ outcome: judged.kind, reason: "O11-9" },
  };
  const { version: _, auditHead: __, timesAsked = 0, ...record } = seen;
  const entry = { event: "complete-check", outcome: "FINAL_REVIEW", by: "system", at: act.at };
  const decisions = judged.kind === "complete" ? withDecision(vault, seen, entry) : seen.decisions;
  const waits = judged.kind === "wait" && {
    timesAsked: timesAsked + 1,
    dueAt: instantText(now + waitAfter(timesAsked)),
  };
  // A failed condition means that someone moved the case meanwhile: nothing is left to do here.
  await transact(
    services.table,
    applicationWrites(
      { ...record, ...change, decisions, ...(waits && { timesAsked: waits.timesAsked }) },
      seen,
      { act, ...(waits && { dueAt: waits.dueAt }) },
    ),
  );
}

async function ask(
  { agencies }: Services,
  vault: Vault,
  seen: StoredApplication,
  { missing, now }: { missing: readonly Agency[]; now: number },
): Promise<AgencyFinding[]> {
  const { applicant, members } = openForm(vault, seen);
  const people: RegisterPerson[] = [applicant, ...members].map(({ name, idType, idNumber }) => ({
    ...{ name, idType, idNumber },
  }));
  const { applicationId } = seen;
  return Promise.all(
    missing.map(async (agency): Promise<AgencyFinding> => {
      const said = await agencies.check({ applicationId, agency, members: people });
      return said === "silent"
        ? { agency, verdict: "silent", at: instantText(now), by: "REGISTER" }
        : { agency, verdict: said.verdict, at: said.at, by: "REGISTER" };
    }),
  );
}

/** What keeps a case before the clock when a write that decides nothing replaces its record. */
export const dueAgain = (
  { state, manual }: Pick<StoredApplication, "state" | "manual">,
  now: number,
): { readonly dueAt?: string } =>
  state === "JOINT_CHECK" && !manual ? { dueAt: instantText(now) } : {};
