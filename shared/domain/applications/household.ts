import type { ApplicationForm, Queue } from "../../contract/application.ts";

/** Applicant and members together. */
export const householdSize = ({ members }: Pick<ApplicationForm, "members">): number =>
  1 + members.length;

/** Priority households are served in full before the ordinary queue. */
export const queueOf = ({ priorityEvidence }: Pick<ApplicationForm, "priorityEvidence">): Queue =>
  priorityEvidence.length > 0 ? "PRIORITY" : "ORDINARY";

/** Owned area in hundredths of a square metre: whole numbers, so that limits are exact. */
export const ownedCentiM2 = ({ ownedHomes }: Pick<ApplicationForm, "ownedHomes">): number =>
  ownedHomes.reduce((sum, { areaM2 }) => sum + Math.round(areaM2 * 100), 0);
