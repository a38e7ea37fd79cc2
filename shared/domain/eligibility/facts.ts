/** A household as the conditions see it, however it came to us. */
import type { ApplicationForm, Queue } from "../../contract/application.ts";
import type { HouseholdFacts } from "../../contract/eligibility.ts";
import type { ProgrammePolicy } from "../../contract/programme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { bornOn } from "../identity/id-facts.ts";

/** What the record adds to what a household declared. */
export type OnRecord = {
  /** Day it joined the waiting list. */
  readonly waitingSince?: CivilDate | undefined;
  /** Whether the home it rents has a lease on record in force. */
  readonly leaseOnRecord?: boolean | undefined;
};

/** The facts of an application: no name, no number. Benefits it does not declare it has not. */
export function factsOf(form: ApplicationForm, onRecord: OnRecord = {}): HouseholdFacts {
  const { applicant, members, work, qualification, arrivedOn, talentTier } = form;
  const born = bornOn(applicant);
  return {
    group: form.group,
    householdSize: 1 + members.length,
    ...(born !== undefined && { bornOn: born }),
    hukou: applicant.hukou,
    incomeFenPerYear: form.incomeFenPerYear,
    assetsFen: form.assetsFen,
    ownedHomes: form.ownedHomes.map(({ area, areaM2 }) => ({ area, areaM2 })),
    residencePermit: form.residencePermit,
    ...(work && {
      work: {
        employmentContract: work.employmentContract,
        diploma: work.diploma,
        pensionMonths: work.pensionMonths,
        ...(work.employerUscc !== undefined && { employerUscc: work.employerUscc }),
      },
    }),
    ...(qualification !== undefined && { qualification }),
    ...(arrivedOn !== undefined && { arrivedOn }),
    ...(talentTier !== undefined && { talentTier }),
    priorityEvidence: form.priorityEvidence,
    otherBenefits: form.otherBenefits ?? [],
    ...(onRecord.waitingSince !== undefined && { waitingSince: onRecord.waitingSince }),
    ...(onRecord.leaseOnRecord !== undefined && { leaseOnRecord: onRecord.leaseOnRecord }),
  };
}

/**
 * The first queue of a policy that admits a household; its last admits everyone. A tier counts for
 * those alone who apply as talents: theirs is certified.
 */
export function queueOf(
  { queues }: Pick<ProgrammePolicy, "queues">,
  {
    group,
    priorityEvidence = [],
    talentTier,
  }: Pick<HouseholdFacts, "group" | "priorityEvidence" | "talentTier">,
): Queue {
  const tier = group === "RECRUITED_TALENT" ? talentTier : undefined;
  const found = queues.find(({ admits }) => {
    if (admits.by === "ALL") return true;
    return admits.by === "EVIDENCE"
      ? priorityEvidence.some((one) => admits.evidence.includes(one))
      : tier !== undefined && admits.tiers.includes(tier);
  });
  return found?.queue ?? "ORDINARY";
}

/** What a household of these facts would get; terms of other tiers are left out. */
export const termsFor = (
  { terms }: Pick<ProgrammePolicy, "terms">,
  { group, talentTier }: Pick<HouseholdFacts, "group" | "talentTier">,
): ProgrammePolicy["terms"] => {
  const tier = group === "RECRUITED_TALENT" ? talentTier : undefined;
  return terms.filter(
    ({ tiers }) => tiers === undefined || (tier !== undefined && tiers.includes(tier)),
  );
};

/**
 * The homes of a number that fall to each queue with a quota: whole homes, rounded down; the rest
 * are for everyone, in the policy's order.
 */
export function quotaHomes(
  { queues }: Pick<ProgrammePolicy, "queues">,
  homes: number,
): { readonly queue: Queue; readonly homes: number }[] {
  let left = homes;
  return queues.map(({ queue, quotaPercent }) => {
    const own = quotaPercent === undefined ? left : Math.floor((homes * quotaPercent) / 100);
    const given = Math.min(own, left);
    left -= given;
    return { queue, homes: given };
  });
}
