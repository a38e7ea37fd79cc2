/** Choosing a home: four conditions, decided together and written in one transaction. */
import type { HomeOffer, LayoutRule } from "../../contract/scheme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { deadline, periodEnd, type Calendar, type Deadline } from "../calendar/working-days.ts";
import { hasLapsed, placeOf, type Turn } from "./turns.ts";

export type ClaimRefusal =
  | { readonly kind: "not-selected" }
  | { readonly kind: "turn-not-open"; readonly ahead: number }
  | { readonly kind: "turn-passed" }
  | { readonly kind: "offer-lapsed" }
  | { readonly kind: "already-housed" }
  | { readonly kind: "home-of-other-pool"; readonly pointer: string }
  | { readonly kind: "home-taken"; readonly pointer: string }
  | { readonly kind: "layout-does-not-fit"; readonly pointer: string };

export type ClaimFacts = {
  readonly home: Pick<HomeOffer, "pool" | "layout"> & { readonly free: boolean };
  readonly household: {
    readonly receipt: string;
    readonly size: number;
    /** It has chosen or been given a home already, in this pool or another. */
    readonly housed: boolean;
  };
  readonly turn: Turn;
  /** The pools whose homes may be chosen in this turn (`homePools`). */
  readonly pools: ReadonlySet<string>;
  readonly layoutRules: readonly LayoutRule[];
  readonly now: number;
  readonly today: CivilDate;
  readonly calendar: Calendar;
  /** Days to sign in (P: 15). */
  readonly signWithinDays: number;
};

/** Whether a layout is for households of this size; a layout without a rule is for nobody. */
export const layoutFits = (layout: string, size: number, rules: readonly LayoutRule[]): boolean =>
  rules.some(
    (rule) => rule.layout === layout && rule.minPersons <= size && size <= rule.maxPersons,
  );

/**
 * Decides on a household's claim of a home: the home is free, the household has none, its turn is
 * open, the offer has not lapsed; and pool and layout are its own.
 *
 * @returns `select` with the last day to sign
 * @see O11 14 (choice in rank order); domain rulebook 5 D; V38, V39
 */
export function decideClaim(
  facts: ClaimFacts,
): { readonly kind: "select"; readonly signBy: Deadline } | ClaimRefusal {
  const { home, household, turn, pools, now } = facts;
  const place = placeOf(turn, household.receipt, now);
  if (!place) return { kind: "not-selected" };
  if (household.housed) return { kind: "already-housed" };
  if (place.state === "PASSED") return { kind: "turn-passed" };
  if (place.place === turn.next && hasLapsed(turn, now)) return { kind: "offer-lapsed" };
  if (place.state === "WAITING") return { kind: "turn-not-open", ahead: place.ahead };
  if (!pools.has(home.pool)) return { kind: "home-of-other-pool", pointer: "/homeId" };
  if (!home.free) return { kind: "home-taken", pointer: "/homeId" };
  if (!layoutFits(home.layout, household.size, facts.layoutRules))
    return { kind: "layout-does-not-fit", pointer: "/homeId" };
  const signBy = periodEnd(facts.today, facts.signWithinDays, facts.calendar);
  return { kind: "select", signBy: deadline(signBy, facts.calendar) };
}
