import type { ApplicationForm } from "../../shared/contract/application.ts";
import { decideApplication } from "../../shared/domain/applications/decide-application.ts";
import { isLiveApplication } from "../../shared/domain/applications/live.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { idOf, randomCode } from "../../shared/platform/ids.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  partyWrite,
  sealForm,
  withDecision,
  type ApplicationRecord,
} from "../../shared/store/applications.ts";
import type { Act } from "../../shared/store/audit.ts";
import { findMember, takeMember, type StoredMember } from "../../shared/store/members.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { policyAt } from "../../shared/store/policies.ts";
import type { Answer, RequestId } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import type { Write } from "../../shared/store/transact.ts";
import type { DomainRefusal } from "../http/refused.ts";
import type { Services } from "../http/services.ts";

/** An application that is to be taken in. */
export type Submitting = {
  readonly form: ApplicationForm;
  /** Subject of the applicant; their keyed hash when they have no account. */
  readonly sub: string;
  /** Whether the applicant is who gives this word, by name and number. */
  readonly isCaller: boolean;
  /** Who entered it for them, and how they confirmed it. */
  readonly enteredBy?: NonNullable<ApplicationRecord["enteredBy"]>;
  readonly request: RequestId;
  readonly act: (outcome: string, reason?: string) => Act;
  readonly at: string;
  readonly today: string;
};

export type Submission = {
  readonly kind: "taken";
  readonly record: ApplicationRecord;
  readonly answer: Answer;
  readonly writes: Readonly<Record<string, Write>>;
};

/** The people of a household, the applicant first, by keyed hash. */
export const hashesOf = (
  vault: Vault,
  { applicant, members }: Pick<ApplicationForm, "applicant" | "members">,
): string[] =>
  [applicant, ...members].map(({ idType, idNumber }) => identityHash(vault, idType, idNumber));

/**
 * Decides on an application and gives the writes that take it in: its record, everyone's lock, the
 * receipt. One household, one application; everyone is locked to it.
 */
export async function submission(
  { table }: Services,
  vault: Vault,
  submitting: Submitting,
): Promise<Submission | DomainRefusal> {
  const { form, isCaller, today, act, at } = submitting;
  const hashes = hashesOf(vault, form);
  const locks = await Promise.all(hashes.map((hash) => findMember(table, hash)));
  const barredUntil = longestBar(locks);
  const { programme, jurisdiction: area } = form;
  const decision = decideApplication(form, {
    policy: await policyAt(table, programme, { area, day: today }),
    isCaller,
    applied: await Promise.all(locks.map((lock) => standsIn(table, lock))),
    ...(barredUntil !== undefined && { barredUntil }),
    today,
    calendar: chinaCalendar,
  });
  if (decision.kind !== "submit") return decision;

  const record = newRecord(vault, submitting, { hashes, decision });
  const { applicationId, receiptNo, state } = record;
  const { on: dueOn, provisional } = decision.due;
  return {
    kind: "taken",
    record,
    answer: {
      status: 201,
      body: { applicationId, receiptNo, state, dueOn, provisional },
      location: `/api/applications/${applicationId}`,
    },
    writes: {
      ...applicationWrites(record, undefined, { act: act(state, submitting.enteredBy?.capacity) }),
      ...partyWrites(record),
      ...takeAll(hashes, locks, applicationId),
      message: messageToApplicant(vault, record, {
        kind: "application-received",
        cause: `${applicationId} received`,
        facts: { receiptNo, dueOn },
        at,
      }),
    },
  };
}

/** The last day of the longest bar of these people, if any stands. */
export const longestBar = (locks: readonly (StoredMember | undefined)[]): string | undefined =>
  locks
    .flatMap((lock) => lock?.barredUntil ?? [])
    .toSorted()
    .at(-1);

/**
 * Whether someone stands in an application that is not over.
 *
 * @param except - an application that does not count: their own
 */
export async function standsIn(
  table: Table,
  lock: StoredMember | undefined,
  except?: string,
): Promise<boolean> {
  if (lock?.applicationId === undefined || lock.applicationId === except) return false;
  const application = await findApplication(table, lock.applicationId);
  return application !== undefined && isLiveApplication(application);
}

/** The writes that lock people to an application. */
export const takeAll = (
  hashes: readonly string[],
  locks: readonly (StoredMember | undefined)[],
  applicationId: string,
): Record<string, Write> =>
  Object.fromEntries(
    hashes.map((hash, at) => [`member ${String(at)}`, takeMember(hash, applicationId, locks[at])]),
  );

/** The way to the application for its applicant and those who apply with them. */
const partyWrites = ({
  applicationId,
  applicant,
  members,
}: ApplicationRecord): Record<string, Write> =>
  Object.fromEntries(
    [applicant, ...members.filter(({ coApplicant }) => coApplicant)].map(({ hash }, at) => [
      `party ${String(at)}`,
      partyWrite(hash, applicationId),
    ]),
  );

type Taken = {
  readonly hashes: readonly string[];
  readonly decision: Extract<ReturnType<typeof decideApplication>, { kind: "submit" }>;
};

function newRecord(
  vault: Vault,
  { form, sub, at, request, enteredBy }: Submitting,
  { hashes, decision }: Taken,
): ApplicationRecord {
  const applicationId = idOf("A", request);
  const { programme, jurisdiction, group, wants } = form;
  return {
    ...{ applicationId, state: "SUBMITTED" as const, programme, jurisdiction, group, wants },
    receiptNo: randomCode(12),
    queueOf: decision.queue,
    householdSize: decision.householdSize,
    submittedAt: at,
    consentedAt: at,
    dueOn: decision.due.on,
    ...(enteredBy && { enteredBy }),
    ...sealForm(vault, applicationId, { form, sub, hashes }),
    decisions: withDecision(
      vault,
      { applicationId, decisions: [] },
      { event: "submit", outcome: "SUBMITTED", by: "applicant", at },
    ),
  };
}
