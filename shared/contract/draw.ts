/**
 * Shapes of the publicly verifiable draw PVL1 (docs/draw-protocol.md): what stands in the log, what
 * is published as a bundle, what a verifier pins, what an applicant holds. Only members, types and
 * the notations of section 0 are checked here (`E_DOC`); rules about values are domain/draws'.
 */
import * as z from "zod";

const Hex64 = z.string().regex(/^[0-9a-f]{64}$/);

export const DrawId = z
  .string()
  .regex(/^[a-z0-9-]{3,40}$/)
  .meta({ id: "DrawId", description: "Names one draw for ever" });
export const PoolId = z
  .string()
  .regex(/^[A-Z0-9]{1,8}$/)
  .meta({ id: "PoolId", description: "A pool of homes within a draw" });
export const SourceId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ id: "SourceId", description: "A source of entropy within a draw" });
export const Receipt = z
  .string()
  .regex(/^[0-9A-Z]{8,32}$/)
  .meta({ id: "Receipt", description: "Random number of one entry in one draw" });
export const Digest = Hex64.meta({ id: "Digest", description: "H(entry bytes), lowercase hex" });

export type DrawId = z.infer<typeof DrawId>;
export type PoolId = z.infer<typeof PoolId>;
export type SourceId = z.infer<typeof SourceId>;
export type Receipt = z.infer<typeof Receipt>;
export type Digest = z.infer<typeof Digest>;

export const DrawPool = z.strictObject({
  id: PoolId,
  units: z.int().meta({ description: "Homes in this pool" }),
  spill: z.string().meta({ description: "Later pool that receives unfilled units, or `-`" }),
});
export type DrawPool = z.infer<typeof DrawPool>;

export const WitnessSource = z.strictObject({
  id: SourceId,
  kind: z.literal("witness"),
  role: z.string(),
  vkey: z.string().meta({ description: "C2SP signed-note verifier key, type 0x01" }),
});
export const DrandSource = z.strictObject({
  id: SourceId,
  kind: z.literal("drand"),
  chain: z.string().meta({ description: "Chain hash, hex" }),
  round: z.int(),
});
export const PublicSource = z.strictObject({
  id: SourceId,
  kind: z.literal("public"),
  game: z.string().meta({ description: "ssq, dlt, kl8, fc3d or pl5" }),
  issue: z.string().meta({ description: "Issue of the lottery, 5 to 9 digits" }),
  at: z.int().meta({ description: "Official drawing time, Unix seconds" }),
});
export const DrawSource = z.discriminatedUnion("kind", [WitnessSource, DrandSource, PublicSource]);
export type WitnessSource = z.infer<typeof WitnessSource>;
export type DrandSource = z.infer<typeof DrandSource>;
export type PublicSource = z.infer<typeof PublicSource>;
export type DrawSource = z.infer<typeof DrawSource>;

export const NoticeDocument = z
  .strictObject({
    type: z.literal("pvl1/notice"),
    drawId: DrawId,
    suite: z.string().meta({ description: "PVL1-SHA256 or PVL1-SM3" }),
    title: z.string(),
    rules: Digest.meta({ description: "H(rules file)" }),
    freezeBy: z.int().meta({ description: "Unix seconds" }),
    revealBy: z.int().meta({ description: "Unix seconds" }),
    pools: z.array(DrawPool),
    options: z.strictObject({ score: z.boolean(), weight: z.boolean(), link: z.boolean() }),
    sources: z.array(DrawSource),
    minWitness: z.int(),
    fallback: z.strictObject({ after: z.int(), source: PublicSource }).nullable(),
  })
  .meta({ id: "DrawNotice" });

export const FreezeDocument = z
  .strictObject({
    type: z.literal("pvl1/freeze"),
    drawId: DrawId,
    notice: Digest,
    version: z.int(),
    roster: z.strictObject({
      count: z.int(),
      root: Digest,
      pools: z.record(PoolId, z.int()),
    }),
    commits: z.array(z.string()).meta({ description: "Signed notes, in the notice's order" }),
  })
  .meta({ id: "DrawFreeze" });

export const RevealsDocument = z
  .strictObject({
    type: z.literal("pvl1/reveals"),
    drawId: DrawId,
    freeze: Digest,
    nonces: z.array(Hex64.nullable()),
  })
  .meta({ id: "DrawReveals" });

export const FailureDocument = z
  .strictObject({
    type: z.literal("pvl1/failure"),
    drawId: DrawId,
    freeze: Digest,
    source: SourceId,
    round: z.int(),
    observedAt: z.int().meta({ description: "Unix seconds" }),
  })
  .meta({ id: "DrawFailure" });

export const SourceValue = z.strictObject({ id: SourceId, value: z.string() });
export type SourceValue = z.infer<typeof SourceValue>;

export const PoolSummary = z
  .strictObject({
    id: PoolId,
    entries: z.int(),
    units: z.int().meta({ description: "Units with those spilled in" }),
    selected: z.int(),
    cutoff: z.int().meta({ description: "Rank of the last W, 0 when there is none" }),
    unfilled: z.int().meta({ description: "Counted before spilling on" }),
  })
  .meta({ id: "DrawPoolSummary" });
export type PoolSummary = z.infer<typeof PoolSummary>;

export const ResultDocument = z
  .strictObject({
    type: z.literal("pvl1/result"),
    drawId: DrawId,
    freeze: Digest,
    reveals: Digest,
    failure: Digest.nullable(),
    values: z.array(SourceValue),
    seed: Hex64,
    poolKeys: z.record(PoolId, Hex64),
    ranking: z.strictObject({ count: z.int(), root: Digest }),
    pools: z.array(PoolSummary),
  })
  .meta({ id: "DrawResult" });

export const AmendDocument = z
  .strictObject({
    type: z.literal("pvl1/amend"),
    drawId: DrawId,
    result: Digest,
    prev: Digest,
    seq: z.int(),
    pool: z.string(),
    receipt: z.string(),
    reason: z.string(),
    fill: z.string().nullable(),
    fillPool: z.string().nullable(),
  })
  .meta({ id: "DrawAmend" });

export const DrawDocument = z.discriminatedUnion("type", [
  NoticeDocument,
  FreezeDocument,
  RevealsDocument,
  FailureDocument,
  ResultDocument,
  AmendDocument,
]);

export type NoticeDocument = z.infer<typeof NoticeDocument>;
export type FreezeDocument = z.infer<typeof FreezeDocument>;
export type RevealsDocument = z.infer<typeof RevealsDocument>;
export type FailureDocument = z.infer<typeof FailureDocument>;
export type ResultDocument = z.infer<typeof ResultDocument>;
export type AmendDocument = z.infer<typeof AmendDocument>;
export type DrawDocument = z.infer<typeof DrawDocument>;

/** Why a receipt leaves the draw after the result (protocol section 4). */
export const AmendReason = z.enum(["withdraw", "ineligible", "fraud", "duplicate", "other"]);
export type AmendReason = z.infer<typeof AmendReason>;

/** The parameters of a drand chain, as a verifier pins them. */
export const DrandChain = z.object({
  publicKey: z.string().regex(/^[0-9a-f]{192}$/),
  period: z.int().positive(),
  genesis: z.int().nonnegative(),
  groupHash: Hex64,
  beaconId: z.string(),
  scheme: z.string(),
  hash: Hex64,
});
export type DrandChain = z.infer<typeof DrandChain>;

/** What a verifier trusts beforehand; never read from beside the bundle. */
export const DrawPolicy = z
  .object({
    log: z.string().meta({ description: "Verifier key of the log, type 0x01" }),
    cosigners: z.array(z.string()).meta({ description: "Verifier keys, type 0x04" }),
    threshold: z.int().nonnegative(),
    drand: DrandChain.nullable().optional(),
  })
  .refine((policy) => policy.threshold <= policy.cosigners.length, { path: ["threshold"] })
  .refine((policy) => new Set(policy.cosigners).size === policy.cosigners.length, {
    path: ["cosigners"],
  })
  .meta({ id: "DrawPolicy" });
export type DrawPolicy = z.infer<typeof DrawPolicy>;

/** Everything a stranger needs to check one draw (protocol section 5). */
export const DrawBundle = z
  .object({
    drawId: z.string(),
    log: z.array(z.string()).meta({ description: "Entry texts up to the last checkpoint" }),
    checkpoints: z.record(z.string(), z.string()),
    roster: z.string(),
    ranking: z.string().optional(),
  })
  .meta({ id: "DrawBundle" });
export type DrawBundle = z.infer<typeof DrawBundle>;

/** A line of a published file with its place in that file's Merkle tree. */
export const LineProof = z.object({
  line: z.string().max(512),
  index: z.int().nonnegative(),
  count: z.int().nonnegative(),
  path: z.array(z.string()).max(64),
});
export type LineProof = z.infer<typeof LineProof>;

/** What an applicant holds. The private fields never leave the applicant's device. */
export const DrawSlip = z
  .object({
    receipt: z.string(),
    salt: z.string(),
    applicationNo: z.string(),
    idType: z.string(),
    idNumber: z.string(),
    name: z.string(),
    entry: LineProof,
    ranks: z.array(LineProof).max(32),
  })
  .meta({ id: "DrawSlip" });
export type DrawSlip = z.infer<typeof DrawSlip>;
