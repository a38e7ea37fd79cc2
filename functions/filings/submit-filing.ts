import { isBlocked } from "../../shared/domain/filings/automatic-checks.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { checkAtOnce } from "../steps/check-filing.ts";
import { askTitle } from "./ask-title.ts";
import { changeOwnFiling } from "./change.ts";
import { refuseFiling } from "./refusal.ts";
import { submission } from "./submission.ts";

/** Takes a lease in, signed by all or on paper (a tenant may do so alone), and checks it at once. */
export const submitFiling = (services: Services) =>
  endpoint(routes.submitFiling, services, async (input) => {
    const { at, today, now, refuse } = input;
    let title: ReturnType<typeof askTitle> | undefined;
    const outcome = await changeOwnFiling(services, input, 202, async (seen, vault, { actor }) => {
      // First what needs no other system; its answer is then asked for once only.
      const when = { actor, at, today };
      const early = await submission(services, vault, seen, { ...when, unitBlocked: false });
      if (!("next" in early)) return refuseFiling(refuse, early);
      title ??= askTitle(services, seen.draft);
      if (!isBlocked(await title)) return early;
      return refuse("unit-blocked");
    });
    return checkAtOnce(services, input.params.filingId, now, outcome, await title);
  });
