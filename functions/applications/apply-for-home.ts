import type { ApplicationForm } from "../../shared/contract/application.ts";
import { normaliseName } from "../../shared/domain/identity/normalise.ts";
import { identityHash, realName } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { submission } from "./submission.ts";

/** Takes a household's application in: one household, one application; everyone is locked to it. */
export const applyForHome = (services: Services) =>
  endpoint(routes.applyForHome, services, async (input) => {
    const { body: form, caller, request, act, at, today, now } = input;
    const vault = await services.vault();
    return decideAgain(async () => {
      const taken = await submission(services, vault, {
        ...{ form, sub: caller.sub, isCaller: isCaller(vault, caller, form) },
        ...{ request, act, at, today },
      });
      if (taken.kind !== "taken") return refused(input.refuse, taken);
      const failed = await transact(services.table, {
        request: requestRecord(request, taken.answer, now),
        ...taken.writes,
      });
      return standing(failed, "head") ?? taken.answer;
    });
  });

/** Number and name as the identity provider knows them. */
export function isCaller(
  vault: Vault,
  caller: Caller,
  { applicant }: Pick<ApplicationForm, "applicant">,
): boolean {
  const name = normaliseName(realName(vault, caller.person).name);
  const hash = identityHash(vault, applicant.idType, applicant.idNumber);
  return hash === caller.identityHash && normaliseName(applicant.name) === name;
}
