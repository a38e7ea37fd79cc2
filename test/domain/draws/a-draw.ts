/** A whole draw made with the product's builders: test keys, any roster, mode B (kl8) by default. */
import type { DrawBundle, DrawSlip, NoticeDocument } from "../../../shared/contract/draw.ts";
import {
  bundleOf,
  bytesFor,
  makeDraw,
  noticeFields,
  sound,
  START,
  testPolicy,
} from "../../../infra/bench/make-draw.ts";
import {
  buildAmend,
  type computeResult,
  openDraw,
} from "../../../shared/domain/draws/author-result.ts";
import { toHex } from "../../../shared/domain/draws/encoding.ts";
import { openPolicy } from "../../../shared/domain/draws/policy.ts";
import { privateCommit } from "../../../shared/domain/draws/private-commit.ts";
import { receiptOf } from "../../../shared/domain/draws/receipt.ts";
import { buildRoster, readRoster, type RosterEntry } from "../../../shared/domain/draws/roster.ts";
import { entryProver, linesOfFile, rankProver } from "../../../shared/domain/draws/slip.ts";
import { suiteNamed } from "../../../shared/domain/draws/suites.ts";

export {
  bytesFor,
  cosignerKeys,
  kl8Value,
  logKey,
  noticeFields,
  sound,
  START,
  testPolicy,
  witnessKeys,
} from "../../../infra/bench/make-draw.ts";

export const openTestPolicy = () => {
  const open = openPolicy(testPolicy);
  if (!open) throw new Error("the test policy is malformed");
  return open;
};

const person = (i: number) => ({
  applicationNo: `SQ${String(i).padStart(10, "0")}`,
  idType: "TEST",
  idNumber: `${String(i).padStart(17, "0")}X`,
  name: `测试${i}`,
});

/** Entry i with its private commitment. */
export function anEntry(
  i: number,
  notice: Omit<NoticeDocument, "type">,
  but: Partial<RosterEntry> = {},
): RosterEntry {
  const receipt = receiptOf(bytesFor(`receipt ${i}`).subarray(0, 16));
  const suite = suiteNamed(notice.suite);
  if (!suite) throw new Error("no such suite");
  const at = { drawId: notice.drawId, receipt, salt: bytesFor(`salt ${i}`) };
  const commit = toHex(privateCommit(suite, at, person(i)));
  return { receipt, pools: i % 3 === 0 ? ["A", "G"] : ["G"], commit, ...but };
}

export type TestDraw = {
  bundle: DrawBundle & { ranking: string };
  inputs: Parameters<typeof computeResult>[0];
  result: string;
  amends: string[];
  slipOf(i: number): DrawSlip;
};

/** Plays a draw from its notice to its amendments. */
export async function playDraw({
  but = {},
  entries = 9,
  entry = () => ({}),
  remove = () => [],
  absent = [],
}: {
  but?: Partial<NoticeDocument>;
  entries?: number;
  entry?: (i: number) => Partial<RosterEntry>;
  /** Receipts that leave after the result, out of its ranking. */
  remove?: (ranking: string) => string[];
  absent?: string[];
} = {}): Promise<TestDraw> {
  const fields = noticeFields(but);
  const list = Array.from({ length: entries }, (_, i) => anEntry(i, fields, entry(i)));
  const roster = sound(buildRoster(list, fields));
  const made = await makeDraw(fields, roster, absent);
  const { log, inputs, result } = made;
  let draw = sound(openDraw(inputs, { result: result.entry, amends: [] }));
  const amends: string[] = [];
  for (const receipt of remove(result.ranking)) {
    const amend = sound(buildAmend(draw, { receipt, reason: "withdraw" }));
    amends.push(amend.entry);
    await log.publish(`amend-${amends.length}`, amend.entry, START + 40_000 + amends.length);
    draw = amend.draw;
  }
  const read = sound(readRoster(roster, fields));
  const prove = entryProver(result.notice.suite, read);
  const proveRanks = rankProver(result.notice.suite, linesOfFile(result.ranking));
  return {
    bundle: bundleOf(fields.drawId, made),
    inputs,
    result: result.entry,
    amends,
    slipOf: (i) => {
      const { receipt } = anEntry(i, fields);
      const entryProof = prove(receipt);
      if (!entryProof) throw new Error("no such entry");
      const salt = toHex(bytesFor(`salt ${i}`));
      return { receipt, salt, ...person(i), entry: entryProof, ranks: proveRanks(receipt) };
    },
  };
}
