import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicNumber } from "../../shared/domain/draws/public-number.ts";
import { cleanCode, cleanNumber, isCode, isNumber } from "../../web/portal/check-certificate.ts";
import { sought } from "../../web/portal/components/number-search.tsx";
import { formatCount, formatDay, formatInstant, formatSize } from "../../web/portal/format.ts";
import { numbersIn, publicValue, readRank } from "../../web/portal/verification.ts";

describe("what people type", () => {
  it("is recognised as a certificate's number, spaced or full width", () => {
    const certificateNo = "3505032026112300017";
    for (const typed of [
      certificateNo,
      " 350503 20261123 00017 ",
      "３５０５０３２０２６１１２３０００１７",
    ])
      expect(sought(typed)).toEqual({ kind: "certificate", certificateNo });
  });

  it("is recognised as a draw's number in any case", () => {
    expect(sought("QZ-2026-001 ")).toEqual({ kind: "draw", drawId: "qz-2026-001" });
  });

  it("is nothing when it is neither", () => {
    for (const typed of ["", "12345", "张三", "a", "x".repeat(41), "<script>"])
      expect(sought(typed)).toBeUndefined();
  });

  it("becomes a code whatever is easily misread", () => {
    expect(cleanCode("abcde-iLo89")).toBe("ABCDE11089");
    expect(isCode(cleanCode("abcde-iLo89"))).toBe(true);
    expect(isCode("ABCDEU1234")).toBe(false);
    expect(isNumber(cleanNumber("350503 2026112300017"))).toBe(true);
  });
});

describe("a lottery number copied from the bulletin", () => {
  const kl8 = fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { minLength: 20, maxLength: 20 });

  it("is brought into the protocol's notation, in any order and with any separators", () => {
    const separators = fc.constantFrom(" ", ", ", "、", "  ", "\n", "-");
    fc.assert(
      fc.property(kl8, separators, fc.boolean(), (numbers, separator, isPadded) => {
        const typed = numbers
          .map((number) => String(number).padStart(isPadded ? 2 : 1, "0"))
          .join(separator);
        const value = publicValue({ game: "kl8", issue: "2025101" }, typed) ?? "";
        expect(isPublicNumber(value, { game: "kl8", issue: "2025101" })).toBe(true);
        expect(value.slice(12).split(",").map(Number)).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });

  it("keeps the groups of ssq and dlt apart, and the order of digits", () => {
    expect(publicValue({ game: "ssq", issue: "2025001" }, "3 1 2 33 9 8 + 16")).toBe(
      "ssq:2025001:01,02,03,08,09,33+16",
    );
    expect(publicValue({ game: "dlt", issue: "25001" }, "5 4 3 2 1 12 1")).toBe(
      "dlt:25001:01,02,03,04,05+01,12",
    );
    expect(publicValue({ game: "fc3d", issue: "2025001" }, "907")).toBe("fc3d:2025001:9,0,7");
    expect(numbersIn("pl5")).toBe(5);
  });

  it("is not made up when numbers are missing or the game is unknown", () => {
    expect(publicValue({ game: "kl8", issue: "2025101" }, "1 2 3")).toBeUndefined();
    expect(publicValue({ game: "other", issue: "2025101" }, "")).toBeUndefined();
    expect(publicValue({ game: "pl5", issue: "25001" }, "123456")).toBeUndefined();
  });
});

describe("what pages show", () => {
  it("writes days and instants as people do, in Beijing time", () => {
    expect(formatDay("2026-12-03", "zh")).toBe("2026 年 12 月 3 日");
    expect(formatDay("2026-12-03", "en")).toBe("3 December 2026");
    expect(formatInstant("2026-12-31T16:30:00Z", "zh")).toBe("2027 年 1 月 1 日 00:30（北京时间）");
    expect(formatInstant(1_764_727_200_000, "en")).toBe("3 December 2025, 10:00 (Beijing time)");
  });

  it("writes counts and sizes", () => {
    expect([7, 2418, 1_000_000].map(formatCount)).toEqual(["7", "2,418", "1,000,000"]);
    expect([300, 45_678, 1_234_567].map(formatSize)).toEqual(["1 KB", "46 KB", "1.2 MB"]);
  });

  it("reads a line of the ranking", () => {
    expect(readRank("A,12,738ZV786ZGD6PJSF,0,00ff00ff00ff00ff,B,3\n")).toEqual({
      pool: "A",
      rank: "12",
      status: "B",
      pos: "3",
    });
  });
});
