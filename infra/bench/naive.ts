/**
 * The way one would write a draw without a thought for its size: a line is a string, a ticket is a
 * hex string, every hash is a call of node:crypto. What the product is measured against.
 */
import { createHash, createHmac } from "node:crypto";

/** Receipts of one pool in the order of their tickets. */
export function naiveRank(receipts: readonly string[], poolKey: Uint8Array): string[] {
  return receipts
    .map((receipt) => ({
      receipt,
      ticket: createHmac("sha256", poolKey).update(receipt).digest("hex"),
    }))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
    .map(({ receipt }) => receipt);
}

/** MTH of lines (RFC 9162 section 2.1), hex. */
export function naiveRoot(lines: readonly string[]): string {
  let level: Uint8Array[] = lines.map((line) =>
    createHash("sha256").update("\0").update(line).digest(),
  );
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2);
      if (!left) break;
      above.push(
        right ? createHash("sha256").update("\u0001").update(left).update(right).digest() : left,
      );
    }
    level = above;
  }
  return Buffer.from(level[0] ?? []).toString("hex");
}
