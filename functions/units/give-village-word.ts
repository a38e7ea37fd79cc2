import { decideVillageWord } from "../../shared/domain/filings/village-proofs.ts";
import { actorOf, groundOn } from "../filings/acting.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/village-proofs.ts";
import { changeProof, tellHolders } from "./change-proof.ts";
import { factsOfProof, isOfVillage } from "./proof-office.ts";

/** The village committee gives its proof, or says why not. */
export const giveVillageWord = (services: Services) =>
  endpoint(routes.giveVillageWord, services, (input) => {
    const { body, caller, at, today, refuse } = input;
    return changeProof(
      services,
      input,
      (seen) => isOfVillage(caller, seen),
      (seen, vault) => {
        const facts = factsOfProof(seen);
        const decision = decideVillageWord(facts, body, actorOf(caller), groundOn(today));
        const { building } = seen.home;
        const said = { ...seen, issuedAt: at, issuedBy: caller.sub };
        const told = { version: seen.version + 1, at };
        if (decision.kind === "issue" && body.decision === "ISSUE") {
          const { documentNo, documentDigest } = body;
          const { dueOn } = decision;
          const next = { ...said, state: "ISSUED" as const, documentNo, documentDigest, dueOn };
          const news = {
            kind: "village-proof-issued" as const,
            facts: { building, dueOn },
            ...told,
          };
          return { next, writes: tellHolders(vault, next, news) };
        }
        if (decision.kind === "decline" && body.decision === "DECLINE") {
          const { reasonCode, reason } = body;
          const refusal = { by: "VILLAGE" as const, reasonCode, reason };
          const { issuedAt: _, ...rest } = said;
          const next = { ...rest, state: "DECLINED" as const, decidedAt: at, refusal };
          const news = { kind: "village-proof-refused" as const, facts: { building }, ...told };
          return { next, writes: tellHolders(vault, next, news), reason: reasonCode };
        }
        if (decision.kind === "issue" || decision.kind === "decline")
          throw new Error("What is decided is what was said");
        return refused(refuse, decision);
      },
    );
  });
