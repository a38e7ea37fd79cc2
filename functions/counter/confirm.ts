import { isBlocked } from "../../shared/domain/filings/automatic-checks.ts";
import { decideCounterConfirmation } from "../../shared/domain/filings/decide-counter.ts";
import { actorIn } from "../../shared/domain/filings/facts.ts";
import { moveFiling, type FilingRecord } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { TableBusy, transact } from "../../shared/store/transact.ts";
import { askTitle } from "../filings/ask-title.ts";
import { changeFiling, type Acting, type Change } from "../filings/change.ts";
import { refuseFiling } from "../filings/refusal.ts";
import { submission } from "../filings/submission.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/counter.ts";
import type { CounterWord } from "../routes/counter.ts";
import type * as z from "zod";
import { checkAtOnce } from "../steps/check-filing.ts";
import { isEnteredBy, personAtCounter } from "./at-counter.ts";
import { codeHashOf } from "./send-code.ts";

type Confirming = Acting & { readonly body: z.infer<typeof CounterWord> };

/** The person at the counter confirms what was entered for them: it is submitted in their name. */
export const confirmAtCounter = (services: Services) =>
  endpoint(routes.confirmAtCounter, services, async (input) => {
    let title: ReturnType<typeof askTitle> | undefined;
    const outcome = await changeFiling(
      services,
      input,
      { may: (seen) => isEnteredBy(input.caller, seen), status: 202 },
      async (seen, vault) => {
        const taken = await confirm(services, input, seen, vault);
        if (!("next" in taken)) return taken;
        title ??= askTitle(services, seen.draft);
        return isBlocked(await title) ? input.refuse("unit-blocked") : taken;
      },
    );
    return checkAtOnce(services, input.params.filingId, input.now, outcome, await title);
  });

async function confirm(
  services: Services,
  input: Confirming,
  seen: FilingRecord,
  vault: Vault,
): Promise<Change | Reply> {
  const { body, at, today, refuse } = input;
  const { termsDigest } = body;
  const codeHash =
    body.how === "SMS_CODE" ? codeHashOf(vault, seen.filingId, body.code) : undefined;
  const decision = decideCounterConfirmation(seen, { termsDigest, codeHash }, at);
  if (decision.kind === "wrong-code") await countTry(services, input, seen, vault);
  if (decision.kind !== "confirm") return refused(refuse, decision);
  const { counterCode: _, filer, ...rest } = seen;
  if (filer?.by === undefined) throw new Error("Nobody stands at the counter");
  const confirmation = {
    ...{ how: decision.how, at, termsDigest },
    ...(body.how === "PAPER" && { paperDigest: body.paperDigest }),
  };
  const confirmed: FilingRecord = { ...rest, filer: { ...filer, confirmation } };
  const actor = actorIn(personAtCounter(filer.by), seen.parties);
  const taken = await submission(services, vault, confirmed, {
    ...{ actor, at, today, unitBlocked: false },
  });
  return "next" in taken ? { ...taken, reason: decision.how } : refuseFiling(refuse, taken);
}

/** A wrong code counts before it is refused: whoever guesses runs out of tries. */
async function countTry(
  { table }: Services,
  input: Confirming,
  seen: FilingRecord,
  vault: Vault,
): Promise<void> {
  const { counterCode } = seen;
  if (!counterCode) return;
  const next = { ...seen, counterCode: { ...counterCode, tries: counterCode.tries + 1 } };
  const failed = await transact(table, {
    ...moveFiling(vault, next, seen, input.act("WRONG_CODE", "COUNTER")),
  });
  if (failed.size > 0) throw new TableBusy("Another try came in between");
}
