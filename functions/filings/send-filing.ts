import { periodEnd } from "../../shared/domain/calendar/working-days.ts";
import { isBlocked } from "../../shared/domain/filings/automatic-checks.ts";
import { decideSend, decideSign } from "../../shared/domain/filings/decide-signing.ts";
import { partyRows, type FilingRecord } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { findUnit } from "../../shared/store/units.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Reply } from "../http/problem.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filings.ts";
import { differingName, groundOn, type ActingParty } from "./acting.ts";
import { askTitle } from "./ask-title.ts";
import { changeOwnFiling, type Acting, type Change } from "./change.ts";
import { pointing, refuseFiling } from "./refusal.ts";
import { hasMoved, signedBy } from "./signing.ts";
import { askOwners } from "./ask-co-owners.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

type Sending = Acting & {
  readonly party: ActingParty;
  readonly body: {
    readonly termsDigest: string;
    readonly contractDigest?: string | undefined;
    readonly submitWhenSigned: boolean;
  };
};

/** The drafter signs the exact terms, if a party, and they go to the others for signature. */
export const sendFiling = (services: Services) =>
  endpoint(routes.sendFiling, services, (input) => {
    let title: ReturnType<typeof askTitle> | undefined;
    return changeOwnFiling(services, input, 200, async (seen, vault, party) => {
      const early = decideSend(seen, party.actor, { unitBlocked: false });
      if (early.kind !== "send") return refuseFiling(input.refuse, early);
      title ??= askTitle(services, seen.draft);
      const unit = await findUnit(services.table, seen.draft.lease.unit.flatId);
      return send(services, { ...input, party }, seen, {
        vault,
        unitBlocked: isBlocked(await title, unit),
      });
    });
  });

function send(
  services: Services,
  { party, caller, body, at, today, refuse }: Sending,
  seen: FilingRecord,
  { vault, unitBlocked }: { readonly vault: Vault; readonly unitBlocked: boolean },
): Change | Reply {
  const decision = decideSend(seen, party.actor, { unitBlocked });
  if (decision.kind !== "send") return refuseFiling(refuse, decision);
  if (hasMoved(seen, body)) return refuse("terms-changed");
  const wrongName = differingName(vault, caller, seen.draft, seen.parties);
  if (wrongName !== undefined) return pointing(refuse, "name-differs", wrongName);

  const own = decideSign({ ...seen, state: "TO_SIGN", signatures: [] }, party.signer, at);
  const { calendar, policy } = groundOn(today);
  const { wrongField: _, ...rest } = seen;
  const next = {
    ...rest,
    state: "TO_SIGN" as const,
    signatures:
      own.kind === "sign"
        ? signedBy(services, { caller, signer: party.signer }, seen, own.added)
        : [],
    sentAt: at,
    signBy: periodEnd(today, policy.signWithinDays.value, calendar),
    submitWhenSigned: body.submitWhenSigned,
  };
  return {
    next,
    writes: {
      ...partyRows(seen.parties, seen.filingId, at),
      ...tell(vault, next, {
        kind: "filing-to-sign",
        facts: { building: seen.draft.lease.unit.building },
        sides: BOTH_SIDES,
        except: caller.identityHash,
        version: seen.version + 1,
        at,
      }),
      ...askOwners(vault, seen, at),
    },
  };
}
