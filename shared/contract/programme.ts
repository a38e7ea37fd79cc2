/**
 * The policy of a housing programme as versioned data: which condition, which limit, which article.
 * What a condition does is a function of the same name (`domain/eligibility/conditions.ts`); there
 * are no expressions here.
 */
import * as z from "zod";
import {
  ApplicantGroup,
  PriorityEvidence,
  Programme,
  Qualification,
  Queue,
} from "./application.ts";
import { Jurisdiction } from "./ids.ts";
import { Uscc } from "./identity.ts";
import { Agency } from "./registers.ts";
import { Bilingual, CivilDate, FenOrZero, text } from "./values.ts";

/** Names one version of a policy, for ever: such as `prh-central-2021-08`. */
export const PolicyVersionId = z
  .string()
  .regex(/^[a-z0-9](?:-?[a-z0-9]){2,59}$/)
  .max(60)
  .meta({ id: "PolicyVersionId", description: "One version of a policy, such as prh-2021-08" });
export type PolicyVersionId = z.infer<typeof PolicyVersionId>;

/** Where a rule comes from. What was not confirmed is a parameter, and says what is not known. */
export const basisShape = {
  article: text(1, 100),
  source: text(1, 200),
  confirmed: z.boolean().meta({ description: "False: a parameter until the city confirms it" }),
  note: Bilingual.optional().meta({ description: "What is not known of a parameter" }),
} as const;

/** A figure with where it comes from. */
const ruleOf = <T extends z.ZodType>(value: T) => z.strictObject({ value, ...basisShape });

const areas = z.array(Jurisdiction).min(1).max(14);
const tiers = z.array(z.int().min(1).max(7)).min(1).max(7);
const months = z.int().min(0).max(720);

const conditionShape = {
  title: Bilingual,
  remedy: Bilingual.meta({ description: "What a household can do about it" }),
  groups: z.array(ApplicantGroup).min(1).optional().meta({ description: "Absent: for all" }),
  agency: Agency.optional().meta({ description: "Whose word settles what was declared" }),
  code: z.enum(["V32", "V33", "V36"]).optional().meta({ description: "Rulebook's message" }),
  ...basisShape,
} as const;

const condition = <K extends string, S extends z.ZodRawShape>(kind: K, limits: S) =>
  z.strictObject({ kind: z.literal(kind), ...limits, ...conditionShape });

/**
 * A condition with its limits. Amounts in fen a year, areas in 1/100 m², ages in full years, spans in
 * whole months by civil dates. `at-most`, `at-least` include the limit, `below` excludes it (CC 1259).
 */
export const ConditionRule = z
  .discriminatedUnion("kind", [
    condition("group-admitted", { admitted: z.array(ApplicantGroup).min(1).max(20) }),
    condition("hukou-in", { areas }),
    condition("no-home-in", { areas }),
    condition("income-at-most", { householdFen: FenOrZero, singleFen: FenOrZero }),
    condition("assets-at-most", { fen: FenOrZero }),
    condition("area-per-person-below", { centiM2: z.int().min(1).max(100_000) }),
    condition("new-worker", {}),
    condition("settled", { pensionMonths: months }),
    condition("insured-months-at-least", { months }),
    condition("age-at-least", { years: z.int().min(18).max(100) }),
    condition("age-by-qualification", {
      atMost: z
        .array(z.strictObject({ qualification: Qualification, years: z.int().min(18).max(100) }))
        .min(1)
        .max(3),
    }),
    condition("arrived-since", { since: CivilDate }),
    condition("talent-tier", { tiers }),
    condition("staff-of", { firms: z.array(Uscc).min(1).max(500) }),
    condition("waited-at-least", {
      months,
      exemptHouseholdFen: FenOrZero.meta({ description: "Up to this income nobody need wait" }),
      exemptSingleFen: FenOrZero,
    }),
    condition("lease-on-record", {}),
    condition("no-other-benefit", { excluded: z.array(Programme).min(1).max(10) }),
  ])
  .meta({ id: "ConditionRule", description: "A condition by name, its limits, its article" });
export type ConditionRule = z.infer<typeof ConditionRule>;
export type ConditionKind = ConditionRule["kind"];

/** Who stands in a queue, and how many homes of a hundred it has; the first listed goes first. */
export const QueueRule = z
  .strictObject({
    queue: Queue,
    title: Bilingual,
    admits: z.discriminatedUnion("by", [
      z.strictObject({ by: z.literal("EVIDENCE"), evidence: z.array(PriorityEvidence).min(1) }),
      z.strictObject({ by: z.literal("TALENT_TIER"), tiers }),
      z.strictObject({ by: z.literal("ALL") }),
    ]),
    servedInFull: z.boolean().meta({ description: "Before any queue behind it" }),
    quotaPercent: z.int().min(1).max(100).optional(),
    ...basisShape,
  })
  .meta({ id: "QueueRule" });
export type QueueRule = z.infer<typeof QueueRule>;

const termShape = { title: Bilingual, tiers: tiers.optional(), ...basisShape } as const;

/** What a household that qualifies gets; `tiers`: only those talents. */
export const ProgrammeTerm = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("home-area-at-most"),
      centiM2: z.int().min(100),
      ...termShape,
    }),
    z.strictObject({
      kind: z.literal("rent-percent"),
      percent: z.int().min(0).max(100).meta({ description: "Of the full rent of that home" }),
      ...termShape,
    }),
    z.strictObject({
      kind: z.literal("rent-of-market-at-most"),
      percent: z.int().min(1).max(100),
      ...termShape,
    }),
    z.strictObject({
      kind: z.literal("lease-years-at-most"),
      years: z.int().min(1).max(20),
      ...termShape,
    }),
    z.strictObject({
      kind: z.literal("subsidy-of-rent"),
      percent: z.int().min(1).max(100),
      upToCentiM2: z.int().min(100),
      ...termShape,
    }),
    z.strictObject({
      kind: z.literal("instead"),
      choices: z
        .array(z.enum(["BUY", "RENT", "SUBSIDY"]))
        .min(2)
        .max(3),
      ...termShape,
    }),
  ])
  .meta({ id: "ProgrammeTerm" });
export type ProgrammeTerm = z.infer<typeof ProgrammeTerm>;

/** A paper that goes with the application. */
export const EvidenceRule = z
  .strictObject({
    id: z.string().regex(/^[a-z](?:-?[a-z0-9]){1,39}$/),
    title: Bilingual,
    groups: z.array(ApplicantGroup).min(1).optional(),
    ...basisShape,
  })
  .meta({ id: "EvidenceRule" });
export type EvidenceRule = z.infer<typeof EvidenceRule>;

const days = ruleOf(z.int().min(1).max(400));
/** Which version judges: that of the day of the application, or that of the day of the look. */
const Governing = ruleOf(z.enum(["APPLICATION_DAY", "REVIEW_DAY"]));

const policyShape = {
  kind: z.literal("PROGRAMME"),
  version: PolicyVersionId,
  programme: Programme,
  title: Bilingual,
  jurisdictions: areas.meta({ description: "Each programme has its own set of areas" }),
  from: CivilDate,
  until: CivilDate.optional().meta({ description: "Last day, inclusive" }),
  entry: z.enum(["APPLICATION", "WAITING_LIST"]).meta({
    description: "Applied for; or found for those on the waiting list, instead of a home",
  }),
  conditions: z.array(ConditionRule).min(1).max(40),
  agencies: z.array(Agency).max(10),
  queues: z.array(QueueRule).min(1).max(5),
  ranking: ruleOf(z.enum(["WAITING_NO", "LOTTERY", "SCORE", "FIFO"])),
  terms: z.array(ProgrammeTerm).max(30),
  evidence: z.array(EvidenceRule).max(30),
  governing: z.strictObject({ recheck: Governing, annualReview: Governing }),
  deadlines: z
    .strictObject({
      accept: days,
      firstReview: days,
      jointCheck: days.meta({ description: "Then agencies are asked by hand; no silence passes" }),
      finalReview: days,
      publicity: days,
      askReconsideration: days.meta({ description: "Calendar days" }),
      recheck: days,
      verificationMonths: days.meta({ description: "Months a verification stands (V37)" }),
    })
    .meta({ description: "Working days where nothing else is said" }),
} as const;

type Based = { readonly confirmed: boolean; readonly note?: unknown };

/** Every parameter says what is not known. */
function unexplained(value: unknown, path: readonly (string | number)[]): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const own = "confirmed" in value ? (value as Based) : undefined;
  const here = own?.confirmed === false && own.note === undefined ? [[...path, "note"]] : [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one: unknown, at) => [at, one])
    : Object.entries(value);
  return [...here, ...entries.flatMap(([name, one]) => unexplained(one, [...path, name]))];
}

/** Refuses rules without a source for what they do not know. */
export function checkNotes(context: z.core.ParsePayload): void {
  for (const path of unexplained(context.value, []))
    context.issues.push({
      code: "custom",
      message: "A parameter says what is not known",
      path,
      input: undefined,
    });
}

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** One version of a programme's policy. */
export const ProgrammePolicy = z
  .strictObject(policyShape)
  .check(checkNotes)
  .refine(({ from, until }) => until === undefined || from <= until, { path: ["until"] })
  .refine(({ conditions }) => conditions.some(({ kind }) => kind === "group-admitted"), {
    path: ["conditions"],
    error: "Every policy says whom it admits",
  })
  .refine(({ jurisdictions }) => unique(jurisdictions), { path: ["jurisdictions"] })
  .refine(({ queues }) => unique(queues.map(({ queue }) => queue)), { path: ["queues"] })
  .refine(({ queues }) => queues.at(-1)?.admits.by === "ALL", {
    path: ["queues"],
    error: "The last queue takes whoever no other takes",
  })
  .refine(
    ({ conditions, agencies }) =>
      conditions.every(({ agency }) => agency === undefined || agencies.includes(agency)),
    { path: ["agencies"], error: "Whose word settles a condition is asked" },
  )
  .refine(
    ({ queues, conditions }) =>
      !queues.some(({ admits }) => admits.by === "TALENT_TIER") ||
      conditions.some(({ kind, agency }) => kind === "talent-tier" && agency !== undefined),
    { path: ["queues"], error: "A queue by tier needs the condition that has tiers certified" },
  )
  .meta({ id: "ProgrammePolicy", description: "One version of a programme's policy" });
export type ProgrammePolicy = z.infer<typeof ProgrammePolicy>;
