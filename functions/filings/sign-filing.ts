import type { FilingDraft } from "../../shared/contract/filing.ts";
import type { Role } from "../../shared/contract/ids.ts";
import { decideSign } from "../../shared/domain/filings/decide-signing.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { checkAtOnce } from "../steps/check-filing.ts";
import { differingName } from "./acting.ts";
import { changeOwnFiling, type Acting, type Change } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { hasMoved, signedBy } from "./signing.ts";
import { submission } from "./submission.ts";
import { tell } from "./tell.ts";

type Signing = Acting & {
  readonly actor: Actor;
  readonly body: { readonly termsDigest: string; readonly contractDigest?: string | undefined };
};

/**
 * A signature over the exact terms. The last one makes the lease signed and, when the drafter said
 * so, submits it in the same transaction; its checks follow at once.
 */
export const signFiling = (services: Services) =>
  endpoint(routes.signFiling, services, async (input) => {
    const outcome = await changeOwnFiling(services, input, 201, (seen, vault, { actor }) =>
      sign(services, { ...input, actor }, seen, vault),
    );
    return checkAtOnce(services, input.params.filingId, input.now, outcome);
  });

async function sign(
  services: Services,
  { actor, caller, body, at, today, refuse }: Signing,
  seen: FilingRecord,
  vault: Vault,
): Promise<Change | Reply> {
  if (seen.state === "TO_SIGN" && seen.signBy !== undefined && today > seen.signBy)
    return refuse("out-of-step", { state: seen.submittedAt === undefined ? "DRAFT" : "LAPSED" });
  const decision = decideSign(seen, actor, at);
  if (decision.kind !== "sign") return refuseFiling(refuse, decision);
  if (hasMoved(seen, body)) return refuse("terms-changed");
  const wrongName = differingName(vault, caller, seen.draft, seen.parties);
  if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);

  const added = signedBy(services, { caller, signer: actor }, seen, decision.added);
  const signatures = [...seen.signatures, ...added];
  if (!decision.complete) return { next: { ...seen, signatures } };
  const signed: FilingRecord = { ...seen, signatures, state: "SIGNED" };
  if (signed.submitWhenSigned === true) {
    const taken = await submission(services, vault, signed, {
      actor: drafterOf(signed),
      at,
      today,
      unitBlocked: false,
    });
    if ("next" in taken) return taken;
    // What refuses it now, submitFiling will say to its drafter; the signatures hold.
  }
  const news = {
    kind: "filing-signed" as const,
    facts: { building: seen.draft.lease.unit.building },
    sides: filerSides(seen.draft),
    version: seen.version + 1,
    at,
  };
  return { next: signed, writes: tell(vault, signed, news) };
}

/** The drafter, whose standing instruction it is to submit, in the role they filed in. */
export const drafterOf = ({ parties, draft }: FilingRecord): Actor => {
  const roles: readonly Role[] = ROLES[draft.filerRole];
  return { identities: [parties.drafter], roles };
};
const ROLES = {
  LANDLORD: [],
  TENANT: [],
  BROKER: ["broker"],
  OPERATOR: ["operator"],
} as const satisfies Record<FilingDraft["filerRole"], readonly Role[]>;

const filerSides = ({ filerRole }: FilingDraft) =>
  filerRole === "TENANT" ? (["tenants"] as const) : (["landlords"] as const);
