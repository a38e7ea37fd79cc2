/** Mandates: offered by the principal, accepted by the agent, ended by either or by time. */
import type { MandateOffer, MandateScope, MandateState } from "../../contract/mandate.ts";
import type { FlatId } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addYears } from "../calendar/days.ts";
import { isMinor } from "../identity/id-facts.ts";
import { quanzhouMandatePolicy, type MandatePolicy } from "../policy/mandate-policy.ts";
import { outOfOrder, type Transitions, type WrongState } from "../transitions.ts";

export type MandateEvent = "accept" | "decline" | "revoke" | "resign" | "expire";

/** CC 173: it ends when its time is over, when it is taken back, and when the agent lays it down. */
export const mandateTransitions = {
  accept: { from: ["OFFERED"], to: ["ACTIVE"] },
  decline: { from: ["OFFERED"], to: ["DECLINED"] },
  revoke: { from: ["OFFERED", "ACTIVE"], to: ["REVOKED"] },
  resign: { from: ["ACTIVE"], to: ["RESIGNED"] },
  expire: { from: ["OFFERED", "ACTIVE"], to: ["EXPIRED"] },
} as const satisfies Transitions<MandateState, MandateEvent>;

export type MandateFacts = {
  readonly state: MandateState;
  /** Keyed hashes. */
  readonly principalHash: string;
  readonly agentHash: string;
  readonly scopes: readonly MandateScope[];
  readonly flatId?: FlatId | undefined;
  readonly from: CivilDate;
  readonly until: CivilDate;
};

export type OfferRefusal =
  | { readonly kind: "mandate-to-self"; readonly pointer: string }
  | { readonly kind: "mandate-too-long"; readonly pointer: string }
  | { readonly kind: "mandate-over"; readonly pointer: string }
  | { readonly kind: "agent-is-minor"; readonly pointer: string }
  | { readonly kind: "no-firm"; readonly pointer: string }
  | { readonly kind: "too-many-mandates" };

export type MandateRefusal =
  | OfferRefusal
  | WrongState<MandateState>
  | { readonly kind: "not-the-agent" }
  | { readonly kind: "not-the-principal" };

/**
 * Decides whether a mandate is offered.
 *
 * @param facts - `callerHash`: who offers it, `principalHash`: in whose name (undefined: in a firm's,
 *   and they act for none); `open`: mandates of the principal that are offered or in force
 * @see O6 14 (a written mandate); CC 161, 165 (its content), 168 (no self-dealing)
 */
export function decideOffer(
  { agent, from, until }: MandateOffer,
  {
    today,
    callerHash,
    principalHash,
    agentHash,
    open,
    policy = quanzhouMandatePolicy,
  }: {
    readonly today: CivilDate;
    readonly callerHash: string;
    readonly principalHash: string | undefined;
    readonly agentHash: string;
    readonly open: number;
    readonly policy?: MandatePolicy;
  },
): { readonly kind: "offer"; readonly principalHash: string } | OfferRefusal {
  if (principalHash === undefined) return { kind: "no-firm", pointer: "/asFirm" };
  if (agentHash === callerHash) return { kind: "mandate-to-self", pointer: "/agent" };
  if (isMinor(agent, today, policy.agentAge.value))
    return { kind: "agent-is-minor", pointer: "/agent/idNumber" };
  if (until < today) return { kind: "mandate-over", pointer: "/until" };
  if (until >= addYears(from, policy.longestYears.value))
    return { kind: "mandate-too-long", pointer: "/until" };
  return open >= policy.mostOpen.value
    ? { kind: "too-many-mandates" }
    : { kind: "offer", principalHash };
}

/** The state on a day: past its last day a mandate is no more. */
export const mandateStateOn = (
  { state, until }: Pick<MandateFacts, "state" | "until">,
  today: CivilDate,
): MandateState =>
  mandateTransitions.expire.from.some((one) => one === state) && until < today ? "EXPIRED" : state;

/**
 * Decides on an answer to a mandate, or on its end.
 *
 * @param as - keyed hashes of those the caller is: their own, and their firm's
 * @param held - of an acceptance: mandates the agent holds already
 */
export function decideMandate(
  mandate: MandateFacts,
  event: "accept" | "decline" | "revoke" | "resign",
  {
    as,
    today,
    held = 0,
    policy = quanzhouMandatePolicy,
  }: {
    readonly as: readonly string[];
    readonly today: CivilDate;
    readonly held?: number;
    readonly policy?: MandatePolicy;
  },
): { readonly kind: "move"; readonly state: MandateState } | MandateRefusal {
  const isPrincipals = event === "revoke";
  const by = isPrincipals ? mandate.principalHash : mandate.agentHash;
  if (!as.includes(by)) return { kind: isPrincipals ? "not-the-principal" : "not-the-agent" };
  const refused = outOfOrder(mandateTransitions, event, mandateStateOn(mandate, today));
  if (refused) return refused;
  if (event === "accept" && held >= policy.mostHeld.value) return { kind: "too-many-mandates" };
  return { kind: "move", state: mandateTransitions[event].to[0] };
}

/**
 * Whether a mandate carries an act on a home on a day.
 *
 * @param scopes - any of these is enough; empty: any mandate will do (to read)
 */
export const carries = (
  mandate: Omit<MandateFacts, "principalHash" | "agentHash">,
  {
    scopes,
    flatId,
    today,
  }: {
    readonly scopes: readonly MandateScope[];
    readonly flatId: FlatId;
    readonly today: CivilDate;
  },
): boolean =>
  mandateStateOn(mandate, today) === "ACTIVE" &&
  mandate.from <= today &&
  (mandate.flatId === undefined || mandate.flatId === flatId) &&
  (scopes.length === 0 || scopes.some((scope) => mandate.scopes.includes(scope)));
