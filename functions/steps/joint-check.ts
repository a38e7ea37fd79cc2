import type { AgencyFinding } from "../../shared/contract/application.ts";
import type { Agency, RegisterPerson, RegisterVerdict } from "../../shared/contract/registers.ts";
import {
  decideJointCheck,
  type JointCheckDecision,
} from "../../shared/domain/applications/decide-reviews.ts";
import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { evaluate } from "../../shared/domain/eligibility/evaluate.ts";
import { factsOf } from "../../shared/domain/eligibility/facts.ts";
import type { EligibilityPolicy } from "../../shared/domain/policy/eligibility-policy.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  openFindings,
  openForm,
  sealFindings,
  withDecision,
  type ApplicationRecord,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import type { Act } from "../../shared/store/audit.ts";
import { governingOf, type Governing } from "../../shared/store/policies.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

const SECOND = 1000;
const LONGEST_WAIT_MS = 1800 * SECOND;

/** Agencies that kept silent are asked again after 5, 10, 20 … seconds, at last every half hour. */
const waitAfter = (times: number): number =>
  Math.min(LONGEST_WAIT_MS, 5 * SECOND * 2 ** Math.min(times, 16));

type Checked = Pick<StoredApplication, "state" | "dueOn" | "review">;

/** What a joint check rests on. */
export type CheckGround = { readonly policy: EligibilityPolicy; readonly today: string };

/** A case in joint check, or a waiting household's whose review asks the agencies anew. */
export const isInCheck = ({ state, review }: Checked): boolean =>
  state === "JOINT_CHECK" || (isWaiting(state) && review?.stage === "CHECK");

const isWaiting = (state: StoredApplication["state"]): boolean =>
  state === "WAITLISTED" || state === "SUSPENDED";

/** A review's check follows the rules of the first one. */
export const checkState = (seen: Checked): StoredApplication["state"] =>
  isInCheck(seen) ? "JOINT_CHECK" : seen.state;

/** What the findings so far make of the joint check, on that day. */
export function judge(
  seen: Checked,
  findings: readonly AgencyFinding[],
  { policy, today }: CheckGround,
): JointCheckDecision {
  const decision = decideJointCheck(findings, {
    state: checkState(seen),
    today,
    calendar: chinaCalendar,
    policy,
    dueOn: seen.dueOn ?? today,
  });
  if (decision.kind === "out-of-step") throw new Error("Only a case in joint check is judged");
  return decision;
}

/** How a judgement changes the record. */
export function changeBy(
  vault: Vault,
  seen: StoredApplication,
  {
    findings,
    judged,
    governing: { policy, on },
  }: {
    findings: readonly AgencyFinding[];
    judged: JointCheckDecision;
    governing: Governing;
  },
): Partial<ApplicationRecord> {
  const conditions = evaluate(factsOf(openForm(vault, seen)), policy, { on, findings });
  const sealed = sealFindings(vault, seen.applicationId, { findings: [...findings], conditions });
  const { review } = seen;
  if (judged.kind === "complete" && review && seen.state !== "JOINT_CHECK")
    return { ...sealed, review: { ...review, stage: "DECIDE" }, dueOn: judged.due.on };
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
  if (!seen || !isInCheck(seen) || seen.manual) return;
  const vault = await services.vault();
  const today = civilDay(now);
  const look = seen.state === "JOINT_CHECK" ? undefined : "annualReview";
  const governing = await governingOf(services.table, seen, { look, today });
  const ground: CheckGround = { policy: governing.policy, today };
  const before = openFindings(vault, seen).findings ?? [];
  const asked = judge(seen, before, ground);
  const fresh =
    asked.kind === "complete"
      ? []
      : await ask(services, vault, seen, { missing: asked.missing, now });
  const findings = [
    ...before.filter(({ agency }) => !fresh.some((one) => one.agency === agency)),
    ...fresh,
  ];
  const judged = judge(seen, findings, ground);

  const change = changeBy(vault, seen, { findings, judged, governing });
  const act: Act = {
    ...{ actor: "system", role: "system", action: "joint-check", at: instantText(now) },
    ...{ outcome: judged.kind, reason: "O11-9" },
  };
  const { version: _, auditHead: __, timesAsked = 0, ...record } = seen;
  const outcome = look ? "CHECKED" : "FINAL_REVIEW";
  const entry = { event: "complete-check", outcome, by: "system", at: act.at };
  const decisions = judged.kind === "complete" ? withDecision(vault, seen, entry) : seen.decisions;
  const waits = judged.kind === "wait" && {
    timesAsked: timesAsked + 1,
    dueAt: instantText(now + waitAfter(timesAsked)),
  };
  // A failed condition means that someone moved the case meanwhile: nothing is left to do here.
  await transact(services.table, {
    ...applicationWrites(
      {
        ...{ ...record, ...change, decisions },
        ...(waits && { timesAsked: waits.timesAsked }),
        ...(waits && look && seen.review && { review: { ...seen.review, askAt: waits.dueAt } }),
      },
      seen,
      { act, ...(waits && { dueAt: waits.dueAt }) },
    ),
    ...(judged.kind === "manual" && { message: toldPending(vault, seen, act.at) }),
  });
}

/** The household learns that a person looks now, and that its date is kept (V51). */
const toldPending = (vault: Vault, seen: StoredApplication, at: string): Write =>
  messageToApplicant(vault, seen, {
    kind: "application-check-pending",
    cause: `${seen.applicationId} check pending ${String(seen.version)}`,
    facts: { receiptNo: seen.receiptNo },
    at,
  });

async function ask(
  { agencies, humanResources }: Services,
  vault: Vault,
  seen: StoredApplication,
  { missing, now }: { missing: readonly Agency[]; now: number },
): Promise<AgencyFinding[]> {
  const { applicant, members, group, talentTier, work } = openForm(vault, seen);
  const { idType, idNumber } = applicant;
  const uscc = work?.employerUscc;
  const people: RegisterPerson[] = [applicant, ...members].map(({ name, idType, idNumber }) => ({
    ...{ name, idType, idNumber },
  }));
  const { applicationId } = seen;
  const about = { ref: applicationId, person: { idType, idNumber } };
  /** What this authority is asked is figures, not what the household declared as a whole. */
  const askHumanResources = (): Promise<{ verdict: RegisterVerdict; at: string } | "silent"> => {
    if (group === "RECRUITED_TALENT" && talentTier !== undefined)
      return humanResources.tier({ ...about, tier: talentTier });
    if (group === "PARK_STAFF" && uscc !== undefined)
      return humanResources.employment({ ...about, uscc });
    // Nothing was declared that it could say anything about.
    return Promise.resolve({ verdict: "agree", at: instantText(now) });
  };
  return Promise.all(
    missing.map(async (agency): Promise<AgencyFinding> => {
      const said =
        agency === "human-resources"
          ? await askHumanResources()
          : await agencies.check({ applicationId, agency, members: people });
      return said === "silent"
        ? { agency, verdict: "silent", at: instantText(now), by: "REGISTER" }
        : { agency, verdict: said.verdict, at: said.at, by: "REGISTER" };
    }),
  );
}

/** What keeps a case before the clock when a write that decides nothing replaces its record. */
export const dueAgain = (
  seen: Pick<StoredApplication, "state" | "manual">,
  now: number,
): { readonly dueAt?: string } =>
  seen.state === "JOINT_CHECK" && !seen.manual ? { dueAt: instantText(now) } : {};
