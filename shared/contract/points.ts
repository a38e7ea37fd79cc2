/** Points (measure 10): tables as versioned data, the account a person sees, what offices ask. */
import * as z from "zod";
import { NumberedPerson } from "./agency.ts";
import { Jurisdiction } from "./ids.ts";
import { basisShape, checkNotes, PolicyVersionId } from "./programme.ts";
import { Bilingual, CivilDate, Instant, lines } from "./values.ts";

/** What points decide about. */
export const PointsPurpose = z
  .enum(["SCHOOL_ENROLMENT", "PUBLIC_SERVICES"])
  .meta({ id: "PointsPurpose", description: "随迁子女积分入学, 积分享受公共服务" });
export type PointsPurpose = z.infer<typeof PointsPurpose>;

/** 1/100 point; penalties are negative. */
export const CentiPoints = z
  .int()
  .min(-1_000_000)
  .max(1_000_000)
  .meta({ id: "CentiPoints", description: "1/100 point" });

const Id = z.string().regex(/^[a-z](?:-?[a-z0-9]){1,39}$/);
const indicatorShape = {
  id: Id,
  group: Id,
  title: Bilingual,
  evidence: Bilingual.meta({ description: "What proves it" }),
  capCenti: z.int().min(0).max(1_000_000).optional(),
  exclusions: z.array(z.enum(["BACK_PAID", "OUTSIDE_AREA"])).max(2),
  ...basisShape,
} as const;

/** An indicator: what is counted, in which unit, for how many points, up to which cap. */
export const PointsIndicator = z
  .discriminatedUnion("unit", [
    z.strictObject({
      unit: z.literal("MONTH"),
      quantity: z.enum(["insured-months", "partner-insured-months", "residence-months"]),
      centiPerYear: z.int().min(1).max(100_000).meta({ description: "Prorated by whole months" }),
      ...indicatorShape,
    }),
    z.strictObject({
      unit: z.literal("SHARE"),
      quantity: z.literal("home-share"),
      abovePercent: z.int().min(0).max(99).meta({ description: "Excluded itself" }),
      centi: CentiPoints,
      ...indicatorShape,
    }),
    z.strictObject({
      unit: z.literal("ITEM"),
      quantity: z.literal("confirmed-items"),
      centiPerItem: CentiPoints,
      ...indicatorShape,
    }),
  ])
  .meta({ id: "PointsIndicator" });
export type PointsIndicator = z.infer<typeof PointsIndicator>;

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** One version of a points table. */
export const PointsTable = z
  .strictObject({
    kind: z.literal("POINTS"),
    version: PolicyVersionId,
    purpose: PointsPurpose,
    title: Bilingual,
    jurisdictions: z.array(Jurisdiction).min(1).max(14),
    from: CivilDate,
    until: CivilDate.optional().meta({ description: "Last day, inclusive" }),
    groups: z
      .array(z.strictObject({ id: Id, title: Bilingual, capCenti: z.int().min(0).optional() }))
      .min(1)
      .max(20),
    indicators: z.array(PointsIndicator).min(1).max(60),
    maxCenti: z.int().min(1).max(1_000_000).optional(),
    ...basisShape,
  })
  .check(checkNotes)
  .refine(({ from, until }) => until === undefined || from <= until, { path: ["until"] })
  .refine(({ indicators }) => distinct(indicators.map(({ id }) => id)), { path: ["indicators"] })
  .refine(
    ({ indicators, groups }) =>
      indicators.every(({ group }) => groups.some(({ id }) => id === group)),
    { path: ["indicators"], error: "Every indicator belongs to a group of the table" },
  )
  .meta({ id: "PointsTable", description: "One version of a points table" });
export type PointsTable = z.infer<typeof PointsTable>;

const Month = z.string().regex(/^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/);

/** Contributions of some months in a row. */
export const InsuranceSpan = z
  .strictObject({
    from: Month,
    until: Month.meta({ description: "Last month, inclusive" }),
    backPaid: z.boolean(),
    area: z.union([Jurisdiction, z.literal("ELSEWHERE")]),
  })
  .refine(({ from, until }) => from <= until, { path: ["until"] })
  .meta({ id: "InsuranceSpan" });
export type InsuranceSpan = z.infer<typeof InsuranceSpan>;

const spans = z.array(InsuranceSpan).max(200);

/** What points are counted from; what is absent is 待补充. */
export const PointsFacts = z
  .strictObject({
    insurance: spans.optional(),
    partnerInsurance: spans.optional().meta({ description: "Empty: no partner" }),
    residence: z
      .array(
        z.strictObject({
          from: CivilDate,
          until: CivilDate.optional(),
          area: z.union([Jurisdiction, z.literal("ELSEWHERE")]),
        }),
      )
      .max(200)
      .optional(),
    homeSharePercent: z.number().min(0).max(100).optional(),
    items: z.record(Id, z.int().min(0).max(1_000)).optional(),
  })
  .meta({ id: "PointsFacts" });
export type PointsFacts = z.infer<typeof PointsFacts>;

export const PointsTrial = z
  .strictObject({
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
    purpose: PointsPurpose,
    facts: PointsFacts,
  })
  .meta({ id: "PointsTrial" });

const Words = z.strictObject({ zh: z.string(), en: z.string() });

/** One line of the sum. */
export const PointsLine = z
  .strictObject({
    indicator: Id,
    group: Id,
    title: Words,
    outcome: z.enum(["COUNTED", "MISSING"]),
    counted: z.int().min(0).optional().meta({ description: "Months, items, percent" }),
    leftOut: z.int().min(0).optional().meta({ description: "Months excluded, such as back-paid" }),
    unit: z.enum(["MONTH", "SHARE", "ITEM"]),
    centi: CentiPoints,
    capped: z.boolean(),
    source: Words,
    evidence: Words,
    article: z.string(),
    confirmed: z.boolean(),
  })
  .meta({ id: "PointsLine" });
export type PointsLine = z.infer<typeof PointsLine>;

/** The sum line by line. */
export const PointsSum = z
  .strictObject({
    table: PolicyVersionId,
    purpose: PointsPurpose,
    title: Words,
    on: CivilDate,
    lines: z.array(PointsLine),
    groups: z.array(
      z.strictObject({ id: Id, title: Words, centi: CentiPoints, capped: z.boolean() }),
    ),
    totalCenti: CentiPoints,
    capped: z.boolean(),
    complete: z.boolean().meta({ description: "No line waits for anything" }),
  })
  .meta({ id: "PointsSum", description: "Points line by line, 1/100 point each" });
export type PointsSum = z.infer<typeof PointsSum>;

/** Who is allowed to ask for one's points, for how long. */
export const PointsConsent = z
  .strictObject({
    purpose: PointsPurpose,
    given: z.boolean().meta({ description: "false takes it back" }),
  })
  .meta({ id: "PointsConsent" });
export type PointsConsent = z.infer<typeof PointsConsent>;

export const PointsConsentStanding = z
  .strictObject({ purpose: PointsPurpose, given: z.boolean(), at: Instant })
  .meta({ id: "PointsConsentStanding" });

/** An authority in charge confirms what no register knows: a certificate, an honour, an offence. */
export const PointsItem = z
  .strictObject({
    person: NumberedPerson,
    purpose: PointsPurpose,
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
    item: Id.meta({ description: "Indicator of the table that counts items" }),
    count: z.int().min(0).max(1_000).meta({ description: "In all; 0 takes it back" }),
    evidence: lines(2, 300).meta({ description: "Which paper, of which day" }),
  })
  .meta({ id: "PointsItem" });
export type PointsItem = z.infer<typeof PointsItem>;

/** What was confirmed, as the person reads it. */
export const ConfirmedItem = z
  .strictObject({
    item: Id,
    count: z.int().min(0).max(1_000),
    evidence: z.string(),
    by: Jurisdiction.meta({ description: "Whose office" }),
    at: Instant,
  })
  .meta({ id: "ConfirmedItem" });
export type ConfirmedItem = z.infer<typeof ConfirmedItem>;

/** A person's points account: the sum today, and whom they let ask for it. */
export const PointsAccount = z
  .strictObject({
    sum: PointsSum,
    notAnswered: z.array(z.literal("human-resources")).meta({
      description: "Kept silent (V51): its lines wait, and count once it answers",
    }),
    consents: z.array(PointsConsentStanding),
    confirmed: z.array(ConfirmedItem).meta({ description: "What authorities confirmed" }),
  })
  .meta({ id: "PointsAccount" });
export type PointsAccount = z.infer<typeof PointsAccount>;

/** An office that allots a scarce service asks for someone's points. */
export const PointsCheck = z
  .strictObject({
    person: NumberedPerson,
    purpose: PointsPurpose,
    jurisdiction: Jurisdiction.refine((one) => one !== "QZ"),
  })
  .meta({ id: "PointsCheck" });
export type PointsCheck = z.infer<typeof PointsCheck>;

/** What it is told: the sum, not what it is counted from. */
export const PointsAnswer = z
  .strictObject({
    table: PolicyVersionId,
    purpose: PointsPurpose,
    checkedAt: Instant,
    totalCenti: CentiPoints,
    complete: z.boolean(),
    groups: z.array(z.strictObject({ id: Id, title: Words, centi: CentiPoints })),
  })
  .meta({ id: "PointsAnswer" });
export type PointsAnswer = z.infer<typeof PointsAnswer>;
