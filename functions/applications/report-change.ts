import {
  decideHouseholdChange,
  type ChangeOutcome,
} from "../../shared/domain/applications/decide-change.ts";
import { recheckDue } from "../../shared/domain/applications/decide-review.ts";
import { householdSize } from "../../shared/domain/applications/household.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import type { EligibilityPolicy } from "../../shared/domain/policy/eligibility-policy.ts";
import {
  messageToApplicant,
  openForm,
  partyWrite,
  sealForm,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { findMember, releaseMember, takeMember } from "../../shared/store/members.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Write } from "../../shared/store/transact.ts";
import { moveOne, type Decide, type Move } from "../application-review/move.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { checkAfterAct } from "../steps/application.ts";
import { fileText, ofCoApplicant, STALE } from "./own-case.ts";
import { hashesOf, longestBar, standsIn } from "./submission.ts";

type Reporting = Input<typeof routes.reportHouseholdChange>;

const reporting =
  (services: Services, input: Reporting): Decide =>
  async (seen, vault, { policy }) => {
    const { table } = services;
    const { body, today, at, caller } = input;
    const form = openForm(vault, seen);
    const before = [seen.applicant, ...seen.members].map(({ hash }) => hash);
    const hashOf = (one: { idType: string; idNumber: string }) =>
      identityHash(vault, one.idType, one.idNumber);
    const joining = body.joining.map(hashOf);
    const locks = await Promise.all(joining.map((hash) => findMember(table, hash)));
    const applied = await Promise.all(locks.map((lock) => standsIn(table, lock)));
    const decision = decideHouseholdChange(form, body, {
      state: seen.state,
      leavingPlaces: body.leaving.map((one) => before.indexOf(hashOf(one))),
      reporter: before.indexOf(caller.identityHash),
      joiningApplied: joining.map(
        (hash, i) => applied[i] === true || before.includes(hash) || joining.indexOf(hash) !== i,
      ),
      barredUntil: longestBar(locks),
      ...{ today, calendar: chinaCalendar },
    });
    if (decision.kind !== "change") return decision;
    const sub = body.succession ? caller.sub : seen.applicant.sub;
    const hashes = hashesOf(vault, decision.form);
    const { applicationId, receiptNo, version } = seen;
    const going = goingOn(seen, decision, { policy, today, at });
    const household = sealForm(vault, applicationId, { form: decision.form, sub, hashes });
    return {
      ...going,
      change: { ...going.change, ...household },
      entry: {
        ...{ event: "report-change", outcome: decision.next, by: "applicant" },
        reason: fileText([body.kind, ...body.evidence.map(({ what }) => what)].join("; ")),
      },
      article: decision.late ? "O11-9 late" : "O11-9",
      also: {
        ...(await movedLocks(table, seen, { joined: joining, left: decision.left })),
        ...newRows(hashes, decision, applicationId),
        message: messageToApplicant(vault, seen, {
          ...{ kind: "application-changed", cause: `${applicationId} change ${String(version)}` },
          ...{ facts: { receiptNo }, at },
        }),
      },
      told: { late: decision.late },
    };
  };

type Going = { readonly policy: EligibilityPolicy; readonly today: string; readonly at: string };

/**
 * How the case goes on: before the joint check as it is; from then on the agencies are asked about
 * the household as it is now. A waiting household keeps its number, and enters no scheme meanwhile.
 */
function goingOn(
  { state }: StoredApplication,
  { form, next }: ChangeOutcome,
  { policy, today, at }: Going,
): Pick<Move, "kind" | "change" | "without" | "dueAt"> {
  const change = { householdSize: householdSize(form), state: next };
  const due = recheckDue({ today, calendar: chinaCalendar, policy }).on;
  if (next === "JOINT_CHECK")
    return { kind: "move", change: { ...change, dueOn: due }, without: STALE, dueAt: at };
  if (state !== "WAITLISTED" && state !== "SUSPENDED") return { kind: "move", change };
  const review = {
    ...({ kind: "CHANGE", stage: "CHECK" } as const),
    ...{ openedOn: today, answerBy: due, askAt: at },
  };
  return {
    kind: "move",
    change: { ...change, dueOn: due, review },
    without: [...STALE, "verifiedOn"],
  };
}

/** Locks of who came and who left, moved with the household itself. */
async function movedLocks(
  table: Table,
  { applicationId, applicant, members }: StoredApplication,
  { joined, left }: { readonly joined: readonly string[]; readonly left: readonly number[] },
): Promise<Record<string, Write>> {
  const people = [applicant, ...members];
  const gone = left.flatMap((place) => people[place]?.hash ?? []);
  const find = (hash: string) => findMember(table, hash);
  const [taken, released] = await Promise.all([
    Promise.all(joined.map(find)),
    Promise.all(gone.map(find)),
  ]);
  return {
    ...Object.fromEntries(
      joined.map((hash, at) => [`joined ${at}`, takeMember(hash, applicationId, taken[at])]),
    ),
    ...Object.fromEntries(
      gone.flatMap((hash, at) => {
        const lock = released[at];
        return lock ? [[`left ${at}`, releaseMember(hash, lock)] as const] : [];
      }),
    ),
  };
}

/** The way to the application for those who apply with the applicant from now on. */
const newRows = (
  hashes: readonly string[],
  { form }: ChangeOutcome,
  applicationId: string,
): Record<string, Write> =>
  Object.fromEntries(
    hashes
      .filter((_, place) => place === 0 || form.members[place - 1]?.coApplicant === true)
      .map((hash, at) => [`row ${at}`, partyWrite(hash, applicationId)]),
  );

/** A birth, a death, a marriage, a split: the household as it is now, and everyone's lock with it. */
export const reportHouseholdChange = (services: Services) =>
  endpoint(routes.reportHouseholdChange, services, async (input) => {
    const batch = ofCoApplicant(input, reporting(services, input));
    const { applicationId } = input.params;
    const { outcome, moved } = await moveOne(services, input, applicationId, batch);
    await checkAfterAct(services, moved, input.now);
    return outcome;
  });
