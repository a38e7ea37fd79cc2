import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import type { Actor, FilingFacts, FilingGround } from "../../../shared/domain/filings/facts.ts";
import { quanzhouFilingPolicy } from "../../../shared/domain/policy/filing-policy.ts";
import { aDraft } from "./lease.ts";

/** Keyed hashes stand in for people: the hash of the landlord is `landlord`. */
export const actor = (identity: string, ...roles: Actor["roles"]): Actor => ({
  identities: [identity],
  roles: ["citizen", ...roles],
});

export const landlord = actor("landlord");
export const tenant = actor("tenant");
export const stranger = actor("stranger");
export const PARTIES = { landlords: ["landlord"], tenants: ["tenant"] } as const;

export const on = (today: string): FilingGround => ({
  today,
  calendar: chinaCalendar,
  policy: quanzhouFilingPolicy,
});

/** A filing by its landlord; say only what the test is about. */
export const aFiling = (
  but: Partial<Omit<FilingFacts, "draft">> & { draft?: Partial<FilingDraft> } = {},
): FilingFacts => ({
  state: "DRAFT",
  parties: { drafter: "landlord", ...PARTIES },
  signatures: [],
  ...but,
  draft: aDraft(but.draft),
});
