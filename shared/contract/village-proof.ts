/**
 * A village's proof of a home on collective land: its holder asks, the village committee says what
 * stands in its books, the subdistrict checks it. R812 leaves collective land to the province
 * (art. 49), so all of it is a parameter of the city.
 */
import * as z from "zod";
import { FlatId, Jurisdiction, RegionCode } from "./ids.ts";
import { Party, PartyView, Uscc } from "./identity.ts";
import { CivilDate, Hex64, Instant, lines, text, AreaM2 } from "./values.ts";

export const ProofId = z
  .string()
  .regex(/^V[0-9A-HJKMNP-TV-Z]{20}$/)
  .meta({ id: "ProofId", description: "A village's proof: V and 20 characters" });
export type ProofId = z.infer<typeof ProofId>;

export const VillageProofState = z
  .enum(["REQUESTED", "ISSUED", "DECLINED", "CONFIRMED", "REFUSED", "WITHDRAWN"])
  .meta({ id: "VillageProofState" });
export type VillageProofState = z.infer<typeof VillageProofState>;

/** What right the home stands on. */
export const CollectiveLandUse = z
  .enum(["HOMESTEAD", "COLLECTIVE_CONSTRUCTION", "OTHER"])
  .meta({ id: "CollectiveLandUse", description: "宅基地, 集体建设用地, 其他" });

/** The home as its holder describes it. */
export const VillageHome = z
  .strictObject({
    flatId: FlatId,
    regionCode: RegionCode,
    building: text(2, 100).meta({ description: "Address down to the building" }),
    address: text(4, 200),
    areaM2: AreaM2,
    landUse: CollectiveLandUse,
  })
  .meta({ id: "VillageHome" });

export const VillageProofRequest = z
  .strictObject({
    jurisdiction: Jurisdiction,
    villageUscc: Uscc.meta({ description: "Credit code of the village committee" }),
    villageName: text(2, 100),
    home: VillageHome,
    holders: z.array(Party).min(1).max(10).meta({ description: "The asker among them" }),
    declaration: z.literal(true).meta({
      description: "The asker vouches for what is said, and answers for it",
    }),
  })
  .refine(({ jurisdiction }) => jurisdiction !== "QZ", { path: ["jurisdiction"] })
  .refine(
    ({ holders }) =>
      new Set(holders.map(({ idType, idNumber }) => `${idType} ${idNumber}`)).size ===
      holders.length,
    { path: ["holders"] },
  )
  .meta({ id: "VillageProofRequest" });
export type VillageProofRequest = z.infer<typeof VillageProofRequest>;

export const VillageWord = z
  .discriminatedUnion("decision", [
    z.strictObject({
      decision: z.literal("ISSUE"),
      documentNo: text(2, 60).meta({ description: "Number of the proof on paper" }),
      documentDigest: Hex64.meta({ description: "SHA-256 of the sealed paper" }),
    }),
    z.strictObject({
      decision: z.literal("DECLINE"),
      reasonCode: z.enum(["NOT_THE_HOLDER", "NOT_OF_THIS_VILLAGE", "DISPUTED", "OTHER"]),
      reason: lines(2, 500).meta({ description: "Told to the asker" }),
    }),
  ])
  .meta({ id: "VillageWord" });
export type VillageWord = z.infer<typeof VillageWord>;

export const VillageProofCheck = z
  .discriminatedUnion("decision", [
    z
      .strictObject({
        decision: z.literal("CONFIRM"),
        as: z.enum(["AUTO_VERIFIED", "DECLARED"]).meta({
          description:
            "AUTO_VERIFIED: the register of homesteads has it too; DECLARED: the proof stands alone",
        }),
        registerNo: text(2, 60).optional().meta({
          description: "Number in the register of homesteads or collective land",
        }),
      })
      .refine((check) => check.as === "DECLARED" || check.registerNo !== undefined, {
        path: ["registerNo"],
      }),
    z.strictObject({
      decision: z.literal("REFUSE"),
      reasonCode: z.enum(["PAPER_DOUBTFUL", "NOT_THE_HOLDER", "NOT_LETTABLE", "OTHER"]),
      reason: lines(2, 500).meta({ description: "Told to the asker and the village" }),
    }),
  ])
  .meta({ id: "VillageProofCheck" });
export type VillageProofCheck = z.infer<typeof VillageProofCheck>;

const Refusal = z.strictObject({
  by: z.enum(["VILLAGE", "SUBDISTRICT"]),
  reasonCode: z.string(),
  reason: z.string(),
});

/** A request and what became of it, as one of its readers sees it. */
export const VillageProof = z
  .strictObject({
    id: ProofId,
    version: z.int().positive(),
    state: VillageProofState,
    jurisdiction: Jurisdiction,
    villageUscc: Uscc,
    villageName: z.string(),
    home: VillageHome,
    holders: z.array(PartyView).min(1).max(10),
    askedAt: Instant,
    issuedAt: Instant.optional(),
    documentNo: z.string().optional(),
    documentDigest: Hex64.optional(),
    dueOn: CivilDate.optional().meta({ description: "Last day for the subdistrict's check" }),
    decidedAt: Instant.optional(),
    verifiedAs: z.enum(["AUTO_VERIFIED", "DECLARED"]).optional(),
    registerNo: z.string().optional(),
    refusal: Refusal.optional(),
  })
  .meta({ id: "VillageProof" });
export type VillageProof = z.infer<typeof VillageProof>;

/** Where it stands after an act; who is who in it, reading it says. */
export const VillageProofStanding = z
  .strictObject({
    id: ProofId,
    version: z.int().positive(),
    state: VillageProofState,
    dueOn: CivilDate.optional(),
  })
  .meta({ id: "VillageProofStanding" });

/** A line of a list: names nobody. */
export const VillageProofSummary = z
  .strictObject({
    id: ProofId,
    state: VillageProofState,
    building: z.string(),
    villageName: z.string(),
    askedAt: Instant,
    dueOn: CivilDate.optional(),
  })
  .meta({ id: "VillageProofSummary" });
