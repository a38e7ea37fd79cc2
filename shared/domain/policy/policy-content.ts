/** Drafting a version of a policy and putting it in force. */
import type { PolicyContent, PolicyState, PolicySubject } from "../../contract/policy-version.ts";
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import type { Validity } from "./eligibility-policy.ts";

/** What the versions of a content follow each other about. */
export const subjectOf = (content: PolicyContent): PolicySubject =>
  content.kind === "PROGRAMME" ? `PROGRAMME-${content.programme}` : `POINTS-${content.purpose}`;

/** A version as far as these decisions look at it. */
export type PolicyCase = {
  readonly state: PolicyState;
  readonly revision: number;
  /** The revision whose effects an officer has looked at. */
  readonly comparedRevision?: number | undefined;
  /** Subjects of all who wrote it. */
  readonly writtenBy: readonly string[];
  readonly jurisdictions: readonly Jurisdiction[];
  readonly from: CivilDate;
};

export type PolicyRefusal =
  | { readonly kind: "out-of-step"; readonly state: PolicyState }
  | { readonly kind: "policy-subject-changed"; readonly pointer: string }
  | { readonly kind: "policy-changed-since"; readonly pointer: string }
  | { readonly kind: "policy-not-compared" }
  | { readonly kind: "policy-same-person" }
  | { readonly kind: "policy-not-ahead"; readonly pointer: string }
  | { readonly kind: "policy-day-taken"; readonly pointer: string; readonly version: string };

/** Whether a draft may be written anew: its subject stays, so that one list holds its versions. */
export function decideEdit(
  policy: Pick<PolicyCase, "state" | "revision"> & {
    readonly policy: string;
    readonly subject: PolicySubject;
  },
  { content, revision }: { readonly content: PolicyContent; readonly revision: number },
): { readonly kind: "edit" } | PolicyRefusal {
  if (policy.state !== "DRAFT") return { kind: "out-of-step", state: policy.state };
  if (policy.revision !== revision) return { kind: "policy-changed-since", pointer: "/revision" };
  if (policy.policy !== content.version)
    return { kind: "policy-subject-changed", pointer: "/content/version" };
  return policy.subject === subjectOf(content)
    ? { kind: "edit" }
    : { kind: "policy-subject-changed", pointer: "/content/kind" };
}

/**
 * Whether a second officer may put a draft in force from a day.
 *
 * It begins after today: what was decided or applied for until then stays explained by the version
 * of its day. Two versions of one subject never begin on one day in one area, so that which of them
 * governs is never in doubt.
 *
 * @param facts - `officer`: their subject; `from`: first day; `revision`: what they have read;
 *   `inForce`: versions of the same subject put in force so far, those shipped included
 */
export function decidePutInForce(
  policy: PolicyCase,
  {
    officer,
    revision,
    from,
    today,
    inForce,
  }: {
    readonly officer: string;
    readonly revision: number;
    readonly from: CivilDate;
    readonly today: CivilDate;
    readonly inForce: readonly (Validity & { readonly version: string })[];
  },
): { readonly kind: "put-in-force" } | PolicyRefusal {
  if (policy.state !== "DRAFT") return { kind: "out-of-step", state: policy.state };
  if (policy.writtenBy.includes(officer)) return { kind: "policy-same-person" };
  if (policy.revision !== revision) return { kind: "policy-changed-since", pointer: "/revision" };
  if (policy.comparedRevision !== revision) return { kind: "policy-not-compared" };
  if (from <= today) return { kind: "policy-not-ahead", pointer: "/from" };
  const rival = inForce.find(
    (one) =>
      one.from === from && one.jurisdictions.some((area) => policy.jurisdictions.includes(area)),
  );
  return rival
    ? { kind: "policy-day-taken", pointer: "/from", version: rival.version }
    : { kind: "put-in-force" };
}

/** Whether a version may be taken back: a draft, or one that does not govern yet. */
export function decidePolicyWithdrawal(
  { state, from }: Pick<PolicyCase, "state" | "from">,
  today: CivilDate,
): { readonly kind: "withdraw" } | PolicyRefusal {
  const ahead = state === "IN_FORCE" && from > today;
  return state === "DRAFT" || ahead ? { kind: "withdraw" } : { kind: "out-of-step", state };
}
