/** Runs one complete draw of the vectors and compares everything its `expect` names. */
import * as z from "zod";
import { DrawPolicy, DrawSlip } from "../../shared/contract/draw.ts";
import { canonicalText } from "../../shared/domain/draws/canonical-json.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { ticketOf } from "../../shared/domain/draws/ranking.ts";
import { findReceipt } from "../../shared/domain/draws/roster.ts";
import { type DrawReport, verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { summarise } from "./summary.ts";
import { checkSlipIn } from "./verify.ts";

export const VectorCase = z.object({
  name: z.string(),
  policy: DrawPolicy,
  bundle: z.unknown(),
  expect: z.record(z.string(), z.unknown()),
  slips: z.array(DrawSlip.extend({ expect: z.string().nullable() })).default([]),
});
export type VectorCase = z.infer<typeof VectorCase>;

const Tickets = z.array(z.object({ pool: z.string(), receipt: z.string(), ticket: z.string() }));

/** What one comparison was about, and whether it held. */
export type Check = { name: string; passed: boolean };

/** The ticket of each listed receipt in its pool, computed by itself. */
function areTickets(report: DrawReport, expected: unknown): boolean {
  const { draw } = report;
  const listed = Tickets.safeParse(expected).data;
  if (!draw || !listed) return false;
  const { suite } = draw.documents;
  return listed.every(({ pool, receipt, ticket }) => {
    const key = draw.outcome.keys.poolKeys.find(({ id }) => id === pool)?.key;
    const weight = draw.roster.weights[findReceipt(draw.roster, receipt)];
    if (!key || weight === undefined) return false;
    return toHex(ticketOf(suite, key, { receipt, weight })) === ticket;
  });
}

/** One sentence per difference; empty when the case is as expected. */
export function differences(vector: VectorCase): string[] {
  const policy = openPolicy(vector.policy);
  if (!policy) return ["the policy's keys are malformed"];
  const report = verifyBundle(vector.bundle, policy);
  const { facts, ...summary } = summarise(report);
  const found: Record<string, unknown> = { ...summary, ...facts };
  const same = (name: string, value: unknown) =>
    name === "tickets"
      ? areTickets(report, value)
      : Object.hasOwn(found, name) && canonicalText(found[name]) === canonicalText(value);
  const wrong = Object.entries(vector.expect)
    .filter(([name, value]) => !same(name, value))
    .map(([name]) => `${name} is ${canonicalText(found[name])?.slice(0, 200) ?? "not known"}`);
  return [...wrong, ...slipDifferences(vector, report)];
}

function slipDifferences({ slips }: VectorCase, { draw }: DrawReport): string[] {
  return slips.flatMap(({ expect, ...slip }, i) => {
    const code = draw ? (checkSlipIn(slip, draw)?.refused ?? null) : "not verified";
    return code === expect ? [] : [`slip ${i + 1} is ${code ?? "valid"}`];
  });
}

/** Runs a case. */
export function checkCase(vector: VectorCase): Check {
  const wrong = differences(vector);
  return { name: [vector.name, ...wrong].join(": "), passed: wrong.length === 0 };
}
