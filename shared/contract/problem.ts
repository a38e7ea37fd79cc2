/** Refusals on the wire: RFC 9457 problem details. */
import * as z from "zod";

/** One bad member of a request. */
export const FieldProblem = z
  .strictObject({
    pointer: z.string().meta({
      description: "RFC 6901; outside the body it begins /path, /query or /header",
    }),
    code: z.string().optional(),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: "FieldProblem" });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** A refusal. Further members give facts the person needs to go on, never what they typed in. */
export const Problem = z
  .looseObject({
    type: z.string().meta({ description: "/problems/{kind}" }),
    title: z.string(),
    titles: z.strictObject({ zh: z.string(), en: z.string() }),
    status: z.int().min(400).max(599),
    code: z.string().optional().meta({ description: "The rulebook's code, V01 …" }),
    errors: z.array(FieldProblem).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details" });
export type Problem = z.infer<typeof Problem>;
