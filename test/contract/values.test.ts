import { describe, expect, it } from "vitest";
import {
  AreaM2,
  CivilDate,
  Fen,
  Pointer,
  text,
  WholeSecond,
} from "../../shared/contract/values.ts";
import { FirmName, PersonName } from "../../shared/contract/identity.ts";
import { TitleCertNo } from "../../shared/contract/lease.ts";
import { SchemeId } from "../../shared/contract/ids.ts";

const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe("a name", () => {
  it("is measured in code points: fifty 𠮷 are fifty", () => {
    expect(accepts(PersonName, "𠮷".repeat(50))).toBe(true);
    expect(accepts(PersonName, "𠮷".repeat(51))).toBe(false);
  });

  it.each(["阿卜杜拉·买买提", "𠮷田", "O'Brien-Smith", "Nguyễn Văn A"])("may be %s", (name) => {
    expect(PersonName.parse(name)).toBe(name.normalize("NFC"));
  });

  it("is brought into NFC", () => {
    expect(PersonName.parse("Nguye\u0302\u0303n")).toBe("Nguy\u1ec5n");
  });

  it.each(["", " 张三", "张三 ", "张\n三", "张\u0000三", "张\u202e三", "\ud842"])(
    "is refused as %j",
    (name) => {
      expect(accepts(PersonName, name)).toBe(false);
    },
  );

  it("of a firm has two characters at least", () => {
    expect(accepts(FirmName, "泉")).toBe(false);
  });
});

describe("values at the edge", () => {
  it.each([
    [CivilDate, "2024-02-29", true],
    [CivilDate, "2026-02-30", false],
    [CivilDate, "2023-02-29", false],
    [CivilDate, "1899-12-31", false],
    [CivilDate, "2200-01-01", false],
    [Fen, 1, true],
    [Fen, 0, false],
    [Fen, 0.5, false],
    [Fen, Infinity, false],
    [Fen, "100", false],
    [AreaM2, 0.01, true],
    [AreaM2, 59.99, true],
    [AreaM2, 8.03, true],
    [AreaM2, 59.999, false],
    [AreaM2, 0, false],
    [WholeSecond, "2026-03-01T00:00:00Z", true],
    [WholeSecond, "2026-03-01T00:00:00.5Z", false],
    [WholeSecond, "2026-03-01T00:00:00+08:00", false],
    [Pointer, "/lease/monthlyRentFen", true],
    [Pointer, "lease", false],
    [Pointer, "/a/~2", false],
    [SchemeId, "qz-2026-001", true],
    [SchemeId, "QZ-2026-001", false],
    [SchemeId, "qz--1", false],
  ] as const)("%#: %j is taken: %j", (schema, value, taken) => {
    expect(accepts(schema, value)).toBe(taken);
  });

  it("every area of two decimals is taken as it is written", () => {
    for (let centi = 1; centi < 20_000; centi++) expect(accepts(AreaM2, centi / 100)).toBe(true);
  });

  it("a text that grows past its limit in NFC is refused", () => {
    expect(accepts(text(1, 2), "\u0958\u0958")).toBe(false);
  });
});

describe("a title certificate's number", () => {
  it.each(["闽（2023）泉州市不动产权第0000001号", "闽〔2023〕泉州市不动产权第0000001号"])(
    "%s is written with ( )",
    (no) => {
      expect(TitleCertNo.parse(no)).toBe("闽(2023)泉州市不动产权第0000001号");
    },
  );
});
