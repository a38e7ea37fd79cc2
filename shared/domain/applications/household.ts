import type { ApplicationForm } from "../../contract/application.ts";

/** Applicant and members together. */
export const householdSize = ({ members }: Pick<ApplicationForm, "members">): number =>
  1 + members.length;
