/** Talents (measure 6): their certified tier and what it gives; proof of residence in a park's homes. */
import * as z from "zod";
import { Programme, Queue, TalentTier } from "./application.ts";
import { CertificateNo, FilingId, Jurisdiction } from "./ids.ts";
import { PolicyVersionId, ProgrammeTerm } from "./programme.ts";
import { Bilingual, CivilDate, Instant } from "./values.ts";

export const TalentQuestion = z
  .strictObject({
    tier: TalentTier.meta({ description: "As the person says it was certified" }),
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
  })
  .meta({ id: "TalentQuestion" });

/** What the authority says of a tier, and what the programmes of an area give for it. */
export const TalentStanding = z
  .strictObject({
    answer: z.enum(["CERTIFIED", "NOT_CERTIFIED", "UNKNOWN", "NOT_ANSWERED"]).meta({
      description: "符合, 不符合, 无法确认, 未答复（可凭认定文书人工核查，V51）",
    }),
    tier: TalentTier.optional().meta({ description: "The one certified" }),
    validUntil: CivilDate.optional(),
    checkedAt: Instant,
    programmes: z.array(
      z.strictObject({
        programme: Programme,
        title: Bilingual,
        policy: PolicyVersionId,
        queue: Queue,
        terms: z.array(ProgrammeTerm),
      }),
    ),
  })
  .meta({ id: "TalentStanding" });
export type TalentStanding = z.infer<typeof TalentStanding>;

/** Proof for a school: who lives in a home that a park let to its staff, since when. */
export const ParkResidence = z
  .strictObject({
    filingId: FilingId,
    certificateNo: CertificateNo,
    park: Bilingual,
    employer: z.string(),
    building: z.string(),
    from: CivilDate,
    until: CivilDate.optional(),
    filedDays: z.int().min(0).meta({ description: "Without a gap up to today" }),
    residents: z.array(
      z.strictObject({
        name: z.string().meta({ description: "Masked" }),
        idNumber: z.string().meta({ description: "Masked" }),
        capacity: z.enum(["TENANT", "OCCUPANT"]),
        from: CivilDate,
      }),
    ),
    issuedAt: Instant,
  })
  .meta({ id: "ParkResidence", description: "园区住房居住证明（入学用）" });
export type ParkResidence = z.infer<typeof ParkResidence>;
