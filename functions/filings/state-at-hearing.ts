import { decideStatement } from "../../shared/domain/filings/decide-revocation.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-corrections.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";

/** What a party says to the revocation that is proposed, before anybody decides on it. */
export const stateAtHearing = (services: Services) =>
  endpoint(routes.stateAtHearing, services, (input) =>
    changeOwnFiling(services, input, 201, (seen, _vault, { actor }) => {
      const { body, caller, at, today, refuse } = input;
      const by = caller.identityHash;
      const decision = decideStatement(seen, actor, by, today);
      if (decision.kind !== "state") return refuseFiling(refuse, decision);
      const { revocation } = seen;
      if (!revocation) throw new Error("Nobody is heard on what is not proposed");
      const said = { by, as: decision.as, text: body.text, at };
      const statements = [...revocation.statements, said];
      return { next: { ...seen, revocation: { ...revocation, statements } }, reason: "HEARD" };
    }),
  );
