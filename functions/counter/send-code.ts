import { CODE_MINUTES, mayRing } from "../../shared/domain/filings/decide-counter.ts";
import { randomDigits } from "../../shared/platform/ids.ts";
import type { FilingRecord } from "../../shared/store/filings.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { changeFiling } from "../filings/change.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/counter.ts";
import { isEnteredBy } from "./at-counter.ts";

const DIGITS = 6;

/** What a code is kept as: who reads the table cannot say it. */
export const codeHashOf = (vault: Vault, filingId: string, code: string): string =>
  vault.blindIndex("counter-code", filingId, code);

/** Sends the person at the counter a code, which they say back when the sheet is right. */
export const sendCounterCode = (services: Services) =>
  endpoint(routes.sendCounterCode, services, (input) =>
    changeFiling(
      services,
      input,
      { may: (seen) => isEnteredBy(input.caller, seen), status: 201 },
      (seen, vault) => {
        const { now, at, refuse } = input;
        if (seen.state !== "DRAFT") return refuse("out-of-step", { state: seen.state });
        const phone = phoneAtCounter(seen);
        if (phone === undefined) return refuse("no-phone");
        if (!mayRing(seen.counterCode, at)) return refuse("too-many-requests");
        const code = randomDigits(DIGITS);
        const until = new Date(now + CODE_MINUTES * 60_000).toISOString();
        const codeHash = codeHashOf(vault, seen.filingId, code);
        const counterCode = { codeHash, sentAt: at, until, tries: 0 };
        const cause = `counter-code:${seen.filingId}:${seen.version + 1}`;
        const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
        const message = {
          ...{ cause, kind: "counter-code" as const, facts: { code } },
          to: seen.filer?.by ?? seen.parties.drafter,
        };
        return {
          next: { ...seen, counterCode },
          writes: { "tell code": outgoing(message, sealed, at) },
          reason: "COUNTER",
          answer: { status: 201, body: { id: seen.filingId, until } },
        };
      },
    ),
  );

/** The number of who stands at the counter, as it is in the lease. */
function phoneAtCounter({ draft, parties, filer }: FilingRecord): string | undefined {
  const { landlords, tenants, guardians = [] } = parties;
  const own = filer?.by;
  const ward = guardians.find(({ by }) => by === own)?.of;
  const at = [...landlords, ...tenants].findIndex((hash) => hash === own || hash === ward);
  const party = [...draft.landlords, ...draft.tenants][at];
  return party?.kind === "person" && ward !== undefined ? party.guardian?.phone : party?.phone;
}
