import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ROWS } from "./five-b.ts";

const folder = new URL(".", import.meta.url);

describe("the course of an application (domain rulebook 5 B)", () => {
  it("has a test over HTTP for every row", () => {
    const tests = readdirSync(folder)
      .filter((name) => /^rows-.*\.test\.ts$/.test(name))
      .map((name) => readFileSync(new URL(name, folder), "utf8"))
      .join("\n");
    const named = [...tests.matchAll(/\brow\(\s*"([^"]+)"/g)].map(([, name]) => name);
    expect(ROWS.filter((one) => !named.includes(one))).toEqual([]);
  });
});
