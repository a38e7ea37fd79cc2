import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { naiveRank, naiveRoot } from "../../../infra/bench/naive.ts";
import { allocate, rankPool } from "../../../shared/domain/draws/allocation.ts";
import { rowsOf, sha256Bulk } from "../../../shared/domain/draws/bulk-hash.ts";
import { signCheckpoint } from "../../../shared/domain/draws/checkpoint.ts";
import { toHex, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { sortByKeys } from "../../../shared/domain/draws/radix-sort.ts";
import { rank, ticketOf } from "../../../shared/domain/draws/ranking.ts";
import {
  FileComparison,
  rankingLineAt,
  rankingPortions,
  rankingText,
} from "../../../shared/domain/draws/ranking-file.ts";
import { readRoster, receiptAt, rosterSummary } from "../../../shared/domain/draws/roster.ts";
import { numberLinks } from "../../../shared/domain/draws/roster-links.ts";
import { sha256Suite, withBulk } from "../../../shared/domain/draws/suites.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { checkRoster } from "../../../shared/domain/draws/verify-freeze.ts";
import { bytesFor, logKey, noticeFields, openTestPolicy, playDraw, sound } from "./a-draw.ts";

const terms = {
  pools: [
    { id: "A", units: 40, spill: "G" },
    { id: "G", units: 100, spill: "-" },
  ],
  options: { score: false, weight: true, link: true },
};
const commit = "0".repeat(64);
const receiptOf = (i: number) => `R${String(i).padStart(9, "0")}`;

/** A roster over the edge of a portion, with links and a few weights. */
const rosterOf = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const link = i % 5 === 0 ? `LINK${String(i % 700).padStart(4, "0")}` : "-";
    return `${receiptOf(i)},${i % 3 === 0 ? "A+G" : "G"},0,${1 + (i % 2)},${link},${commit}\n`;
  }).join("");

describe("a roster of more than one portion", () => {
  const count = 17_000;
  const text = rosterOf(count);
  const roster = sound(readRoster(text, terms));
  const plain = withBulk(sha256Suite, sha256Bulk);
  const key = bytesFor("pool key");

  it("has the root and the order that the naive way finds", () => {
    const lines = text.trimEnd().split("\n");
    expect(rosterSummary(sha256Suite, roster, terms).root).toBe(naiveRoot(lines));
    const receipts = rowsOf(lines.map((line) => utf8(line.slice(0, 10))));
    const weights = new Uint8Array(count).fill(1);
    const entries = { receipts, weights, scores: new Uint32Array(count) };
    const { order } = rank(sha256Suite.bulk, key, entries);
    const named = naiveRank(
      lines.map((line) => line.slice(0, 10)),
      key,
    );
    expect(Array.from(order, (i) => receiptAt(roster, i))).toEqual(named);
  });

  it("is ranked alike by the fast code and by the plain code, byte for byte", () => {
    const rankingWith = (suite: typeof sha256Suite) => {
      const ranked = terms.pools.map((_, pool) => rankPool(suite, key, { roster, pool }));
      return allocate(terms.pools, roster, ranked);
    };
    const outcome = rankingWith(sha256Suite);
    const ranking = rankingText(roster, outcome);
    expect(ranking).toBe(rankingText(roster, rankingWith(plain)));
    const [, general] = outcome.pools;
    const last = general && rankingLineAt(roster, general, general.order.length - 1);
    expect(ranking.endsWith(`${last ?? ""}\n`)).toBe(true);
    const file = new FileComparison(utf8(ranking.replace(/.\n$/, "x\n")));
    for (const rows of rankingPortions(roster, outcome)) file.take(rows);
    expect(file.differingLine()).toBe(ranking.split("\n").length - 1);
  });

  it("gives every entry the least of its tickets, whatever its weight", () => {
    const receipts = rowsOf(Array.from({ length: 2500 }, (_, i) => utf8(receiptOf(i))));
    const weights = Uint8Array.from({ length: 2500 }, (_, i) => 1 + ((i * 37) % 64));
    const scores = new Uint32Array(2500);
    const { tickets } = rank(sha256Suite.bulk, key, { receipts, weights, scores });
    for (let i = 0; i < 2500; i += 61) {
      const one = ticketOf(sha256Suite, key, { receipt: receiptOf(i), weight: weights[i] ?? 0 });
      expect(toHex(tickets.subarray(32 * i, 32 * i + 32))).toBe(toHex(one));
    }
  });
});

describe("the sort by keys", () => {
  it("orders as comparing would, whatever is equal", () => {
    const few = fc.nat(3);
    const any = fc.nat(2 ** 32 - 1).map((key) => key >>> 0);
    const key = fc.oneof(few, any, fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2048, 2047));
    const keys = fc.array(fc.tuple(key, key), { minLength: 0, maxLength: 300 });
    fc.assert(
      fc.property(keys, (pairs) => {
        const low = Uint32Array.from(pairs, ([first]) => first);
        const high = Uint32Array.from(pairs, ([, second]) => second);
        const order = sortByKeys([low, high], (a, b) => b - a);
        const expected = pairs
          .map(([first, second], i) => ({ first, second, i }))
          .sort((a, b) => a.second - b.second || a.first - b.first || b.i - a.i);
        expect([...order]).toEqual(expected.map(({ i }) => i));
      }),
    );
  });
});

describe("the links of a roster", () => {
  it("get one number each, however many entries share them", () => {
    const link = fc.constantFrom("-", "LINK0001", "LINK0002", "LINK00010", "ABCDEFGH", "ZZZZZZZZ");
    fc.assert(
      fc.property(fc.array(link, { maxLength: 150 }), (links) => {
        const bytes = utf8(` ${links.map((of) => `${of},`).join("")}`);
        let at = 1;
        const starts = Uint32Array.from(links, (of) => {
          const start = at;
          at += of.length + 1;
          return of === "-" ? 0 : start;
        });
        const found = numberLinks(bytes, starts);
        const named = new Map<string, number>();
        links.forEach((of, i) => {
          const number = found.links[i] ?? -2;
          if (of === "-") expect(number).toBe(-1);
          else expect(named.get(of) ?? number).toBe(number);
          if (of !== "-") named.set(of, number);
        });
        expect(new Set(named.values()).size).toBe(named.size);
        expect(found.linkCount).toBe(named.size);
      }),
    );
  });
});

describe("a count that is gigantic", () => {
  const most = Number.MAX_SAFE_INTEGER;

  it("is refused in a freeze like any other wrong count", () => {
    const roster = { count: most, root: commit, pools: { A: most, G: most } };
    const facts = {
      notice: { ...noticeFields(), type: "pvl1/notice" as const },
      freeze: { roster },
    };
    expect(checkRoster(sha256Suite, `${receiptOf(0)},G,0,1,-,${commit}\n`, facts)).toMatchObject({
      refused: "E_ROSTER_COUNT",
    });
  });

  it("is refused in a checkpoint that the log itself signed", async () => {
    const { bundle } = await playDraw();
    const head = { size: most, root: bytesFor("root") };
    const freeze = await signCheckpoint(head, logKey.key, logKey.sign);
    const checkpoints = { ...bundle.checkpoints, freeze };
    const report = verifyBundle({ ...bundle, checkpoints }, openTestPolicy());
    expect(report.code).toBe("E_LOG_ROOT");
  });
});
