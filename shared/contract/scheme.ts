/** Allocation schemes: the plan of one batch of homes, from draft to publication (O11 11). */
import * as z from "zod";
import { ApplicantGroup, Programme, Queue } from "./application.ts";
import { FlatId, HomeId, Jurisdiction, PoolId, RegionCode, SchemeId, SourceId } from "./ids.ts";
import { FirmName, Landline, Uscc } from "./identity.ts";
import { LandNature, Layout, PayCycle, RealEstateUnitNo, TitleCertNo } from "./lease.ts";
import { AreaM2, CivilDate, Fen, Instant, text, WholeSecond } from "./values.ts";

/** A home on offer, with what its lease will need. */
export const HomeOffer = z
  .strictObject({
    homeId: HomeId,
    flatId: FlatId,
    project: text(2, 60),
    building: text(2, 100).meta({ description: "Address down to the building" }),
    no: text(1, 20).meta({ description: "Door number" }),
    floor: z.int().min(-3).max(120),
    layout: Layout,
    areaM2: AreaM2,
    monthlyRentFen: Fen,
    pool: PoolId,
    regionCode: RegionCode,
    standardAddressCode: z.string().regex(/^[0-9A-Z]{10,32}$/),
    realEstateUnitNo: RealEstateUnitNo.optional(),
    titleCertNo: TitleCertNo,
    landNature: LandNature,
  })
  .meta({ id: "HomeOffer" });
export type HomeOffer = z.infer<typeof HomeOffer>;

const Sizes = { minPersons: z.int().min(1).max(16), maxPersons: z.int().min(1).max(16) } as const;

const SIZES_IN_ORDER = { path: ["maxPersons"], error: "order-of-sizes" };

/** A pool of homes drawn for together; a queue of households may enter it. */
export const SchemePool = z
  .strictObject({
    id: PoolId,
    name: z.strictObject({ zh: text(1, 40), en: text(1, 60) }),
    units: z.int().min(0).max(1_000_000),
    spill: z
      .union([PoolId, z.literal("-")])
      .meta({ description: "Later pool that receives unfilled units, or -" }),
    queue: Queue,
    ...Sizes,
  })
  .refine((pool) => pool.minPersons <= pool.maxPersons, SIZES_IN_ORDER)
  .meta({ id: "SchemePool" });
export type SchemePool = z.infer<typeof SchemePool>;

/** Which households a layout is for. */
export const LayoutRule = z
  .strictObject({ layout: Layout, ...Sizes })
  .refine((rule) => rule.minPersons <= rule.maxPersons, SIZES_IN_ORDER)
  .meta({ id: "LayoutRule" });
export type LayoutRule = z.infer<typeof LayoutRule>;

export const WitnessRole = z
  .enum(["notary", "representative", "discipline", "deputy", "media"])
  .meta({ id: "WitnessRole" });
export const SchemeWitness = z
  .strictObject({
    id: SourceId,
    role: WitnessRole,
    vkey: z
      .string()
      .regex(/^[^\s+]{1,100}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{20,120}$/)
      .meta({ description: "C2SP signed-note verifier key" }),
  })
  .meta({ id: "SchemeWitness" });
export type SchemeWitness = z.infer<typeof SchemeWitness>;

/**
 * How entries of a pool are ordered: by lot; by waiting number; by published points; by the instant
 * of registration. What is equal is ordered by lot (O11 13, 14; domain rulebook 3.3).
 */
export const Ranking = z
  .enum(["LOTTERY", "WAITING_NO", "SCORE", "FIFO"])
  .meta({ id: "Ranking", description: "What is equal is ordered by lot" });
export type Ranking = z.infer<typeof Ranking>;

/** What is drawn: an order in which homes are chosen, or the homes themselves (Chongqing). */
export const DrawTarget = z
  .enum(["RANK", "UNIT"])
  .meta({ id: "DrawTarget", description: "UNIT: the result is a home, nothing is chosen" });
export type DrawTarget = z.infer<typeof DrawTarget>;

/** When households are rechecked: all of them before (O11 12), or the selected after (Xiamen). */
export const EligibilityCheck = z
  .enum(["BEFORE_DRAW", "AFTER_DRAW"])
  .meta({ id: "EligibilityCheck" });
export type EligibilityCheck = z.infer<typeof EligibilityCheck>;

/** What points are given for; every one follows from what is on record, so that nobody awards them. */
export const ScoreIndicator = z
  .enum(["WAITING_YEARS", "HOUSEHOLD_SIZE", "MINORS", "SENIORS", "PRIORITY_QUEUE"])
  .meta({ id: "ScoreIndicator" });
export type ScoreIndicator = z.infer<typeof ScoreIndicator>;

/** A line of the published table of points. */
export const ScoreRule = z
  .strictObject({
    indicator: ScoreIndicator,
    points: z.int().min(1).max(1000).meta({ description: "For each year or person" }),
    cap: z.int().min(1).max(10_000).meta({ description: "Most points of this line" }),
  })
  .meta({ id: "ScoreRule" });
export type ScoreRule = z.infer<typeof ScoreRule>;

/** The public number nobody can foresee (draw protocol 3, mode B). */
export const SchemeSource = z
  .strictObject({
    id: SourceId,
    game: z.literal("kl8"),
    issue: z.string().regex(/^\d{7}$/),
    at: WholeSecond.meta({ description: "Official drawing time" }),
  })
  .meta({ id: "SchemeSource" });
export type SchemeSource = z.infer<typeof SchemeSource>;

/** A round of the drand chain that the installation pins (draw protocol 3, modes A and C). */
export const SchemeBeacon = z
  .strictObject({ id: SourceId, round: z.int().min(1).max(1_000_000_000) })
  .meta({ id: "SchemeBeacon", description: "Round of the pinned drand chain" });
export type SchemeBeacon = z.infer<typeof SchemeBeacon>;

/** What replaces a beacon that no relay serves; declared beforehand or never (draw protocol 3). */
export const SchemeFallback = z
  .strictObject({
    afterSeconds: z
      .int()
      .min(86_400)
      .max(30 * 86_400)
      .meta({ description: "Patience after the round's time; the protocol advises 72 hours" }),
    source: SchemeSource,
  })
  .meta({ id: "SchemeFallback" });
export type SchemeFallback = z.infer<typeof SchemeFallback>;

/** What becomes of one who declines or does not come (Longgang, Nan'an, Mawei). */
export const ForfeitRule = z
  .enum(["OFF_LIST", "QUEUE_END", "BAR_2_YEARS"])
  .meta({ id: "ForfeitRule" });

/** Who moves up when a place is given up: the next in the ranking, without a new draw (protocol 4). */
export const BackfillRule = z.enum(["NEXT_IN_RANKING"]).meta({ id: "BackfillRule" });

export const SchemeOperator = z
  .strictObject({ name: FirmName, uscc: Uscc, phone: Landline })
  .meta({ id: "SchemeOperator", description: "Lets the homes: the landlord of every lease" });

export const SchemeScope = z
  .strictObject({
    areas: z.array(Jurisdiction).min(1).max(14).meta({ description: "Whose waiting lists" }),
    groups: z.array(ApplicantGroup).min(1).max(8),
    householdSizes: z.strictObject(Sizes).optional(),
  })
  .meta({ id: "SchemeScope" });

const schemeShape = {
  schemeId: SchemeId,
  title: text(4, 100),
  titleEn: text(4, 150),
  programme: Programme,
  jurisdiction: Jurisdiction.meta({ description: "Who allocates" }),
  basis: z.array(text(2, 200)).min(1).max(10).meta({ description: "Documents it rests on" }),
  scope: SchemeScope,
  pools: z.array(SchemePool).min(1).max(32),
  layoutRules: z.array(LayoutRule).min(1).max(40),
  ranking: Ranking,
  scoreRules: z
    .array(ScoreRule)
    .max(5)
    .meta({ description: "The table of points of SCORE; else empty" }),
  algorithm: z.literal("PVL1-SHA256").meta({ description: "Draw protocol and suite of hashes" }),
  target: DrawTarget,
  eligibility: EligibilityCheck,
  replaces: SchemeId.optional().meta({ description: "The void draw that this one replaces" }),
  intent: z.strictObject({ opensAt: WholeSecond, closesAt: WholeSecond }),
  freezeBy: WholeSecond.meta({ description: "The last roster frozen by then counts" }),
  revealBy: WholeSecond.meta({ description: "Witnesses reveal by then" }),
  source: SchemeSource.optional(),
  beacon: SchemeBeacon.optional(),
  fallback: SchemeFallback.optional(),
  publicityWorkingDays: z.int().min(1).max(60).meta({ description: "Publicity of the result" }),
  selection: z.strictObject({
    noticeDays: z.int().min(0).max(30),
    calls: z.int().min(1).max(10).meta({ description: "Tries before a turn is forfeited" }),
    forfeit: ForfeitRule,
    backfill: BackfillRule,
  }),
  lease: z.strictObject({
    years: z.int().min(1).max(20),
    payCycle: PayCycle,
    deposit: z
      .strictObject({
        fen: Fen,
        returnWithinDays: z.int().min(0).max(365),
        deductions: text(1, 300),
      })
      .optional(),
  }),
  witnesses: z.array(SchemeWitness).min(3).max(16),
  minWitness: z.int().min(2).max(16),
  operator: SchemeOperator,
  hotline: text(5, 40),
} as const;

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

type Sources = {
  readonly source?: SchemeSource | undefined;
  readonly beacon?: SchemeBeacon | undefined;
  readonly fallback?: SchemeFallback | undefined;
  readonly witnesses: readonly { readonly id: string }[];
};
const sourceIds = ({ source, beacon, fallback, witnesses }: Sources): string[] =>
  [source, beacon, fallback?.source, ...witnesses].flatMap((one) => (one ? [one.id] : []));

/** The draft; whether its dates, pools and fields are legal is the domain's. */
export const SchemeDraft = z
  .strictObject({ ...schemeShape, homes: z.array(HomeOffer).min(1).max(3000) })
  .refine((draft) => unique(draft.pools.map(({ id }) => id)), {
    ...{ path: ["pools"], error: "repeated" },
  })
  .refine((draft) => unique(draft.homes.map(({ homeId }) => homeId)), {
    ...{ path: ["homes"], error: "repeated" },
  })
  .refine((draft) => unique(draft.homes.map(({ flatId }) => flatId)), {
    ...{ path: ["homes"], error: "repeated" },
  })
  .refine((draft) => unique(draft.homes.map(({ standardAddressCode }) => standardAddressCode)), {
    path: ["homes"],
    error: "repeated",
  })
  .refine((draft) => unique(draft.scoreRules.map(({ indicator }) => indicator)), {
    ...{ path: ["scoreRules"], error: "repeated" },
  })
  .refine((draft) => draft.source ?? draft.beacon, { path: ["source"] })
  .refine((draft) => !draft.fallback || draft.beacon, { path: ["fallback"] })
  .refine((draft) => unique(sourceIds(draft)), { path: ["witnesses"] })
  .refine((draft) => unique(draft.witnesses.map(({ vkey }) => vkey)), { path: ["witnesses"] })
  .meta({ id: "SchemeDraft", description: "One batch of homes; its code names its draw too" });
export type SchemeDraft = z.infer<typeof SchemeDraft>;

/** A scheme without its homes: what most rules need, and what one item holds. */
export const SchemeTerms = z.strictObject(schemeShape).meta({ id: "SchemeTerms" });
export type SchemeTerms = z.infer<typeof SchemeTerms>;

/** Domain rulebook 5 C and D, the states on the plainest path. */
export const SchemeState = z
  .enum([
    "DRAFT",
    "PUBLISHED",
    "INTENT_OPEN",
    "RECHECKING",
    "ROSTER_PUBLICITY",
    "FROZEN",
    "SEEDED",
    "DRAWN",
    "RESULT_PUBLICITY",
    "INVESTIGATING",
    "FINAL",
    "SELECTING",
    "CLOSED",
    "VOID",
  ])
  .meta({ id: "SchemeState" });
export type SchemeState = z.infer<typeof SchemeState>;

/** A scheme as the public reads it. */
export const SchemeView = z
  .strictObject({
    ...schemeShape,
    version: z.int().positive(),
    state: SchemeState,
    homes: z.array(HomeOffer).max(3000).optional(),
    homeCount: z.int().positive(),
    publishedAt: Instant.optional(),
    recheckUntil: CivilDate.optional().meta({ description: "Last day of the recheck" }),
    resultPublicityUntil: CivilDate.optional(),
    provisional: z
      .boolean()
      .optional()
      .meta({ description: "Dates rest on an unpublished calendar" }),
    intents: z.int().min(0).optional(),
    roster: z
      .strictObject({ version: z.int().positive(), count: z.int().positive(), digest: z.string() })
      .optional(),
  })
  .meta({ id: "SchemeView" });
export type SchemeView = z.infer<typeof SchemeView>;

export const SchemeSummary = z
  .strictObject({
    schemeId: SchemeId,
    title: z.string(),
    titleEn: z.string(),
    programme: Programme,
    jurisdiction: Jurisdiction,
    state: SchemeState,
    homeCount: z.int().positive(),
    intentClosesAt: WholeSecond,
  })
  .meta({ id: "SchemeSummary", description: "One line of the public list" });
export type SchemeSummary = z.infer<typeof SchemeSummary>;
