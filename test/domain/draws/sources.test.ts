import { bls12_381 } from "@noble/curves/bls12-381.js";
import { describe, expect, it } from "vitest";
import type { DrandChain } from "../../../shared/contract/draw.ts";
import { isConsistent } from "../../../shared/domain/draws/drand-chain.ts";
import { openRound, roundMessage } from "../../../shared/domain/draws/drand.ts";
import { fromHex, toHex, u32, u64, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { checkNotice } from "../../../shared/domain/draws/notice-rules.ts";
import { isPublicNumber } from "../../../shared/domain/draws/public-number.ts";
import { receiptOf } from "../../../shared/domain/draws/receipt.ts";
import { readRules, rulesText } from "../../../shared/domain/draws/rules-file.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import { bytesFor, noticeFields, START } from "./a-draw.ts";

const { shortSignatures } = bls12_381;
const secret = fromHex("07".repeat(32));

/** A chain of the tests' own. */
const aChain = (): DrandChain => {
  const publicKey = shortSignatures.getPublicKey(secret).toHex(true);
  const groupHash = "ab".repeat(32);
  const [period, genesis, beaconId] = [3, START, "quicknet"];
  const hash = toHex(
    sha256Suite.hash(
      u32(period),
      u64(genesis),
      fromHex(publicKey),
      fromHex(groupHash),
      utf8(beaconId),
    ),
  );
  const scheme = "bls-unchained-g1-rfc9380";
  return { publicKey, period, genesis, groupHash, beaconId, scheme, hash };
};

const sign = (round: number) =>
  shortSignatures
    .sign(
      shortSignatures.hash(roundMessage(round), "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"),
      secret,
    )
    .toHex(true);

describe("a beacon of a chain pinned by policy", () => {
  const chain = aChain();

  it("opens with its round's signature only", () => {
    expect(isConsistent(chain)).toBe(true);
    expect(isConsistent({ ...chain, period: 4 })).toBe(false);
    expect(openRound(chain, 77, sign(77))).toEqual(fromHex(sign(77)));
    expect(openRound(chain, 78, sign(77))).toBeUndefined();
    expect(openRound(chain, 77, sign(77).toUpperCase())).toBeUndefined();
  });

  it("refuses a second encoding of the same point and a point outside the subgroup", () => {
    const p = bls12_381.fields.Fp.ORDER;
    const x = BigInt(`0x${sign(77)}`) & ((1n << 381n) - 1n);
    const flags = (BigInt(`0x${sign(77)}`) >> 381n) << 381n;
    if (x + p < 1n << 381n) {
      expect(openRound(chain, 77, (flags | (x + p)).toString(16))).toBeUndefined();
    }
    // x = 4 lies on the curve, but not in the subgroup.
    const outside = `80${"00".repeat(46)}04`;
    expect(openRound(chain, 77, outside)).toBeUndefined();
    expect(openRound(chain, 77, `c0${"00".repeat(47)}`)).toBeUndefined();
  });

  it("makes a notice with a fallback good, and each broken rule bad", () => {
    const beacon = { id: "drand", kind: "drand" as const, chain: chain.hash, round: 10_001 };
    const { sources } = noticeFields();
    const witnesses = sources.filter(({ kind }) => kind === "witness");
    const number = {
      id: "ssq",
      kind: "public" as const,
      game: "ssq",
      issue: "2026101",
      at: START + 30_000 + 86_400 + 3600,
    };
    const fallback = { after: 86_400, source: number };
    const notice = (but: object) => ({
      ...noticeFields({ sources: [beacon, ...witnesses], fallback }),
      type: "pvl1/notice" as const,
      ...but,
    });
    expect(checkNotice(notice({}), chain)).toBeUndefined();
    expect(checkNotice(notice({}), undefined)).toMatchObject({ refused: "E_DRAND_CHAIN" });
    const bad = [
      { fallback: { ...fallback, after: 86_399 } },
      { fallback: { ...fallback, source: { ...number, at: number.at - 1 } } },
      { fallback: { ...fallback, source: { ...number, game: "fc3d" } } },
      { fallback: { ...fallback, source: { ...number, id: "drand" } } },
      { sources: [beacon, { ...beacon, id: "drand2" }, ...witnesses] },
      { sources: [{ ...beacon, round: 0 }, ...witnesses] },
      { sources: [{ ...beacon, round: Number.MAX_SAFE_INTEGER }, ...witnesses] },
      { sources: witnesses, fallback: null },
      { pools: [] },
      { pools: [{ id: "A", units: -1, spill: "-" }] },
      { pools: [{ id: "A", units: 1, spill: "A" }] },
      { pools: [1, 2].map(() => ({ id: "A", units: 1, spill: "-" })) },
      { minWitness: 4 },
      { freezeBy: START + 18_201 },
    ];
    for (const but of bad) {
      expect(checkNotice(notice(but), chain)).toMatchObject({ refused: "E_NOTICE" });
    }
  });
});

describe("a public number", () => {
  it("is not admitted from a game nobody named, whatever objects inherit", () => {
    expect(isPublicNumber("toString:12345:1", { game: "toString", issue: "12345" })).toBe(false);
    expect(isPublicNumber("ssq:1234:01,02,03,04,05,06+01", { game: "ssq", issue: "1234" })).toBe(
      false,
    );
  });
});

describe("a rules file", () => {
  it("begins with its four lines", () => {
    const head = { project: "QZ-2026-01", drawId: "qz-2026-01", replaces: null };
    const text = rulesText(head, "flat 101 pool A");
    expect(text).toBe(
      "pvl1/rules\nproject: QZ-2026-01\ndraw: qz-2026-01\nreplaces: -\nflat 101 pool A\n",
    );
    expect(readRules(text)).toEqual({ ...head, body: "flat 101 pool A\n" });
    expect(readRules(text.replace("replaces", "instead of"))).toBeUndefined();
    expect(() => rulesText({ ...head, project: "a\nb" }, "")).toThrow(RangeError);
  });
});

describe("a receipt", () => {
  it("is 16 characters of 16 random bytes", () => {
    expect(receiptOf(bytesFor("x").subarray(0, 16))).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(() => receiptOf(new Uint8Array(15))).toThrow(RangeError);
  });
});
