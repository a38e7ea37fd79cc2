import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import type { Found } from "./hostile-files.ts";

const run = promisify(execFile);

/** Each in a process of its own: memory is measured over the whole process. */
async function read(...args: string[]): Promise<Found[]> {
  const script = ["--expose-gc", "test/verify/hostile-files.ts", ...args];
  const { stdout } = await run(process.execPath, script, { maxBuffer: 1_000_000 });
  return JSON.parse(stdout) as Found[];
}

describe("a file made to exhaust its reader", () => {
  let found: Found[] = [];
  const called = (name: string) => found.find((one) => one.name === name);

  beforeAll(async () => {
    found = await read();
  }, 120_000);

  it("is refused, whatever it holds", () => {
    expect(found).toHaveLength(25);
    for (const { name, code } of found) {
      const expected = name === "one entry that holds millions" ? "E_DOC" : /^E_(FILE|ROSTER)/;
      expect(code, name).toMatch(expected);
    }
  });

  it("takes no more than 64 MB and three times its size", () => {
    for (const { name, megabytes, moreMegabytes } of found) {
      expect(moreMegabytes, name).toBeLessThan(64 + 3 * megabytes);
    }
  });

  it("takes time in proportion to its size", () => {
    // A loaded machine needs a second for a megabyte of the worst; a quadratic reader, hours.
    for (const { name, milliseconds } of found) expect(milliseconds, name).toBeLessThan(10_000);
  });

  it("is refused at the byte where it goes wrong", () => {
    expect(called("lists without end")?.byte).toBe(6_000_000);
    expect(called("nothing but NUL")?.byte).toBe(0);
    expect(called("a number of millions of digits")?.byte).toBe(
      '{"drawId":"test-draw","log":['.length,
    );
    expect(called("bytes that are no UTF-8")?.byte).toBe(6_000_011);
    expect(called("a roster of one line")?.byte).toBe(32);
    expect(called("a roster of one receipt")?.byte).toBe(82);
    expect(called("a score of millions of digits")?.byte).toBe("AAAAAAAA,A,".length);
  });
});

describe("a file of a hundred megabytes, made to exhaust its reader", () => {
  // By itself each: what one leaves behind must not hide what the next one takes.
  it.each([
    ["lists without end", "E_FILE"],
    ["lists within closed lists", "E_FILE"],
    ["one entry of nested lists", "E_FILE"],
    ["one entry that holds millions", "E_DOC"],
    ["one entry of escapes", "E_FILE"],
    ["a name of millions of letters", "E_FILE"],
    ["a roster of one line", "E_ROSTER_LINE"],
    ["a roster of one receipt", "E_ROSTER_ORDER"],
  ])(
    "of %s is refused within memory and time",
    async (name, code) => {
      const [found] = await read("100", name);
      expect(found?.code).toBe(code);
      expect(found?.moreMegabytes).toBeLessThan(64 + 3 * (found?.megabytes ?? 0));
      expect(found?.milliseconds).toBeLessThan(60_000);
    },
    120_000,
  );
});
