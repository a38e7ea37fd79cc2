/** What a trial of eligibility is asked and answers: no name, no number, nothing kept. */
import * as z from "zod";
import {
  ApplicantGroup,
  ConditionOutcome,
  Hukou,
  PriorityEvidence,
  Programme,
  Qualification,
  Queue,
  TalentTier,
} from "./application.ts";
import { Jurisdiction } from "./ids.ts";
import { Uscc } from "./identity.ts";
import { PolicyVersionId, ProgrammeTerm } from "./programme.ts";
import { AreaM2, Bilingual, CivilDate, FenOrZero } from "./values.ts";

/** A household as far as the conditions ask; what is not said is 待补充. */
export const HouseholdFacts = z
  .strictObject({
    group: ApplicantGroup,
    householdSize: z.int().min(1).max(16),
    bornOn: CivilDate.optional().meta({ description: "The applicant's" }),
    hukou: Hukou.optional(),
    incomeFenPerYear: FenOrZero.optional(),
    assetsFen: FenOrZero.optional(),
    ownedHomes: z
      .array(z.strictObject({ area: Hukou, areaM2: AreaM2 }))
      .max(20)
      .optional(),
    residencePermit: z.boolean().optional(),
    work: z
      .strictObject({
        employmentContract: z.boolean().optional(),
        diploma: z.boolean().optional(),
        pensionMonths: z.int().min(0).max(720).optional(),
        employerUscc: Uscc.optional(),
      })
      .optional(),
    qualification: Qualification.optional(),
    arrivedOn: CivilDate.optional(),
    talentTier: TalentTier.optional(),
    priorityEvidence: z.array(PriorityEvidence).max(7).optional(),
    otherBenefits: z.array(Programme).max(10).optional(),
    waitingSince: CivilDate.optional().meta({ description: "Day it joined the waiting list" }),
    leaseOnRecord: z.boolean().optional(),
  })
  .meta({ id: "HouseholdFacts", description: "A household without anyone's name or number" });
export type HouseholdFacts = z.infer<typeof HouseholdFacts>;

export const EligibilityTrial = z
  .strictObject({
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
    programme: Programme.optional().meta({ description: "Absent: all that are open there" }),
    on: CivilDate.optional().meta({ description: "Governing day; absent: today" }),
    facts: HouseholdFacts,
  })
  .meta({ id: "EligibilityTrial" });
export type EligibilityTrial = z.infer<typeof EligibilityTrial>;

export const Verdict = z
  .enum(["QUALIFIED", "NOT_QUALIFIED", "INCOMPLETE"])
  .meta({ id: "Verdict", description: "符合, 不符合, 待补充" });
export type Verdict = z.infer<typeof Verdict>;

/** What one programme says of a household. */
export const ProgrammeResult = z
  .strictObject({
    programme: Programme,
    title: Bilingual,
    policy: PolicyVersionId,
    verdict: Verdict,
    queue: Queue,
    conditions: z.array(ConditionOutcome).max(40),
    terms: z.array(ProgrammeTerm).meta({ description: "What it would get" }),
  })
  .meta({ id: "ProgrammeResult" });
export type ProgrammeResult = z.infer<typeof ProgrammeResult>;

export const EligibilityAnswer = z
  .strictObject({
    jurisdiction: Jurisdiction,
    on: CivilDate,
    results: z.array(ProgrammeResult),
  })
  .meta({ id: "EligibilityAnswer", description: "Nothing of it is kept" });
export type EligibilityAnswer = z.infer<typeof EligibilityAnswer>;
