import type { ApplicationRecord, StoredApplication } from "../../shared/store/applications.ts";
import type { Batch, Decide, Moving } from "../application-review/move.ts";

/** The applicant's own case, by themself. */
export const ofApplicant = ({ caller }: Moving, decide: Decide): Batch => ({
  inCharge: ({ applicant }) => applicant.hash === caller.identityHash,
  prepare: () => Promise.resolve(decide),
});

/** A case of one's household: the applicant's, or of an adult who applies with them. */
export const ofCoApplicant = ({ caller }: Moving, decide: Decide): Batch => ({
  inCharge: (seen) => mayRead(seen, caller.identityHash),
  prepare: () => Promise.resolve(decide),
});

/** Whether someone may read an application as one of its applicants. */
export const mayRead = (
  { applicant, members }: Pick<StoredApplication, "applicant" | "members">,
  hash: string,
): boolean =>
  applicant.hash === hash || members.some((one) => one.coApplicant === true && one.hash === hash);

/** What a new check of the household no longer goes by. */
export const STALE = [
  ...(["findingsSealed", "conditionsSealed", "manual", "timesAsked", "recommendation"] as const),
] as const satisfies readonly (keyof ApplicationRecord)[];

const MOST_CHARACTERS = 480;

/** A text as it fits into the file; in full it stands in the case. */
export const fileText = (text: string): string =>
  Array.from(text).slice(0, MOST_CHARACTERS).join("");
