import { isBlocked } from "../../shared/domain/filings/automatic-checks.ts";
import { counterRefusal } from "../../shared/domain/filings/decide-counter.ts";
import { decideResubmission } from "../../shared/domain/filings/decide-correction.ts";
import { actorIn } from "../../shared/domain/filings/facts.ts";
import { partyHashes } from "../../shared/store/filings.ts";
import { actorOf, groundOn } from "../filings/acting.ts";
import { askTitle } from "../filings/ask-title.ts";
import { changeFiling } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { amend, inDraft } from "../filings/resubmit-filing.ts";
import { submission } from "../filings/submission.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/counter.ts";
import { checkAtOnce } from "../steps/check-filing.ts";
import { isEnteredBy, personAtCounter } from "./at-counter.ts";

/** Whoever came to the counter comes again with what was missing, and signs the sheet anew. O6 16. */
export const resubmitAtCounter = (services: Services) =>
  endpoint(routes.resubmitAtCounter, services, async (input) => {
    const { body, caller, at, today, now, refuse } = input;
    const { draft, explanation, paperDigest } = body;
    let title: ReturnType<typeof askTitle> | undefined;
    const outcome = await changeFiling(
      services,
      input,
      { may: (seen) => isEnteredBy(caller, seen), status: 202 },
      async (seen, vault) => {
        const { filer } = seen;
        if (filer?.by === undefined) throw new Error("Nobody stands at the counter");
        const parties = partyHashes(vault, draft);
        const clerk = actorIn(actorOf(caller), parties);
        const wrong = counterRefusal(draft, parties, { clerk, inCharge: true });
        // Way of signing and district are fixed: decideResubmission says so.
        if (wrong?.kind === "own-case") return refused(refuse, wrong);
        const actor = actorIn(personAtCounter(filer.by), parties);
        const explained = explanation !== undefined;
        const facts = { draft, parties, explained };
        const decision = decideResubmission(seen, facts, actor, groundOn(today));
        if (decision.kind !== "submit" && decision.kind !== "sign")
          return refuseFiling(refuse, decision);
        const { changed } = decision;
        const answer = { changed, resubmittedAt: at, ...(explained && { explanation }) };
        const amended = amend(vault, seen, { draft, parties, answer });
        const { termsDigest } = amended;
        const confirmation = { how: "PAPER" as const, at, termsDigest, paperDigest };
        const confirmed = { ...amended, filer: { ...filer, confirmation } };
        const when = { actor, at, today, unitBlocked: false };
        const taken = await submission(services, vault, confirmed, when);
        if (!("next" in taken)) return refuseFiling(refuse, inDraft(taken));
        title ??= askTitle(services, draft);
        return isBlocked(await title) ? refuse("unit-blocked") : { ...taken, reason: "PAPER" };
      },
    );
    return checkAtOnce(services, input.params.filingId, now, outcome, await title);
  });
