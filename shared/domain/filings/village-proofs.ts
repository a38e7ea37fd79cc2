/** A home on collective land: the holder asks, the village answers, the subdistrict checks. */
import { jurisdictions } from "../../contract/ids.ts";
import type {
  VillageProofCheck,
  VillageProofRequest,
  VillageProofState,
  VillageWord,
} from "../../contract/village-proof.ts";
import type { CivilDate } from "../../contract/values.ts";
import { workingDayEnd } from "../calendar/working-days.ts";
import { outOfOrder, type Transitions, type WrongState } from "../transitions.ts";
import { isOneOf, type Actor, type FilingGround } from "./facts.ts";
import type { KnownUnit } from "./units.ts";

export type VillageProofEvent = "answer" | "check" | "withdraw";

/** R812 49 leaves it to the province: the village's word, and the subdistrict's look at it. */
export const villageProofTransitions = {
  answer: { from: ["REQUESTED"], to: ["ISSUED", "DECLINED"] },
  check: { from: ["ISSUED"], to: ["CONFIRMED", "REFUSED"] },
  withdraw: { from: ["REQUESTED", "ISSUED"], to: ["WITHDRAWN"] },
} as const satisfies Transitions<VillageProofState, VillageProofEvent>;

export type VillageProofFacts = {
  readonly state: VillageProofState;
  readonly asker: string;
  /** Keyed hashes of the holders, in the order of the request. */
  readonly holders: readonly string[];
};

export type VillageProofRefusal =
  | WrongState<VillageProofState>
  | { readonly kind: "not-a-holder"; readonly pointer: string }
  | { readonly kind: "not-the-asker" }
  | { readonly kind: "own-case" }
  | { readonly kind: "region-mismatch"; readonly pointer: string }
  | { readonly kind: "unit-blocked" };

/** Whether someone may ask for a proof: of a home they say they hold, where it lies, not blocked. */
export function decideAsk(
  { jurisdiction, home }: VillageProofRequest,
  holders: readonly string[],
  actor: Actor,
  unit: KnownUnit | undefined,
): { readonly kind: "ask" } | VillageProofRefusal {
  if (jurisdictions[jurisdiction].regionCode !== home.regionCode)
    return { kind: "region-mismatch", pointer: "/home/regionCode" };
  if (!isOneOf(actor, holders)) return { kind: "not-a-holder", pointer: "/holders" };
  return unit?.state === "BLOCKED" ? { kind: "unit-blocked" } : { kind: "ask" };
}

/** The village committee's word. Nobody gives it of their own home. */
export function decideVillageWord(
  proof: VillageProofFacts,
  { decision }: VillageWord,
  actor: Actor,
  { today, calendar, policy }: FilingGround,
):
  | { readonly kind: "issue"; readonly dueOn: CivilDate }
  | { readonly kind: "decline" }
  | VillageProofRefusal {
  const refused = outOfOrder(villageProofTransitions, "answer", proof.state);
  if (refused) return refused;
  if (isOneOf(actor, proof.holders)) return { kind: "own-case" };
  if (decision === "DECLINE") return { kind: "decline" };
  const days = policy.checkVillageProofWithinWorkingDays.value;
  return { kind: "issue", dueOn: workingDayEnd(today, days, calendar) };
}

/**
 * The subdistrict's check. Confirmed, the home is verified when the register of collective land has
 * it too, and declared by its holder otherwise. A home known better than that stays so.
 */
export function decideVillageCheck(
  proof: VillageProofFacts,
  check: VillageProofCheck,
  actor: Actor,
  unit: KnownUnit | undefined,
):
  | { readonly kind: "confirm"; readonly event: "verifyByRegister" | "declare" }
  | { readonly kind: "refuse" }
  | VillageProofRefusal {
  const refused = outOfOrder(villageProofTransitions, "check", proof.state);
  if (refused) return refused;
  if (isOneOf(actor, proof.holders)) return { kind: "own-case" };
  if (check.decision === "REFUSE") return { kind: "refuse" };
  if (unit?.state === "BLOCKED") return { kind: "unit-blocked" };
  return { kind: "confirm", event: check.as === "DECLARED" ? "declare" : "verifyByRegister" };
}

/** Whether someone may take their request back. */
export function decideProofWithdrawal(
  proof: VillageProofFacts,
  actor: Actor,
): { readonly kind: "withdraw" } | VillageProofRefusal {
  const refused = outOfOrder(villageProofTransitions, "withdraw", proof.state);
  if (refused) return refused;
  return isOneOf(actor, [proof.asker]) ? { kind: "withdraw" } : { kind: "not-the-asker" };
}
