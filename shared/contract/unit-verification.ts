/** What is known of a home's title, and since when: domain rulebook 5, the states of a unit. */
import * as z from "zod";
import { FlatId } from "./ids.ts";
import { Instant, lines } from "./values.ts";

/**
 * `AUTO_VERIFIED`: a register or the village's own book agrees. `MANUAL_VERIFIED`: an officer looked
 * at the papers. `DECLARED` 承诺: the holder vouches for it, so it is looked at again before it is
 * used for a public service. `BLOCKED`: may not be let (R812 art. 7).
 */
export const UnitState = z
  .enum(["UNVERIFIED", "AUTO_VERIFIED", "MANUAL_VERIFIED", "DECLARED", "BLOCKED"])
  .meta({ id: "UnitState" });
export type UnitState = z.infer<typeof UnitState>;

/** Who said so: a register, an officer, a village proof. Names nobody. */
export const UnitSource = z.string().min(1).max(64).meta({
  description: "title-register, officer, village-proof V…",
});

export const UnitVerification = z
  .strictObject({
    state: UnitState,
    source: UnitSource,
    at: Instant,
    recheck: z.boolean().meta({
      description: "Only declared: to be looked at again before it is used for a public service",
    }),
  })
  .meta({ id: "UnitVerification" });
export type UnitVerification = z.infer<typeof UnitVerification>;

/** A home as the bureau reads it: its state and how it came to it, the latest first. */
export const UnitRecord = z
  .strictObject({
    flatId: FlatId,
    verification: UnitVerification,
    history: z.array(UnitVerification.extend({ reason: z.string().optional() })),
  })
  .meta({ id: "UnitRecord" });
export type UnitRecord = z.infer<typeof UnitRecord>;

/** An officer's word on a home. */
export const UnitDecision = z
  .strictObject({
    state: z.enum(["BLOCKED", "MANUAL_VERIFIED", "UNVERIFIED"]).meta({
      description: "UNVERIFIED takes back what was said before: it is looked at anew",
    }),
    reasonCode: z.enum([
      "ILLEGAL_BUILDING",
      "UNSAFE",
      "CHANGED_USE",
      "PAPERS_SEEN",
      "PUT_RIGHT",
      "MISTAKE",
    ]),
    reason: lines(2, 500),
  })
  .meta({ id: "UnitDecision" });
export type UnitDecision = z.infer<typeof UnitDecision>;
