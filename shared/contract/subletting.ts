/** The owner's word on a tenant's letting the home onward, on record with the head lease. */
import * as z from "zod";
import { CivilDate, Instant } from "./values.ts";

export const Subletting = z
  .strictObject({
    toldAt: Instant.optional().meta({ description: "When the owner was told here" }),
    countsFrom: CivilDate.optional().meta({
      description: "First day on which six months' silence counts as consent (CC 718)",
    }),
    answer: z.strictObject({ given: z.boolean(), at: Instant }).optional(),
  })
  .meta({ id: "Subletting", description: "The owner's word on letting the home onward" });
export type Subletting = z.infer<typeof Subletting>;

/** `false` is an objection: it stops the six months, and takes back nothing a lease has promised. */
export const SubletAnswer = z.strictObject({ given: z.boolean() }).meta({ id: "SubletAnswer" });
