import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fieldProblems } from "../../../functions/http/field-problems.ts";
import { FlatId, HomeId, SchemeId } from "../../../shared/contract/ids.ts";
import { Landline, RealPerson } from "../../../shared/contract/identity.ts";
import { SchemePool } from "../../../shared/contract/scheme.ts";
import { AreaM2, CivilDate, Instant, text } from "../../../shared/contract/values.ts";

const problemsOf = (schema: z.ZodType, value: unknown) => {
  const result = schema.safeParse(value);
  return result.success ? [] : fieldProblems(result.error, "");
};
const Everything = z.strictObject({
  name: text(2, 10),
  date: CivilDate,
  at: Instant,
  area: AreaM2,
  count: z.int().min(1).max(5),
  list: z.array(z.string()).min(1).max(2),
  choice: z.enum(["A", "B"]),
  code: z.string().regex(/^[A-Z]{3}$/),
});

describe("what is said of a bad member", () => {
  it("is plain in both languages, names no pattern, and stands once for each member", () => {
    const bad = [
      {},
      { ...{ name: "\u0000", date: "2026-02-30", at: "soon", area: 0.001, count: 1.5 }, extra: 1 },
      {
        ...{ name: "x", date: 5, at: "", area: "1", count: 9, list: [], choice: "C" },
        code: "abc",
      },
      { ...{ name: " x ", list: ["a", "b", "c"], count: 0, code: 1 } },
    ];
    for (const value of bad) {
      const problems = problemsOf(Everything, value);
      expect(problems.length).toBeGreaterThan(3);
      const pointers = problems.map(({ pointer }) => pointer);
      expect(new Set(pointers).size).toBe(pointers.length);
      for (const { zh, en } of problems) {
        expect(zh).toMatch(/^[\p{Script=Han}\p{P}\w\s:()“”]{3,60}$/u);
        expect(en).toMatch(/^[A-Z][\w\s.,:;()“”'-]{5,80}$/);
        expect(`${zh} ${en}`).not.toMatch(/regex|zod|undefined|NaN|\^|invalid_/i);
      }
    }
  });

  it("gives the rulebook's code where there is one", () => {
    const person = { name: "林建国", idType: "RESIDENT_ID", idNumber: "350599196803129017" };
    expect(problemsOf(RealPerson, person)).toMatchObject([{ pointer: "/idNumber", code: "V01" }]);
  });

  it("never quotes what was sent", () => {
    const secret = "350599196803129016";
    const problems = problemsOf(Everything, {
      name: secret.repeat(3),
      code: secret,
      count: secret,
    });
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it("says by name what else is wrong: an order of sizes, a mobile number in public", () => {
    const pool = { id: "A", name: { zh: "组", en: "P" }, units: 1, spill: "-", queue: "ORDINARY" };
    expect(problemsOf(SchemePool, { ...pool, minPersons: 3, maxPersons: 2 })).toMatchObject([
      { pointer: "/maxPersons", zh: "最多人数不得少于最少人数" },
    ]);
    expect(problemsOf(Landline, "19905990019")[0]?.zh).toContain("固定电话");
  });
});

describe("a number that everyone reads", () => {
  it("is a landline or a service number, never a mobile", () => {
    for (const good of [
      "0595-22180019",
      "010-65231234",
      "0595-22180019-12",
      "12345",
      "400-123-4567",
    ])
      expect(Landline.safeParse(good).success).toBe(true);
    for (const bad of ["19905990019", "0595-19905990019", "13800138000", "+86 199", "059522180019"])
      expect(problemsOf(Landline, bad)[0]?.en).toContain("landline");
  });
});

describe("a code that everyone reads", () => {
  const ID = "350599196803129016";
  it("holds nobody's identity number", () => {
    for (const code of [ID, `${ID}01`, `X${ID}`, "35059919680312901-6".replace("-", "")])
      expect(problemsOf(FlatId, code)).toMatchObject([
        { zh: "编号中不得含有身份证号码或手机号码" },
      ]);
    expect(problemsOf(SchemeId, `qz-${ID}`)).toHaveLength(1);
    expect(problemsOf(SchemeId, "qz-350599-19680312-9016")).toHaveLength(1);
    expect(problemsOf(HomeId, `FZ-${ID}`)).toHaveLength(1);
  });

  it("holds nobody's mobile number", () => {
    for (const code of ["19905990019", "QZ19905990019A"])
      expect(problemsOf(FlatId, code)).toHaveLength(1);
    expect(problemsOf(SchemeId, "qz-199-0599-0019")).toHaveLength(1);
    expect(problemsOf(HomeId, "A-19905990019")).toHaveLength(1);
  });

  it("may be as long a run of digits as the city's codes of flats are", () => {
    for (const code of [
      "35050300100100501",
      "35050300300100501",
      "3505030020001101",
      "350503002001GB00001F00030501",
    ])
      expect(problemsOf(FlatId, code)).toEqual([]);
    expect(problemsOf(SchemeId, "fz-prh-2026-001")).toEqual([]);
  });
});
