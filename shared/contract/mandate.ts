/** A written mandate: someone lets another act for them in filing, within limits (Order 6 art. 14). */
import * as z from "zod";
import { FlatId, MandateId } from "./ids.ts";
import { checkIdNumber, Mobile, PartyView, personShape } from "./identity.ts";
import { CivilDate, Instant } from "./values.ts";

/**
 * What an agent may do in the principal's name. `FILE`: draft, send, submit and correct filings;
 * `SIGN`: sign the lease itself; `CHANGE`: change, renew and confirm; `END`: end it.
 */
export const MandateScope = z.enum(["FILE", "SIGN", "CHANGE", "END"]).meta({ id: "MandateScope" });
export type MandateScope = z.infer<typeof MandateScope>;

/** `EXPIRED` follows from its last day, whether or not the clock has come by. */
export const MandateState = z
  .enum(["OFFERED", "ACTIVE", "DECLINED", "REVOKED", "RESIGNED", "EXPIRED"])
  .meta({ id: "MandateState" });
export type MandateState = z.infer<typeof MandateState>;

const limits = {
  scopes: z
    .array(MandateScope)
    .min(1)
    .max(4)
    .refine((scopes) => new Set(scopes).size === scopes.length),
  flatId: FlatId.optional().meta({ description: "For this home and its rooms; absent: for all" }),
  from: CivilDate,
  until: CivilDate.meta({ description: "Last day, inclusive" }),
} as const;

export const MandateOffer = z
  .strictObject({
    agent: z.strictObject({ ...personShape, phone: Mobile }).check(checkIdNumber),
    asFirm: z
      .boolean()
      .optional()
      .meta({ description: "In the name of the firm the caller acts for" }),
    ...limits,
  })
  .refine(({ from, until }) => from <= until, { path: ["until"], error: "V20" })
  .meta({ id: "MandateOffer", description: "What an agent is asked to accept" });
export type MandateOffer = z.infer<typeof MandateOffer>;

/** A mandate as one of the two reads it. */
export const Mandate = z
  .strictObject({
    id: MandateId,
    version: z.int().positive(),
    state: MandateState,
    side: z.enum(["GIVEN", "HELD"]),
    principal: PartyView,
    agent: PartyView,
    ...limits,
    offeredAt: Instant,
    answeredAt: Instant.optional(),
    endedAt: Instant.optional(),
  })
  .meta({ id: "Mandate" });
export type Mandate = z.infer<typeof Mandate>;
