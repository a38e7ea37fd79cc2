import * as z from "zod";
import {
  AgencyFinding,
  Applicant,
  ApplicantGroup,
  type Application,
  ApplicationForm,
  ApplicationState,
  ConditionOutcome,
  type DecisionEntry,
  Member,
  Programme,
  Publicity,
  Queue,
} from "../contract/application.ts";
import { Jurisdiction } from "../contract/ids.ts";
import { PersonIdTypes } from "../contract/identity.ts";
import type { MessageFacts, MessageKind } from "../contract/messages.ts";
import { listChange } from "../domain/waiting/membership.ts";
import { instantText } from "../domain/calendar/instants.ts";
import { standingDue } from "../domain/applications/timed-events.ts";
import { processShape } from "./application-process.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { messageId, outgoing } from "./outbox.ts";
import type { Vault } from "./sealing.ts";
import { list, listIndex, read, type Item, type Table } from "./table.ts";
import { set, type Write } from "./transact.ts";
import { changeWrite } from "./waitlists.ts";

/** Someone of the household: who it is only under seal, and a keyed hash to find them again. */
const SealedPerson = z.object({
  hash: z.string(),
  idType: PersonIdTypes,
  nameSealed: z.string(),
  idNumberSealed: z.string(),
});

const StoredDecision = z.object({
  event: z.string(),
  outcome: z.string(),
  by: z.string(),
  at: z.string(),
  /** What an officer wrote may name anything, an illness too. */
  reasonSealed: z.string().optional(),
});

/** What the table holds of a household's application. */
export const StoredApplication = Versioned.extend({
  applicationId: z.string(),
  state: ApplicationState,
  jurisdiction: Jurisdiction,
  programme: Programme,
  group: ApplicantGroup,
  wants: z.enum(["HOME", "SUBSIDY"]),
  queueOf: Queue,
  receiptNo: z.string(),
  householdSize: z.int(),
  submittedAt: z.string(),
  consentedAt: z.string(),
  /** Last day for the next decision of an office. */
  dueOn: z.string().optional(),
  applicant: SealedPerson.extend({ sub: z.string(), phoneSealed: z.string() }),
  members: z.array(
    SealedPerson.extend({
      kinship: Member.shape.kinship,
      coApplicant: Member.shape.coApplicant,
    }),
  ),
  /** Everything else of the form. */
  meansSealed: z.string(),
  findingsSealed: z.string().optional(),
  conditionsSealed: z.string().optional(),
  decisions: z.array(StoredDecision),
  /** How often the agencies were asked. */
  timesAsked: z.int().nonnegative().optional(),
  /** The agencies' time is over: what is missing is asked by hand (V51). */
  manual: z.boolean().optional(),
  recommendation: z
    .object({ by: z.string(), recommendation: z.enum(["PUBLICISE", "REJECT"]) })
    .optional(),
  publicity: Publicity.optional(),
  /** Civil day of the last check of all conditions. */
  verifiedOn: z.string().optional(),
  waitingNo: z.int().positive().optional(),
  schemeId: z.string().optional(),
  drawId: z.string().optional(),
  receipt: z.string().optional(),
  allocationId: z.string().optional(),
  ...processShape,
});
export type StoredApplication = z.infer<typeof StoredApplication>;
export type ApplicationRecord = Omit<StoredApplication, "version" | "auditHead">;

/** The office's lists, by what is to be done next. */
export const REVIEW_STEPS = [
  ...(["accept", "first-review", "check", "review", "decision"] as const),
  ...(["reconsideration", "objection", "yearly-review", "measure"] as const),
] as const;
export type ReviewStep = (typeof REVIEW_STEPS)[number];

export async function findApplication(
  table: Table,
  applicationId: string,
): Promise<StoredApplication | undefined> {
  const found = await read(table, keys.application(applicationId));
  return found && StoredApplication.parse(found);
}

/** Which list an application stands in now, if in any. */
export function reviewStep(application: ApplicationRecord): ReviewStep | undefined {
  if (application.measure) return "measure";
  const { state, review } = application;
  if ((state === "WAITLISTED" || state === "SUSPENDED") && review) {
    if (review.stage === "DECIDE") return "yearly-review";
    return review.stage === "CHECK" && application.manual ? "check" : undefined;
  }
  if (state === "REJECTED")
    return application.reconsideration?.state === "OPEN" ? "reconsideration" : undefined;
  if (state === "OBJECTION") return "objection";
  if (application.state === "SUBMITTED") return "accept";
  if (application.state === "ACCEPTED") return "first-review";
  if (application.state === "JOINT_CHECK" && application.manual) return "check";
  if (application.state !== "FINAL_REVIEW") return undefined;
  return application.recommendation ? "decision" : "review";
}

const queueName = (jurisdiction: Jurisdiction, step: ReviewStep): string =>
  `QUEUE#APPLICATION#${jurisdiction}#${step}`;

/**
 * The writes that move an application on: its record, in the list of whoever is next, its audit
 * entry, and what the move does to its waiting list, if anything.
 *
 * @param dueAt - when the clock must look at it; undefined: when its record says so, if at all
 */
export function applicationWrites(
  next: ApplicationRecord,
  seen: StoredApplication | undefined,
  { act, dueAt }: { act: Act; dueAt?: string },
): { readonly head: Write; readonly audit: Write; readonly waiting?: Write } {
  const step = reviewStep(next);
  const listed = step && {
    queue: queueName(next.jurisdiction, step),
    queueSort: `${next.dueOn ?? "9999-12-31"}#${next.submittedAt}#${next.applicationId}`,
  };
  const standing = standingDue(next);
  // Whatever else is written to a case in joint check, the agencies are still to be asked.
  const asks = next.state === "JOINT_CHECK" && !next.manual ? act.at : undefined;
  const dueOf = dueAt ?? (standing === undefined ? asks : instantText(standing));
  const waiting = dueOf === undefined ? undefined : due(next.applicationId, dueOf);
  const item: Item = { ...next, ...listed, ...waiting };
  const waitlist = seen && waitlistWrite(next, seen, act.at);
  return {
    ...advance(keys.application(next.applicationId), item, seen, act),
    ...(waitlist && { waiting: waitlist }),
  };
}

/** Whoever has a waiting number and steps off the list, or back onto it, moves those behind. */
function waitlistWrite(
  next: ApplicationRecord,
  seen: StoredApplication,
  at: string,
): Write | undefined {
  const change = listChange(seen.state, next.state);
  const { waitingNo, jurisdiction, programme, queueOf: queue, applicationId } = seen;
  if (!change || waitingNo === undefined) return undefined;
  const version = seen.version + 1;
  return changeWrite({ jurisdiction, programme, queue }, change, {
    ...{ applicationId, waitingNo, version, at },
  });
}

/** One page of an office's list, the most urgent first. */
export async function listReviews(
  table: Table,
  { jurisdiction, step }: { jurisdiction: Jurisdiction; step: ReviewStep },
  { limit, after }: { limit: number; after?: Item },
): Promise<{ applications: StoredApplication[]; next?: Item }> {
  const page = await listIndex(table, "queue", {
    partition: queueName(jurisdiction, step),
    limit,
    ...(after && { after }),
  });
  return {
    applications: page.items.map((item) => StoredApplication.parse(item)),
    ...(page.next && { next: page.next }),
  };
}

/** The way to an application for its applicant, or who applies with them. */
export const partyWrite = (identityHash: string, applicationId: string): Write =>
  set({ ...keys.partyApplication(identityHash, applicationId), applicationId });

const PartyItem = z.object({ applicationId: z.string() });

/** A person's applications, at most 50. */
export async function applicationsOf(
  table: Table,
  identityHash: string,
): Promise<StoredApplication[]> {
  const { pk } = keys.partyApplication(identityHash, "");
  const { items } = await list(table, pk, { prefix: "APPLICATION#", limit: 50 });
  const found = await Promise.all(
    items.map((item) => findApplication(table, PartyItem.parse(item).applicationId)),
  );
  return found.filter((application) => application !== undefined);
}

const bound = (applicationId: string) => keys.application(applicationId);

const Means = z.object({
  applicant: z.object({ marital: Applicant.shape.marital, hukou: Applicant.shape.hukou }),
  members: z.array(z.object({ marital: Member.shape.marital, hukou: Member.shape.hukou })),
  rest: z.record(z.string(), z.unknown()),
});

/** A form's people and means under seal. The consent is kept as a time, `consentedAt`. */
export function sealForm(
  vault: Vault,
  applicationId: string,
  { form, sub, hashes }: { form: ApplicationForm; sub: string; hashes: readonly string[] },
): Pick<StoredApplication, "applicant" | "members" | "meansSealed"> {
  const at = bound(applicationId);
  const { applicant, members, ...rest } = form;
  const person = (one: Applicant | Member, index: number) => ({
    hash: hashes[index] ?? "",
    idType: one.idType,
    nameSealed: vault.seal(one.name, at, `people/${index}/name`),
    idNumberSealed: vault.seal(one.idNumber, at, `people/${index}/idNumber`),
  });
  const means: z.infer<typeof Means> = {
    applicant: { marital: applicant.marital, hukou: applicant.hukou },
    members: members.map(({ marital, hukou }) => ({ marital, hukou })),
    rest,
  };
  return {
    applicant: {
      ...person(applicant, 0),
      sub,
      phoneSealed: vault.seal(applicant.phone, at, "people/0/phone"),
    },
    members: members.map((member, index) => ({
      ...person(member, index + 1),
      kinship: member.kinship,
      ...(member.coApplicant !== undefined && { coApplicant: member.coApplicant }),
    })),
    meansSealed: vault.seal(JSON.stringify(means), at, "means"),
  };
}

/** The applicant in clear, for the one document or message that needs them. */
export function openApplicant(
  vault: Vault,
  { applicationId, applicant }: Pick<StoredApplication, "applicationId" | "applicant">,
) {
  const at = bound(applicationId);
  return {
    idType: applicant.idType,
    name: vault.open(applicant.nameSealed, at, "people/0/name"),
    idNumber: vault.open(applicant.idNumberSealed, at, "people/0/idNumber"),
    phone: vault.open(applicant.phoneSealed, at, "people/0/phone"),
  };
}

/** The whole form in clear. */
export function openForm(vault: Vault, application: StoredApplication): ApplicationForm {
  const at = bound(application.applicationId);
  const sealed: unknown = JSON.parse(vault.open(application.meansSealed, at, "means"));
  const means = Means.parse(sealed);
  return ApplicationForm.parse({
    ...means.rest,
    applicant: { ...openApplicant(vault, application), ...means.applicant },
    members: application.members.map((member, index) => ({
      name: vault.open(member.nameSealed, at, `people/${index + 1}/name`),
      idType: member.idType,
      idNumber: vault.open(member.idNumberSealed, at, `people/${index + 1}/idNumber`),
      kinship: member.kinship,
      ...(member.coApplicant !== undefined && { coApplicant: member.coApplicant }),
      ...means.members[index],
    })),
  });
}

/** What the agencies said and what follows, under seal. */
export const sealFindings = (
  vault: Vault,
  applicationId: string,
  { findings, conditions }: { findings: AgencyFinding[]; conditions: ConditionOutcome[] },
): Pick<StoredApplication, "findingsSealed" | "conditionsSealed"> => ({
  findingsSealed: vault.seal(JSON.stringify(findings), bound(applicationId), "findings"),
  conditionsSealed: vault.seal(JSON.stringify(conditions), bound(applicationId), "conditions"),
});

export function openFindings(
  vault: Vault,
  { applicationId, findingsSealed, conditionsSealed }: StoredApplication,
): { findings?: AgencyFinding[]; conditions?: ConditionOutcome[] } {
  const open = (sealed: string, field: string): unknown =>
    JSON.parse(vault.open(sealed, bound(applicationId), field));
  return {
    ...(findingsSealed !== undefined && {
      findings: z.array(AgencyFinding).parse(open(findingsSealed, "findings")),
    }),
    ...(conditionsSealed !== undefined && {
      conditions: z.array(ConditionOutcome).parse(open(conditionsSealed, "conditions")),
    }),
  };
}

/** The file with one more entry, its reason under seal. */
export function withDecision(
  vault: Vault,
  { applicationId, decisions }: Pick<StoredApplication, "applicationId" | "decisions">,
  { reason, ...entry }: DecisionEntry,
): StoredApplication["decisions"] {
  const field = `decisions/${decisions.length}/reason`;
  return [
    ...decisions,
    {
      ...entry,
      ...(reason !== undefined && {
        reasonSealed: vault.seal(reason, bound(applicationId), field),
      }),
    },
  ];
}

const openDecisions = (
  vault: Vault,
  { applicationId, decisions }: StoredApplication,
): DecisionEntry[] =>
  decisions.map(({ reasonSealed, ...entry }, index) => ({
    ...entry,
    ...(reasonSealed !== undefined && {
      reason: vault.open(reasonSealed, bound(applicationId), `decisions/${index}/reason`),
    }),
  }));

/** An application as its applicant or an officer in charge reads it. */
export function applicationView(vault: Vault, stored: StoredApplication): Application {
  const { applicationId, version, state, receiptNo, queueOf, householdSize } = stored;
  const { consentedAt, submittedAt, dueOn, publicity, waitingNo, schemeId } = stored;
  return {
    ...{ id: applicationId, version, state, receiptNo, queue: queueOf, householdSize },
    ...{ consentedAt, submittedAt },
    form: openForm(vault, stored),
    ...openFindings(vault, stored),
    decisions: openDecisions(vault, stored),
    ...(dueOn !== undefined && { dueOn }),
    ...(publicity && { publicity }),
    ...(waitingNo !== undefined && { waitingNo }),
    ...(schemeId !== undefined && { schemeId }),
  };
}

/**
 * A text to the applicant's phone, sealed for that message alone.
 *
 * @param cause - what the message is about; the same cause sends nothing again
 */
export function messageToApplicant<K extends MessageKind>(
  vault: Vault,
  application: Pick<StoredApplication, "applicationId" | "applicant">,
  { kind, cause, facts, at }: { kind: K; cause: string; facts: MessageFacts<K>; at: string },
): Write {
  const { phone } = openApplicant(vault, application);
  const phoneSealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
  return outgoing({ cause, kind, to: application.applicant.sub, facts }, phoneSealed, at);
}
