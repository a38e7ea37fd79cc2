import { problemRow, type FieldProblem, type ProblemKind, type Reply } from "./problem.ts";

/** A refusal of the domain: why, at which member, and facts the person needs to go on. */
export type DomainRefusal = { readonly kind: ProblemKind; readonly pointer?: string };

type Refuse = (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) => Reply;

/** What goes with a refusal: its own facts, and `errors` naming the member that is wrong. */
export function factsOf({
  kind,
  pointer,
  ...facts
}: DomainRefusal): Readonly<Record<string, unknown>> {
  if (pointer === undefined) return facts;
  const { code, zh, en } = problemRow(kind);
  const error: FieldProblem = { pointer, ...(code !== undefined && { code }), zh, en };
  return { ...facts, errors: [error] };
}

/** Tells a refusal of the domain as RFC 9457 problem. */
export const refused = (refuse: Refuse, refusal: DomainRefusal): Reply =>
  refuse(refusal.kind, factsOf(refusal));
