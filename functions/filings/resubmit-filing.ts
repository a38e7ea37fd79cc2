import type { Correction } from "../../shared/domain/filings/review-facts.ts";
import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { isBlocked } from "../../shared/domain/filings/automatic-checks.ts";
import { decideResubmission } from "../../shared/domain/filings/decide-correction.ts";
import type { SubmitRefusal } from "../../shared/domain/filings/decide-submission.ts";
import type { SubleaseRefusal } from "../../shared/domain/filings/subleases.ts";
import {
  partyHashes,
  partyRows,
  termsDigest,
  type FilingRecord,
} from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-corrections.ts";
import { checkAtOnce } from "../steps/check-filing.ts";
import { differingName, groundOn } from "./acting.ts";
import { askTitle } from "./ask-title.ts";
import { changeOwnFiling, type Change } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { submission } from "./submission.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/**
 * The gaps made good: checked anew at once, three full working days from here if a reviewer must look
 * again. A lease signed here whose text is another goes to all for signature first.
 */
export const resubmitFiling = (services: Services) =>
  endpoint(routes.resubmitFiling, services, async (input) => {
    const { body, caller, at, today, now, refuse } = input;
    const { draft, explanation } = body;
    let title: ReturnType<typeof askTitle> | undefined;
    const outcome = await changeOwnFiling(services, input, 202, async (seen, vault, { actor }) => {
      const parties = partyHashes(vault, draft);
      const explained = explanation !== undefined;
      const facts = { draft, parties, explained };
      const decision = decideResubmission(seen, facts, actor, groundOn(today));
      if (decision.kind !== "submit" && decision.kind !== "sign")
        return refuseFiling(refuse, decision);
      const wrongName = differingName(vault, caller, draft, parties);
      if (wrongName !== undefined) return pointing(refuse, "name-differs", `/draft${wrongName}`);

      const { changed, signBy } = decision;
      const answer = { changed, resubmittedAt: at, ...(explained && { explanation }) };
      const amended = amend(vault, seen, { draft, parties, answer });
      const when = { actor, at, today, unitBlocked: false };
      const taken = await submission(services, vault, amended, when);
      if (!("next" in taken)) return refuseFiling(refuse, inDraft(taken));
      title ??= askTitle(services, draft);
      if (isBlocked(await title)) return refuse("unit-blocked");
      return decision.kind === "submit"
        ? taken
        : toSign(vault, amended, { signBy, at, except: caller.identityHash });
    });
    return checkAtOnce(services, input.params.filingId, now, outcome, await title);
  });

type Amended = Pick<FilingRecord, "draft"> & {
  readonly parties: ReturnType<typeof partyHashes>;
  readonly answer: Pick<Correction, "changed" | "resubmittedAt"> & { explanation?: string };
};

/** As it is to be submitted: signed, or on paper. */
export function amend(vault: Vault, seen: FilingRecord, { draft, parties, answer }: Amended) {
  const { wrongField: _, correction, ...rest } = seen;
  if (!correction) throw new Error("Nothing was asked for that could come back");
  const { explanation: __, ...asked } = correction;
  const amended: FilingRecord = {
    ...rest,
    state: "SIGNED",
    draft,
    parties: { drafter: seen.parties.drafter, ...parties },
    termsDigest: termsDigest(vault, draft),
    contractText: contractMark(draft),
    correction: { ...asked, ...answer },
  };
  return amended;
}

function toSign(
  vault: Vault,
  amended: FilingRecord,
  { signBy, at, except }: { signBy: string; at: string; except: string },
): Change {
  const next = {
    ...amended,
    state: "TO_SIGN" as const,
    signatures: [],
    sentAt: at,
    signBy,
    submitWhenSigned: true,
  };
  const news = {
    kind: "filing-to-sign" as const,
    facts: { building: amended.draft.lease.unit.building },
    sides: BOTH_SIDES,
    except,
    version: amended.version + 1,
    at,
  };
  return {
    next,
    writes: { ...partyRows(amended.parties, amended.filingId, at), ...tell(vault, next, news) },
  };
}

/** The draft is a member of the body here. */
export const inDraft = <R extends SubmitRefusal | SubleaseRefusal>(refusal: R): R =>
  "pointer" in refusal ? { ...refusal, pointer: `/draft${refusal.pointer}` } : refusal;
