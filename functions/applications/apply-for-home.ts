import type { ApplicationForm } from "../../shared/contract/application.ts";
import { decideApplication } from "../../shared/domain/applications/decide-application.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { normaliseName } from "../../shared/domain/identity/normalise.ts";
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
import { findMember, takeMember, type StoredMember } from "../../shared/store/members.ts";
import { identityHash, realName } from "../../shared/store/persons.ts";
import { policyAt } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";

/** Takes a household's application in: one household, one application; everyone is locked to it. */
export const applyForHome = (services: Services) =>
  endpoint(routes.applyForHome, services, async (input) => {
    const { table } = services;
    const { body: form, caller, today, now } = input;
    const vault = await services.vault();
    const people = [form.applicant, ...form.members];
    const hashes = people.map(({ idType, idNumber }) => identityHash(vault, idType, idNumber));

    return decideAgain(async () => {
      const locks = await Promise.all(hashes.map((hash) => findMember(table, hash)));
      const bars = locks.flatMap((lock) => lock?.barredUntil ?? []).sort();
      const barredUntil = bars.at(-1);
      const { programme, jurisdiction: area } = form;
      const decision = decideApplication(form, {
        policy: await policyAt(table, programme, { area, day: today }),
        isCaller: isCaller(vault, caller, { form, hash: hashes[0] }),
        applied: await Promise.all(locks.map((lock) => isLive(table, lock))),
        ...(barredUntil !== undefined && { barredUntil }),
        today,
        calendar: chinaCalendar,
      });
      if (decision.kind !== "submit") return refused(input.refuse, decision);

      const record = newRecord(vault, input, { hashes, decision });
      const { applicationId, receiptNo, state } = record;
      const { on: dueOn, provisional } = decision.due;
      const answer = {
        status: 201,
        body: { applicationId, receiptNo, state, dueOn, provisional },
        location: `/api/applications/${applicationId}`,
      };
      const failed = await transact(table, {
        request: requestRecord(input.request, answer, now),
        ...applicationWrites(record, undefined, { act: input.act(state) }),
        party: partyWrite(caller.identityHash, applicationId),
        ...memberLocks(hashes, locks, applicationId),
        message: messageToApplicant(vault, record, {
          kind: "application-received",
          cause: `${applicationId} received`,
          facts: { receiptNo, dueOn },
          at: input.at,
        }),
      });
      return standing(failed, "head") ?? answer;
    });
  });

/** Number and name as the identity provider knows them. */
function isCaller(
  vault: Vault,
  caller: Caller,
  { form, hash }: { form: ApplicationForm; hash: string | undefined },
): boolean {
  const name = normaliseName(realName(vault, caller.person).name);
  return hash === caller.identityHash && normaliseName(form.applicant.name) === name;
}

/** Whether someone stands in an application that is not over. */
async function isLive(table: Table, lock: StoredMember | undefined): Promise<boolean> {
  const application = lock && (await findApplication(table, lock.applicationId));
  return application !== undefined && application.state !== "REJECTED";
}

const memberLocks = (
  hashes: readonly string[],
  locks: readonly (StoredMember | undefined)[],
  applicationId: string,
): Record<string, Write> =>
  Object.fromEntries(
    hashes.map((hash, at) => [`member ${String(at)}`, takeMember(hash, applicationId, locks[at])]),
  );

type Taken = {
  readonly hashes: readonly string[];
  readonly decision: Extract<ReturnType<typeof decideApplication>, { kind: "submit" }>;
};

function newRecord(
  vault: Vault,
  { body: form, caller, at, request }: Input<typeof routes.applyForHome>,
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
    ...sealForm(vault, applicationId, { form, sub: caller.sub, hashes }),
    decisions: withDecision(
      vault,
      { applicationId, decisions: [] },
      { event: "submit", outcome: "SUBMITTED", by: "applicant", at },
    ),
  };
}
