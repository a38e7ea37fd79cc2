import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RankingLine } from "../../../shared/domain/draws/ranking-file.ts";
import { LARGEST_SHARD, resultLookup } from "../../../shared/domain/schemes/result-lookup.ts";
import { winnersOf } from "../../../shared/domain/schemes/winners.ts";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const receipt = fc.string({
  unit: fc.constantFrom(...Array.from(LETTERS)),
  minLength: 16,
  maxLength: 16,
});

const lineOf = (pool: string, rank: number, of: string, status: "W" | "B" | "S"): RankingLine => ({
  ...{ pool, rank, receipt: of, score: 0, ticket16: "0".repeat(16), status },
  position: status === "S" ? null : rank,
});

describe("the look-up of receipts", () => {
  it("finds every receipt in a file of at most 4 KB, whatever the receipts", () => {
    const receipts = fc.uniqueArray(receipt, { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(receipts, (all) => {
        const lines = ["A", "B"].flatMap((pool) =>
          all.map((one, at) => lineOf(pool, at + 1, one, at < 5 ? "W" : "B")),
        );
        const { prefix, shards } = resultLookup(lines);
        for (const text of shards.values())
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST_SHARD);
        for (const one of all) {
          const rows = JSON.parse(shards.get(one.slice(0, prefix)) ?? "{}") as Record<
            string,
            { places: unknown[] }
          >;
          expect(rows[one]?.places).toHaveLength(2);
        }
        expect([...shards.values()].join("").match(/places/g)).toHaveLength(all.length);
      }),
      { numRuns: 30 },
    );
  });

  it("says who was removed and who moved up", () => {
    const lines = [
      lineOf("A", 1, "AAAAAAAAAAAAAAAA", "W"),
      lineOf("A", 2, "BBBBBBBBBBBBBBBB", "B"),
    ];
    const removal = {
      ...{ seq: 1, receipt: "AAAAAAAAAAAAAAAA", reason: "withdraw", pool: "A" },
      ...{ fill: "BBBBBBBBBBBBBBBB", fillPool: "A" },
    };
    const { shards } = resultLookup(lines, [removal]);
    expect(JSON.parse(shards.get("A") ?? "")).toMatchObject({ AAAAAAAAAAAAAAAA: { removed: 1 } });
    expect(JSON.parse(shards.get("B") ?? "")).toMatchObject({ BBBBBBBBBBBBBBBB: { moved: "A" } });
    expect(winnersOf(lines, [removal])).toEqual([
      { pool: "A", position: 2, receipt: "BBBBBBBBBBBBBBBB" },
    ]);
  });
});
