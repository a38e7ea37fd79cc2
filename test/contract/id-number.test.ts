import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  birthDigits,
  creditCheckDigit,
  idNumberFault,
  organisationCheckDigit,
  PERSON_ID_TYPES,
  residentCheckDigit,
} from "../../shared/contract/id-number.ts";
import { IdNumber, Mobile, PersonParty, Uscc } from "../../shared/contract/identity.ts";
import { anIdNumber, aPerson } from "../support/builders/people.ts";

describe("the examples of the rulebook", () => {
  it.each([
    ["RESIDENT_ID", "350502190001010017"],
    ["RESIDENT_ID", "35058219000101903X"],
    ["HMT_RESIDENCE_PERMIT", "810000190001010018"],
    ["HMT_RESIDENCE_PERMIT", "83000019000101002X"],
    ["FOREIGN_PR_2023", "935840190001010014"],
    ["FOREIGN_PR_2023", "935826190001010025"],
    ["FOREIGN_PR_2017", "USA110000000000"],
    ["HM_TRAVEL_PERMIT", "H12345678"],
    ["HM_TRAVEL_PERMIT", "M1234567801"],
    ["TW_TRAVEL_PERMIT", "12345678"],
    ["PASSPORT", "E12345678"],
    ["USCC", "91350502MA000TE569"],
    ["USCC", "91350582MA00DEM9X6"],
  ] as const)("accept %s %s", (idType, idNumber) => {
    expect(idNumberFault(idType, idNumber)).toBeUndefined();
  });

  it.each([
    ["RESIDENT_ID", "350502190001010018", "V01"],
    ["RESIDENT_ID", "350582190002290016", "V02"],
    ["HMT_RESIDENCE_PERMIT", "810000190001010019", "V01"],
    ["HMT_RESIDENCE_PERMIT", "840000190001010013", "V01"],
    ["FOREIGN_PR_2023", "935840190001010015", "V01"],
    ["FOREIGN_PR_2023", "835840190001010010", "V01"],
    ["FOREIGN_PR_2017", "USA11000000000", "V01"],
    ["HM_TRAVEL_PERMIT", "T12345678", "V01"],
    ["TW_TRAVEL_PERMIT", "123456789", "V01"],
    ["PASSPORT", "E123", "V01"],
    ["USCC", "91350502MA000TE568", "V04"],
    ["USCC", "91350582MA00DEO9X6", "V04"],
  ] as const)("refuse %s %s with %s", (idType, idNumber, fault) => {
    expect(idNumberFault(idType, idNumber)).toBe(fault);
  });
});

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((d) => d.join(""));

describe("check digits", () => {
  it("of resident IDs find every single wrong digit and every swap of neighbours", () => {
    fc.assert(
      fc.property(digits(17), fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const wrong = body.slice(0, at) + String((Number(body[at]) + by) % 10) + body.slice(at + 1);
        expect(residentCheckDigit(wrong)).not.toBe(residentCheckDigit(body));
        const [a, b] = [body.charAt(at), body.charAt(at + 1)];
        if (b === "" || a === b) return;
        const swapped = body.slice(0, at) + b + a + body.slice(at + 2);
        expect(residentCheckDigit(swapped)).not.toBe(residentCheckDigit(body));
      }),
    );
  });

  it("of credit codes agree with the ones printed on the examples", () => {
    expect(organisationCheckDigit("MA000TE5")).toBe("6");
    expect(creditCheckDigit("91350502MA000TE56")).toBe("9");
    expect(organisationCheckDigit("MA00DEM9")).toBe("X");
    expect(creditCheckDigit("91350582MA00DEM9X")).toBe("6");
  });

  it("of credit codes find every single wrong character", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const right = "91350502MA000TE569";
    for (let at = 0; at < 18; at++)
      for (const other of alphabet)
        if (other !== right.charAt(at))
          expect(idNumberFault("USCC", right.slice(0, at) + other + right.slice(at + 1))).toBe(
            "V04",
          );
  });
});

/** Any UTF-16 unit, lone surrogates too; fast-check's own `binary` takes seconds to set up. */
const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

describe("a number as it is typed", () => {
  it("may end in a small x, which becomes X", () => {
    expect(IdNumber.parse("35058219000101903x")).toBe("35058219000101903X");
    expect(Uscc.parse("91350502ma000te569")).toBe("91350502MA000TE569");
  });

  it("is refused at its own member, with the rulebook's code", () => {
    const parsed = PersonParty.safeParse({ ...aPerson(), idNumber: "350599199001010010" });
    const issues = parsed.error?.issues ?? [];
    expect(issues.map(({ path, message }) => [path.join("/"), message])).toEqual([
      ["idNumber", "V01"],
    ]);
  });

  it("never makes the parser throw, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyUnit }),
        fc.constantFrom(...PERSON_ID_TYPES),
        (text, idType) => {
          expect(() =>
            PersonParty.safeParse({ ...aPerson(), idType, idNumber: text }),
          ).not.toThrow();
          expect(() => idNumberFault("USCC", text)).not.toThrow();
        },
      ),
    );
  });

  it("holds a birth date where its kind does", () => {
    expect(birthDigits("RESIDENT_ID", anIdNumber("19900102"))).toBe("19900102");
    expect(birthDigits("FOREIGN_PR_2023", "935840190001010014")).toBe("19000101");
    expect(birthDigits("PASSPORT", "E12345678")).toBeUndefined();
  });
});

describe("a mobile number", () => {
  it.each([
    "12800001234",
    "1380000123",
    "138000012345",
    "+8613800001234",
    "１３８００００１２３４",
  ])("is refused as %s (V05)", (phone) => {
    expect(Mobile.safeParse(phone).error?.issues[0]?.message).toBe("V05");
  });
});
