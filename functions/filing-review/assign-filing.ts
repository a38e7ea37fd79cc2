import { Role, type Jurisdiction } from "../../shared/contract/ids.ts";
import { decideAssign } from "../../shared/domain/filings/decide-review-claim.ts";
import { claimOn, type Officer } from "../../shared/domain/filings/review-facts.ts";
import { findPerson } from "../../shared/store/persons.ts";
import { groundOn } from "../filings/acting.ts";
import { changeFiling } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-review.ts";
import { isBefore } from "./get-filing-review.ts";
import { claimAnswer, officerOf } from "./officer.ts";

/** An approver of the district gives a case to one of its reviewers, whoever has it. */
export const assignFiling = (services: Services) =>
  endpoint(routes.assignFiling, services, (input) => {
    const { body, caller, at, today, refuse } = input;
    return changeFiling(
      services,
      input,
      { may: (seen) => isBefore(caller, seen) },
      async (seen) => {
        const to = await officerNamed(services, body.officer, seen.draft.jurisdiction);
        const decision = decideAssign(seen, officerOf(caller), to);
        if (decision.kind !== "assign") return refuseFiling(refuse, decision);
        const next = { ...seen, claimedBy: decision.to, claimedAt: at };
        return { next, answer: claimAnswer(seen, claimOn(next, groundOn(today))) };
      },
    );
  });

/** Whoever is on record under this subject and in charge of the district; undefined: nobody. */
async function officerNamed(
  { table }: Services,
  sub: string,
  district: Jurisdiction,
): Promise<Officer | undefined> {
  const person = await findPerson(table, sub);
  if (!person || person.disabled) return undefined;
  const { jurisdiction, roles, identityHash } = person;
  if (!covers(jurisdiction === undefined ? {} : { jurisdiction }, district)) return undefined;
  const held = Role.options.filter((role) => roles.includes(role));
  return { sub, identities: [identityHash], roles: held };
}
