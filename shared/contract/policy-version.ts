/** A version of a policy on its way into force: drafted, compared, put in force by a second officer. */
import * as z from "zod";
import { ConditionOutcome } from "./application.ts";
import { HouseholdFacts, Verdict } from "./eligibility.ts";
import { Jurisdiction } from "./ids.ts";
import { CentiPoints, PointsTable } from "./points.ts";
import { PolicyVersionId, ProgrammePolicy } from "./programme.ts";
import { Bilingual, CivilDate, Instant, lines, text } from "./values.ts";

/** A programme's policy, or a points table: both are drafted and put in force alike. */
export const PolicyContent = z
  .discriminatedUnion("kind", [ProgrammePolicy, PointsTable])
  .meta({ id: "PolicyContent" });
export type PolicyContent = z.infer<typeof PolicyContent>;

export const PolicyState = z
  .enum(["DRAFT", "IN_FORCE", "WITHDRAWN"])
  .meta({ id: "PolicyState", description: "草案, 已发布, 已撤回" });
export type PolicyState = z.infer<typeof PolicyState>;

/** What versions of it follow each other about. */
export const PolicySubject = z
  .string()
  .regex(/^(?:PROGRAMME|POINTS)-[A-Z_]{3,30}$/)
  .meta({ id: "PolicySubject", description: "Such as PROGRAMME-PRH" });
export type PolicySubject = z.infer<typeof PolicySubject>;

/** One line of the list of versions. */
export const PolicyLine = z
  .strictObject({
    version: PolicyVersionId,
    subject: PolicySubject,
    title: Bilingual,
    jurisdictions: z.array(Jurisdiction),
    from: CivilDate,
    until: CivilDate.optional(),
    state: PolicyState,
    shipped: z.boolean().meta({ description: "Came with the platform" }),
  })
  .meta({ id: "PolicyLine" });
export type PolicyLine = z.infer<typeof PolicyLine>;

/** A version as an officer reads it. */
export const PolicyView = z
  .strictObject({
    version: PolicyVersionId,
    state: PolicyState,
    shipped: z.boolean(),
    revision: z.int().min(1).optional().meta({ description: "Counts the edits of a draft" }),
    compared: z.boolean().optional().meta({ description: "As it stands now" }),
    putInForceAt: Instant.optional(),
    content: PolicyContent,
  })
  .meta({ id: "PolicyView" });
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyStanding = z
  .strictObject({ version: PolicyVersionId, state: PolicyState, revision: z.int().min(1) })
  .meta({ id: "PolicyStanding" });

/** A household to try both versions on: nobody's, or a case made nameless. */
export const SampleCase = z
  .strictObject({ label: text(1, 60), jurisdiction: Jurisdiction, facts: HouseholdFacts })
  .meta({ id: "SampleCase" });
export type SampleCase = z.infer<typeof SampleCase>;

export const PolicyComparisonBody = z
  .strictObject({
    cases: z.array(SampleCase).max(50),
    openCases: z.boolean().meta({ description: "Compare applications under review too" }),
  })
  .meta({ id: "PolicyComparisonBody" });

/** What a version makes of a household. */
const Side = z.strictObject({
  policy: PolicyVersionId.optional().meta({ description: "Absent: not open there" }),
  verdict: Verdict.optional(),
  totalCenti: CentiPoints.optional().meta({ description: "Of a points table" }),
  because: z.array(ConditionOutcome.pick({ condition: true, outcome: true, title: true })),
});

export const ComparedCase = z
  .strictObject({
    label: z.string().meta({ description: "Names nobody" }),
    changed: z.boolean(),
    before: Side,
    after: Side,
  })
  .meta({ id: "ComparedCase" });
export type ComparedCase = z.infer<typeof ComparedCase>;

/** Before and after, for cases at the edges of both versions, the officer's own, open applications. */
export const PolicyComparison = z
  .strictObject({
    version: PolicyVersionId,
    revision: z.int().min(1),
    day: CivilDate.meta({ description: "The day on which both are tried" }),
    edges: z.array(ComparedCase),
    cases: z.array(ComparedCase),
    open: z.strictObject({
      looked: z.int().min(0),
      changed: z.int().min(0),
      cases: z.array(ComparedCase).meta({ description: "Those that change" }),
    }),
  })
  .meta({ id: "PolicyComparison" });
export type PolicyComparison = z.infer<typeof PolicyComparison>;

/** A draft written anew. */
export const PolicyEdit = z
  .strictObject({
    revision: z.int().min(1).meta({ description: "The draft as the officer has read it" }),
    content: PolicyContent,
  })
  .meta({ id: "PolicyEdit" });

/** A second officer puts it in force from a day to come. */
export const PutInForce = z
  .strictObject({
    revision: z.int().min(1).meta({ description: "The draft as the officer has read it" }),
    from: CivilDate,
    until: CivilDate.optional(),
    basis: lines(2, 500).meta({ description: "Document that decides it" }),
  })
  .refine(({ from, until }) => until === undefined || from <= until, { path: ["until"] })
  .meta({ id: "PutInForce" });
