/**
 * What goes over the wire to the human-resources and social-security authority, behind the door of
 * shared data: tiers of talents, employment, contributions.
 */
import * as z from "zod";
import { InsuranceSpan } from "./points.ts";
import { RegisterVerdict } from "./registers.ts";
import { CivilDate } from "./values.ts";

const Instant = z.iso.datetime({ offset: true });

/** Someone by their document; personal data: in bodies only. */
const Person = z.strictObject({
  idType: z.string().min(1).max(40),
  idNumber: z.string().min(1).max(40),
});

const query = {
  /** The case asked for: an application's number, or what the asker calls it. */
  ref: z.string().min(1).max(64),
  person: Person,
} as const;

/** `POST /human-resources/tiers`: is this person certified for this tier? */
export const TierQuery = z.strictObject({ ...query, tier: z.int().min(1).max(7) });
export type TierQuery = z.infer<typeof TierQuery>;

/** `tier`: the one certified; with `disagree`, another one or none. */
export const TierAnswer = z.object({
  verdict: RegisterVerdict,
  tier: z.int().min(1).max(7).optional(),
  validUntil: CivilDate.optional(),
  at: Instant,
});
export type TierAnswer = z.infer<typeof TierAnswer>;

/** `POST /human-resources/employments`: does this firm employ this person now? */
export const EmploymentQuery = z.strictObject({ ...query, uscc: z.string().min(1).max(40) });
export type EmploymentQuery = z.infer<typeof EmploymentQuery>;
export const EmploymentAnswer = z.object({ verdict: RegisterVerdict, at: Instant });
export type EmploymentAnswer = z.infer<typeof EmploymentAnswer>;

/** `POST /human-resources/contributions`: which months were paid, and which of them later. */
export const ContributionsQuery = z.strictObject(query);
export type ContributionsQuery = z.infer<typeof ContributionsQuery>;
export const ContributionsAnswer = z
  .object({
    known: z.boolean(),
    spans: z.array(InsuranceSpan).max(200),
    at: Instant,
  })
  .refine(({ known, spans }) => known || spans.length === 0, { path: ["spans"] });
export type ContributionsAnswer = z.infer<typeof ContributionsAnswer>;
