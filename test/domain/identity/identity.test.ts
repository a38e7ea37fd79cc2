import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bornOn, idFault, isMinor } from "../../../shared/domain/identity/id-facts.ts";
import {
  maskedParty,
  maskIdNumber,
  maskName,
  maskPhone,
  plainParty,
} from "../../../shared/domain/identity/masks.ts";
import {
  normaliseIdNumber,
  normaliseName,
  normaliseTitleCertNo,
} from "../../../shared/domain/identity/normalise.ts";
import { aFirm, anIdNumber, aPerson } from "../../support/builders/people.ts";

describe("a mask", () => {
  it.each([
    ["张三", "张*"],
    ["张小三", "张*三"],
    ["欧阳秀兰", "欧*兰"],
    ["𠮷田三", "𠮷*三"],
    ["𠮷田", "𠮷*"],
    ["张", "*"],
  ])("of the name %s is %s", (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it("of an ID is 3 + 11 + 4, of a phone 3 + 4 + 4", () => {
    expect(maskIdNumber("350502190001011234")).toBe("350***********1234");
    expect(maskPhone("13812341234")).toBe("138****1234");
  });

  it("of a firm leaves what is public: its name and credit code", () => {
    const { name, idNumber, phone } = maskedParty(aFirm());
    expect([name, idNumber, phone]).toEqual([aFirm().name, aFirm().idNumber, "139****5678"]);
    expect(maskedParty(aPerson()).name).toBe("林*国");
    expect(plainParty(aPerson())).toEqual(aPerson());
  });

  it("never shows a birth date, and always hides something", () => {
    const born = fc
      .integer({ min: 0, max: 36_000 })
      .map((n) =>
        new Date(Date.UTC(1920, 0, 1) + n * 86_400_000)
          .toISOString()
          .slice(0, 10)
          .replaceAll("-", ""),
      );
    fc.assert(
      fc.property(born, fc.integer({ min: 1, max: 999 }), (day, serial) => {
        const masked = maskIdNumber(anIdNumber(day, serial));
        expect(masked.slice(6, 14)).toBe("********");
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{5,17}$/), (no) => {
        const masked = maskIdNumber(no);
        expect(masked).toHaveLength(no.length);
        expect(masked.split("*").length - 1).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  it("of a name is well-formed text that shows two characters at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), (name) => {
        const masked = maskName(name);
        expect(masked.isWellFormed()).toBe(true);
        expect(Array.from(masked).length).toBeLessThanOrEqual(3);
        expect(masked).toContain("*");
      }),
    );
  });
});

describe("a number's birth date", () => {
  const aged = { idType: "RESIDENT_ID", idNumber: anIdNumber("20080302") } as const;

  it("is read where there is one", () => {
    expect(bornOn(aged)).toBe("2008-03-02");
    expect(bornOn({ idType: "PASSPORT", idNumber: "E12345678" })).toBeUndefined();
  });

  it("must be past (V02): the day of birth itself is", () => {
    expect(idFault(aged, "2008-03-02")).toBeUndefined();
    expect(idFault(aged, "2008-03-01")).toBe("V02");
    expect(idFault({ ...aged, idNumber: "350502190001010018" }, "2026-01-01")).toBe("V01");
  });

  it("tells a minor until the day before the eighteenth birthday", () => {
    expect(isMinor(aged, "2026-03-01", 18)).toBe(true);
    expect(isMinor(aged, "2026-03-02", 18)).toBe(false);
    expect(isMinor({ idType: "PASSPORT", idNumber: "E12345678" }, "2026-03-01", 18)).toBe(false);
  });
});

describe("one spelling", () => {
  it("for what identifies", () => {
    expect(normaliseIdNumber("35058219000101903x")).toBe("35058219000101903X");
    expect(normaliseName("Nguye\u0302\u0303n")).toBe("Nguy\u1ec5n");
    expect(normaliseTitleCertNo("闽〔2023〕泉州市不动产权第0000001号")).toBe(
      "闽(2023)泉州市不动产权第0000001号",
    );
  });
});
