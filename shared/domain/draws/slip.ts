/** An applicant's slip: proofs made by the bureau, checked by the applicant (section 6, "Slip"). */
import type { DrawSlip, LineProof } from "../../contract/draw.ts";
import type { Rows } from "./bulk-hash.ts";
import { fromHex, readHex, toHex, utf8 } from "./encoding.ts";
import { isIncluded, type MerkleTree, treeOfRows } from "./merkle.ts";
import { privateCommit } from "./private-commit.ts";
import { readRankingLine } from "./ranking-file.ts";
import { ticketOf } from "./ranking.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { findReceipt, lineAt, readRosterLine, type Roster } from "./roster.ts";
import type { Suite } from "./suites.ts";

/** What the log says of one published file. */
export type FileHead = { count: number; root: string };

/** What a slip is checked against; `result` is null while there is none yet. */
export type SlipFacts = {
  suite: Suite;
  drawId: string;
  roster: FileHead;
  result: { ranking: FileHead; poolKeys: Readonly<Record<string, string>> } | null;
};

function isProven(suite: Suite, proof: LineProof, head: FileHead): boolean {
  const path = proof.path.map((node) => readHex(node, 32) ?? new Uint8Array());
  return (
    proof.count === head.count &&
    isIncluded(suite, {
      leaf: utf8(proof.line),
      index: proof.index,
      count: proof.count,
      path,
      root: fromHex(head.root),
    })
  );
}

const column = (line: string, number: number): string => line.split(",")[number] ?? "";

function checkEntry(slip: DrawSlip, { suite, drawId, roster }: SlipFacts): Refusal | undefined {
  const { entry, receipt } = slip;
  if (column(entry.line, 0) !== receipt) return refuse("E_RECEIPT");
  const salt = readHex(slip.salt, 32);
  const commit = salt && toHex(privateCommit(suite, { drawId, receipt, salt }, slip));
  if (commit === undefined || column(entry.line, 5) !== commit) return refuse("E_PRIVATE");
  return isProven(suite, entry, roster) ? undefined : refuse("E_INCLUSION");
}

function isTicketRight(
  suite: Suite,
  slip: DrawSlip,
  given: { line: string; poolKeys: Readonly<Record<string, string>> },
): boolean {
  const rank = readRankingLine(given.line);
  const entry = readRosterLine(slip.entry.line);
  if (!rank || !entry || !Object.hasOwn(given.poolKeys, rank.pool)) return false;
  const key = fromHex(given.poolKeys[rank.pool] ?? "");
  return toHex(ticketOf(suite, key, entry)).startsWith(rank.ticket16);
}

/** Checks a slip against a draw that was verified; the private fields stay where they are. */
export function checkSlip(slip: DrawSlip, facts: SlipFacts): Refusal | undefined {
  const wrong = checkEntry(slip, facts);
  if (wrong || !facts.result) return wrong;
  const { ranking, poolKeys } = facts.result;
  for (const rank of slip.ranks) {
    if (column(rank.line, 2) !== slip.receipt) return refuse("E_RECEIPT");
    if (!isProven(facts.suite, rank, ranking)) return refuse("E_INCLUSION");
    if (!isTicketRight(facts.suite, slip, { line: rank.line, poolKeys })) return refuse("E_TICKET");
  }
  return undefined;
}

const proofOf = (tree: MerkleTree, line: string, index: number): LineProof => ({
  line,
  index,
  count: tree.count,
  path: tree.path(index).map(toHex),
});

/** Makes the proofs of a roster's entries; the tree is built once, each proof is quick. */
export function entryProver(
  suite: Suite,
  roster: Roster,
): (receipt: string) => LineProof | undefined {
  const tree = treeOfRows(suite, roster.lines);
  return (receipt) => {
    const index = findReceipt(roster, receipt);
    return index < 0 ? undefined : proofOf(tree, lineAt(roster, index), index);
  };
}

/** Makes the proofs of ranking lines, all of one receipt in the file's order. */
export function rankProver(suite: Suite, ranking: Rows): (receipt: string) => LineProof[] {
  const tree = treeOfRows(suite, ranking);
  const decoder = new TextDecoder();
  const line = (i: number) =>
    decoder.decode(ranking.bytes.subarray(ranking.starts[i], ranking.ends[i]));
  const ofReceipt = new Map<string, number[]>();
  for (let i = 0; i < tree.count; i++) {
    const receipt = column(line(i), 2);
    const lines = ofReceipt.get(receipt);
    if (lines) lines.push(i);
    else ofReceipt.set(receipt, [i]);
  }
  return (receipt) => (ofReceipt.get(receipt) ?? []).map((i) => proofOf(tree, line(i), i));
}

/** The lines of a published text file as rows. */
export function linesOfFile(text: string): Rows {
  const bytes = utf8(text);
  const ends: number[] = [];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) ends.push(at);
  const starts = ends.map((_, i) => (i === 0 ? 0 : (ends[i - 1] ?? 0) + 1));
  return { bytes, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}
