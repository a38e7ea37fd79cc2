import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBundleFile, UnreadableBundle } from "../../../shared/domain/draws/bundle-file.ts";
import { utf8 } from "../../../shared/domain/draws/encoding.ts";
import { isString, walkText } from "../../../shared/domain/draws/json-bytes.ts";
import {
  behindString,
  stringAt,
  stringBytesAt,
  wrongByte,
} from "../../../shared/domain/draws/json-strings.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { openTestPolicy, playDraw } from "./a-draw.ts";

/** What `JSON.parse` says of a text that must be a list or an object. */
function isContainer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

const isAccepted = (text: string): boolean => walkText(utf8(text), () => true) >= 0;

/** JSON with white space and escapes, and the same with one character changed. */
const aText = fc
  .tuple(
    fc.jsonValue(),
    fc.constantFrom(0, 2),
    fc.nat(),
    fc.constantFrom(..."{ } [ ] , : u 0 e E + - . 1 t n".split(" "), '"', "\\", " ", "\n", "\t"),
  )
  .map(([value, spaces, at, by]) => {
    const text = JSON.stringify([value], null, spaces);
    const place = at % (text.length + 1);
    return { text, changed: text.slice(0, place) + by + text.slice(place + 1) };
  });

describe("JSON over bytes", () => {
  it("is accepted where JSON.parse accepts it, and nowhere else", () => {
    fc.assert(
      fc.property(aText, ({ text, changed }) => {
        expect(isAccepted(text)).toBe(true);
        expect(isAccepted(changed)).toBe(isContainer(changed));
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    ["", 0],
    ["{", 1],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ["[01]", 2],
    ["[1.]", 3],
    ["[1e]", 3],
    ["[-]", 2],
    ["[tru]", 4],
    ['["\\x"]', 2],
    ['["\\u12g4"]', 2],
    ['["\n"]', 2],
    ["[1] 2", 4],
    ["[1 2]", 3],
    ["[}", 1],
    ["{]", 1],
    ["\ufeff[]", 0],
  ])("is refused at its first wrong byte: %j", (text, byte) => {
    expect(wrongByte(walkText(utf8(text), () => true))).toBe(byte);
  });

  it.each([
    ["a lone continuation", [0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong form of three bytes", [0xe0, 0x80, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a point above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a sequence cut short", [0xe4, 0xb8]],
  ])("refuses %s in a string", (_, bytes) => {
    const text = Uint8Array.of(0x5b, 0x22, ...bytes, 0x22, 0x5d);
    expect(wrongByte(walkText(text, () => true))).toBe(2);
  });

  it("has the strings of JSON.parse, as text and as UTF-8", () => {
    const aString = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
    const escaped = (text: string) =>
      `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`;
    fc.assert(
      fc.property(aString, fc.boolean(), (text, isEscaped) => {
        const bytes = utf8(isEscaped ? escaped(text) : JSON.stringify(text));
        const end = behindString(bytes, 0);
        expect(end).toBe(bytes.length);
        expect(stringAt(bytes, [0, end])).toBe(text);
        expect([...stringBytesAt(bytes, [0, end])]).toEqual([...utf8(text)]);
        expect(isString(bytes, [0, end])).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe("a bundle in a file", () => {
  const policy = openTestPolicy();
  const open = (text: string) => readBundleFile(utf8(text));

  it("says what the same bundle says as a value", async () => {
    const { bundle } = await playDraw();
    const asValue = verifyBundle(bundle, policy);
    const { roster, ranking, ...small } = bundle;
    for (const text of [JSON.stringify(bundle), JSON.stringify(bundle, null, 2)]) {
      const found = verifyBundle(open(text), policy);
      expect(found.ok).toBe(true);
      expect(found.fixed).toEqual(asValue.fixed);
    }
    const opened = open(JSON.stringify(small));
    if (opened instanceof UnreadableBundle) throw new Error("not read");
    expect(verifyBundle(opened, policy).code).toBe("E_FILE");
    const beside = opened.with({ roster: utf8(roster), ranking: utf8(ranking) });
    expect(verifyBundle(beside, policy).ok).toBe(true);
    const spoiled = opened.with({ roster: utf8(roster), ranking: utf8(`${ranking}x`) });
    expect(verifyBundle(spoiled, policy).code).toBe("E_RANKING_FILE");
  });

  it("takes of equal names the last", async () => {
    const { bundle } = await playDraw();
    const text = JSON.stringify(bundle);
    const twice = (member: string) => `{${member},${text.slice(1)}`;
    expect(verifyBundle(open(twice('"roster":""')), policy).ok).toBe(true);
    expect(verifyBundle(open(`${text.slice(0, -1)},"r\\u006fster":""}`), policy).code).toBe(
      "E_ROSTER_COUNT",
    );
  });

  it.each([
    ['{"drawId":1,"log":[],"checkpoints":{}}', 10],
    ['{"drawId":"","log":{},"checkpoints":{}}', 19],
    ['{"drawId":"","log":[1],"checkpoints":{}}', 20],
    ['{"drawId":"","log":[],"checkpoints":{"a":1}}', 41],
    ['{"drawId":"","log":[],"checkpoints":{},"roster":null}', 48],
    ['{"drawId":"","log":[]}', 22],
    ["[1]", 1],
    ["7", 0],
  ])("is refused where it has another shape: %s", (text, byte) => {
    expect(open(text)).toEqual(new UnreadableBundle(byte));
    expect(verifyBundle(open(text), policy)).toMatchObject({ code: "E_FILE", at: { byte } });
  });
});
