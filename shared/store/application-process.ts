import * as z from "zod";
import { GapItem, MeasureKind, type CaseProcess } from "../contract/application-process.ts";
import { CivilDate } from "../contract/values.ts";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";

/** What the table holds of a case beside its plain course. What people wrote is under seal. */
export const processShape = {
  /** Entered for the applicant, who confirmed it; subject of who entered it. */
  enteredBy: z
    .object({
      capacity: z.enum(["COUNTER", "EMPLOYER"]),
      sub: z.string(),
      how: z.enum(["SMS_CODE", "PAPER", "SIGNED_IN"]),
      /** Keyed hash of the employer's credit code. */
      firmHash: z.string().optional(),
    })
    .optional(),
  /** Subject of the clerk who made the first review. */
  firstReviewedBy: z.string().optional(),
  /** The list that was sent; it stays, for a later one may only repeat it. */
  gaps: z.array(z.object({ item: GapItem, whatSealed: z.string() })).optional(),
  /** Subjects of those who refused it, and the day. */
  refused: z.object({ by: z.array(z.string()), on: CivilDate }).optional(),
  reconsideration: z
    .object({
      state: z.enum(["OPEN", "REOPENED", "UPHELD"]),
      askedAt: z.string(),
      answerBy: CivilDate,
      groundsSealed: z.string(),
    })
    .optional(),
  openObjections: z.int().nonnegative().optional(),
  /** First day of the next yearly review. */
  reviewOn: CivilDate.optional(),
  review: z
    .object({
      kind: z.enum(["ANNUAL", "CHANGE"]),
      stage: z.enum(["ANSWER", "CHECK", "DECIDE"]),
      openedOn: CivilDate,
      answerBy: CivilDate,
      askAt: z.string().optional(),
    })
    .optional(),
  measure: z
    .object({
      measure: MeasureKind,
      by: z.string(),
      hearBy: CivilDate,
      reasonSealed: z.string(),
      statementSealed: z.string().optional(),
      barredPlaces: z.array(z.int()).optional(),
    })
    .optional(),
  barredUntil: CivilDate.optional(),
} as const;

type Shape = typeof processShape & { readonly applicationId: z.ZodString };
export type ProcessFields = z.infer<z.ZodObject<Shape>>;

/** Seals what someone wrote to a case, bound to its place there. */
export const sealText = (
  vault: Vault,
  applicationId: string,
  field: string,
  text: string,
): string => vault.seal(text, keys.application(applicationId), field);

const open = (vault: Vault, applicationId: string, field: string, sealed: string): string =>
  vault.open(sealed, keys.application(applicationId), field);

/** Where each text stands. */
export const TEXTS = {
  gap: (at: number) => `gaps/${at}/what`,
  grounds: "reconsideration/grounds",
  reason: "measure/reason",
  statement: "measure/statement",
} as const;

/** What there is of a case beside its state, in clear; undefined: nothing. */
export function processView(vault: Vault, seen: ProcessFields): CaseProcess | undefined {
  const { applicationId: id, gaps, enteredBy, openObjections, reviewOn, barredUntil } = seen;
  const { review, reconsideration, measure } = seen;
  const view: CaseProcess = {
    ...(gaps && {
      gaps: gaps.map(({ item, whatSealed }, at) => ({
        item,
        what: open(vault, id, TEXTS.gap(at), whatSealed),
      })),
    }),
    ...(enteredBy && { enteredBy: enteredBy.capacity }),
    ...(reconsideration && { reconsideration: reconsiderationView(vault, id, reconsideration) }),
    ...(openObjections !== undefined && openObjections > 0 && { openObjections }),
    ...(review && { review: reviewView(review) }),
    ...(reviewOn !== undefined && { nextReviewOn: reviewOn }),
    ...(measure && { measure: measureView(vault, id, measure) }),
    ...(barredUntil !== undefined && { barredUntil }),
  };
  return Object.keys(view).length > 0 ? view : undefined;
}

const reviewView = ({
  kind,
  stage,
  openedOn,
  answerBy,
}: NonNullable<ProcessFields["review"]>): NonNullable<CaseProcess["review"]> => ({
  ...{ kind, stage, openedOn, answerBy },
});

const reconsiderationView = (
  vault: Vault,
  id: string,
  { state, askedAt, answerBy, groundsSealed }: NonNullable<ProcessFields["reconsideration"]>,
): NonNullable<CaseProcess["reconsideration"]> => ({
  ...{ state, askedAt, answerBy },
  grounds: open(vault, id, TEXTS.grounds, groundsSealed),
});

const measureView = (
  vault: Vault,
  id: string,
  { measure, hearBy, reasonSealed, statementSealed }: NonNullable<ProcessFields["measure"]>,
): NonNullable<CaseProcess["measure"]> => ({
  ...{ measure, hearBy },
  reason: open(vault, id, TEXTS.reason, reasonSealed),
  ...(statementSealed !== undefined && {
    statement: open(vault, id, TEXTS.statement, statementSealed),
  }),
});
