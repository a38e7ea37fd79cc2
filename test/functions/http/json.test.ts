import { describe, expect, it } from "vitest";
import { MOST_ERRORS, parseJson } from "../../../functions/http/json.ts";

const parse = (text: string) => parseJson(Buffer.from(text));
const pointersOf = (text: string): readonly string[] => {
  const parsed = parse(text);
  return "errors" in parsed ? parsed.errors.map(({ pointer }) => pointer) : [];
};
const repeated = (part: string, times: number) => Array<string>(times).fill(part).join(",");

describe("a request's JSON", () => {
  it("is refused at the members that are doubtful", () => {
    expect(pointersOf('{"a":1,"b":{"a":1,"a":2}}')).toEqual(["/b/a"]);
    expect(pointersOf('{"a":[0,1e309]}')).toEqual(["/a/1"]);
    expect(pointersOf('{"a":"\\ud800"}')).toEqual(["/a"]);
    expect(pointersOf('{"a/b":{"c~d":1e309}}')).toEqual(["/a~1b/c~0d"]);
    expect(pointersOf(`${"[".repeat(17)}${"]".repeat(17)}`)).toHaveLength(1);
  });

  it.each(["9007199254740993", "1e309", "1e-400", "1.00000000000000000001", "0.1234567890123456"])(
    "refuses %s, which no double holds as written",
    (number) => {
      expect(pointersOf(`{"a":${number}}`)).toEqual(["/a"]);
    },
  );

  it.each(["9007199254740991", "0", "-0", "0.0", "0e5", "1.50", "1e3", "123456789.012345"])(
    "takes %s",
    (number) => {
      expect(parse(`{"a":${number}}`)).toEqual({ value: { a: Number(number) } });
    },
  );

  it("cannot make the answer large, whatever is wrong how often", () => {
    for (const text of [
      `{${repeated('"a":1', 150_000)}}`,
      `[${repeated("1e999", 150_000)}]`,
      `{${Array.from({ length: 80_000 }, (_, at) => `"k${String(at)}":1`).join(",")}}`,
      `{"${"x".repeat(400_000)}":{${repeated('"a":1', 80_000)}}}`,
      `[${repeated("{}", 300_000)}]`,
    ]) {
      const parsed = parse(text);
      if (!("errors" in parsed)) throw new Error("It was taken");
      expect(parsed.errors.length).toBeLessThanOrEqual(MOST_ERRORS);
      expect(JSON.stringify(parsed).length).toBeLessThan(50_000);
    }
  });
});
