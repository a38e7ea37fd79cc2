/** What households and officers do within a scheme: intents, recheck, roster, objections, choice. */
import * as z from "zod";
import { AmendReason, DrawSlip } from "./draw.ts";
import {
  AllocationId,
  ApplicationId,
  DrawId,
  FilingId,
  HomeId,
  ObjectionId,
  PoolId,
  Receipt,
  SourceId,
} from "./ids.ts";
import { HomeOffer } from "./scheme.ts";
import { CivilDate, Hex64, Instant, lines } from "./values.ts";

/** A household opts into a scheme, for every pool it wants and may enter. */
export const IntentBody = z
  .strictObject({ applicationId: ApplicationId, pools: z.array(PoolId).min(1).max(32) })
  .refine(({ pools }) => new Set(pools).size === pools.length, { path: ["pools"] })
  .meta({ id: "IntentBody" });
export type IntentBody = z.infer<typeof IntentBody>;

export const RecheckDecision = z
  .discriminatedUnion("outcome", [
    z.strictObject({ applicationId: ApplicationId, outcome: z.literal("QUALIFIED") }),
    z.strictObject({
      applicationId: ApplicationId,
      outcome: z.literal("NOT_QUALIFIED"),
      reason: lines(2, 500).meta({ description: "Told to the household in writing" }),
    }),
  ])
  .meta({ id: "RecheckDecision" });
export type RecheckDecision = z.infer<typeof RecheckDecision>;

export const RecheckDecisions = z
  .strictObject({ decisions: z.array(RecheckDecision).min(1).max(500) })
  .refine(
    ({ decisions }) =>
      new Set(decisions.map(({ applicationId }) => applicationId)).size === decisions.length,
    { path: ["decisions"] },
  )
  .meta({ id: "RecheckDecisions" });
export type RecheckDecisions = z.infer<typeof RecheckDecisions>;

/** The officer types the count; it must be what the roster holds. */
export const FreezeBody = z
  .strictObject({ count: z.int().positive().max(1_000_000) })
  .meta({ id: "FreezeBody" });
export type FreezeBody = z.infer<typeof FreezeBody>;

/** An objection to the roster or the result; the objector's name stays hidden from its subject. */
export const RosterObjection = z
  .strictObject({
    receipt: Receipt.optional().meta({
      description: "The entry objected to; absent: one is missing",
    }),
    ground: z.enum(["NOT_QUALIFIED", "DUPLICATE", "WRONG_POOL", "MISSING", "PROCESS", "OTHER"]),
    statement: lines(10, 2000),
  })
  .refine(
    ({ ground, receipt }) => ground === "MISSING" || ground === "PROCESS" || receipt !== undefined,
    {
      path: ["receipt"],
    },
  )
  .meta({ id: "RosterObjection" });
export type RosterObjection = z.infer<typeof RosterObjection>;

/** What is changed in the roster when an objection is upheld. */
export const RosterCorrection = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("remove"), receipt: Receipt }),
    z.strictObject({
      kind: z.literal("pools"),
      receipt: Receipt,
      pools: z.array(PoolId).min(1).max(32),
    }),
  ])
  .meta({ id: "RosterCorrection" });
export type RosterCorrection = z.infer<typeof RosterCorrection>;

export const ObjectionDecision = z
  .discriminatedUnion("outcome", [
    z.strictObject({
      outcome: z.literal("UPHELD"),
      reason: lines(2, 1000),
      correction: RosterCorrection,
    }),
    z.strictObject({ outcome: z.literal("DISMISSED"), reason: lines(2, 1000) }),
  ])
  .meta({ id: "ObjectionDecision" });
export type ObjectionDecision = z.infer<typeof ObjectionDecision>;

/** Why a draw is to be void: a flaw of its process, decided in writing. */
export const VoidingBody = z.strictObject({ reason: lines(10, 1000) }).meta({ id: "VoidingBody" });

export const ObjectionView = z
  .strictObject({
    id: ObjectionId,
    drawId: DrawId,
    state: z.enum(["OPEN", "UPHELD", "DISMISSED"]),
    ground: RosterObjection.shape.ground,
    receipt: Receipt.optional(),
    statement: z.string().optional().meta({ description: "For the objector and who decides" }),
    reason: z.string().optional(),
    objectedAt: Instant,
    answerBy: CivilDate,
  })
  .meta({ id: "ObjectionView" });
export type ObjectionView = z.infer<typeof ObjectionView>;

/** A witness's signed note of five lines (draw protocol 3). */
export const CommitBody = z
  .strictObject({ note: z.string().min(100).max(2000) })
  .meta({ id: "CommitBody" });
export const RevealBody = z.strictObject({ nonce: Hex64 }).meta({ id: "RevealBody" });
/** A reader's copy of the bulletin: number and drawing time, each read independently. */
export const ReadingBody = z
  .strictObject({
    numbers: z
      .string()
      .regex(/^\d{2}(,\d{2}){19}$/)
      .meta({ description: "kl8: 20 of 01–80, ascending, joined by ," }),
    at: z.iso.datetime({ precision: 0 }).meta({ description: "Drawing time in the bulletin" }),
    source: SourceId.optional().meta({
      description: "Which public number, where the draw waits for two; else the one it waits for",
    }),
  })
  .meta({ id: "ReadingBody" });
/** Why a receipt leaves a draw that has a result (draw protocol 4). */
export const RemovalBody = z
  .strictObject({
    receipt: Receipt,
    reason: AmendReason.meta({ description: "Public: it stands in the log" }),
    ground: lines(2, 1000).meta({ description: "For the household's own file" }),
  })
  .meta({ id: "RemovalBody" });
export type RemovalBody = z.infer<typeof RemovalBody>;

/** A beacon's signature as someone has it from anywhere: it proves itself. */
export const BeaconBody = z
  .strictObject({
    signature: z
      .string()
      .regex(/^[0-9a-f]{96}$/)
      .meta({ description: "drand quicknet: 48 bytes, hexadecimal" }),
  })
  .meta({ id: "BeaconBody" });
export type CommitBody = z.infer<typeof CommitBody>;
export type RevealBody = z.infer<typeof RevealBody>;
export type ReadingBody = z.infer<typeof ReadingBody>;

/** What was taken in when an intent was registered, with the bureau's seal over it. */
export const SlipReceipt = z
  .strictObject({
    drawId: DrawId,
    receipt: Receipt,
    pools: z.array(PoolId),
    score: z.int().min(0).max(1_000_000),
    commit: Hex64,
    registeredAt: Instant,
    salt: Hex64,
    applicationNo: z.string(),
    idType: z.string(),
    idNumber: z.string(),
    name: z.string(),
    seal: z.string().meta({ description: "Signed note over what precedes the salt" }),
    sealKey: z.string().meta({ description: "Verifier key; it stands in the draw's rules file" }),
  })
  .meta({ id: "SlipReceipt" });
export type SlipReceipt = z.infer<typeof SlipReceipt>;

/** What an applicant holds of a draw; `slip` is what the verifier reads. */
export const SlipView = z
  .strictObject({
    drawId: DrawId,
    applicationId: ApplicationId,
    state: z.enum(["REGISTERED", "IN_ROSTER", "NOT_IN_ROSTER", "RANKED"]),
    receipt: SlipReceipt,
    slip: DrawSlip.optional(),
  })
  .meta({ id: "SlipView" });
export type SlipView = z.infer<typeof SlipView>;

export const ClaimBody = z
  .strictObject({ applicationId: ApplicationId, homeId: HomeId })
  .meta({ id: "ClaimBody" });
export type ClaimBody = z.infer<typeof ClaimBody>;

/** Whose turn it is in a pool, and one's own place. */
export const TurnView = z
  .strictObject({
    drawId: DrawId,
    pool: PoolId,
    turn: z.int().min(1).meta({ description: "Place now choosing, 1…" }),
    places: z.int().min(0),
    current: Receipt.optional(),
    state: z.enum(["NOT_OPEN", "OPEN", "CLOSED"]),
    yours: z
      .strictObject({
        receipt: Receipt,
        place: z.int().min(1),
        ahead: z.int().min(0),
        state: z.enum(["WAITING", "YOUR_TURN", "CHOSEN", "PASSED"]),
      })
      .optional(),
    freeHomes: z.array(HomeOffer).max(3000).optional(),
  })
  .meta({ id: "TurnView" });
export type TurnView = z.infer<typeof TurnView>;

export const AllocationState = z
  .enum(["SELECTED", "LEASED", "OCCUPIED"])
  .meta({ id: "AllocationState" });
export type AllocationState = z.infer<typeof AllocationState>;

export const AllocationView = z
  .strictObject({
    id: AllocationId,
    version: z.int().positive(),
    state: AllocationState,
    drawId: DrawId,
    pool: PoolId,
    receipt: Receipt,
    applicationId: ApplicationId,
    home: HomeOffer,
    chosenAt: Instant,
    signBy: CivilDate,
    filingId: FilingId.optional(),
  })
  .meta({ id: "AllocationView" });
export type AllocationView = z.infer<typeof AllocationView>;
