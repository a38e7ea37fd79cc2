import type { FilingRecord } from "../../shared/store/filings.ts";
import type { Actor } from "../../shared/domain/filings/facts.ts";
import type { Caller } from "../http/caller.ts";
import { covers } from "../http/jurisdiction.ts";

/**
 * Whether this clerk has entered this filing: to any other, and in any other district, it is absent;
 * and so it is to them once its parties have changed it.
 */
export const isEnteredBy = (
  caller: Caller,
  { filer, draft, filedVersion = 1 }: FilingRecord,
): boolean =>
  filedVersion === 1 &&
  filer?.capacity === "COUNTER" &&
  filer.clerk === caller.sub &&
  covers(caller, draft.jurisdiction);

/** The person at the counter, as the rules of filing see them: they hold no office here. */
export const personAtCounter = (hash: string): Actor => ({
  identities: [hash],
  roles: [],
  actsFor: [{ of: hash, capacity: "COUNTER" }],
});
