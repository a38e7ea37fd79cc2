import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruleTexts } from "../../shared/contract/rule-texts.ts";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("docs/rules.md", root), "utf8");
const places = [...text.matchAll(/`((?:shared|functions|test)\/[\w./-]+\.ts)(?:#(\w+))?`/g)].map(
  ([, file = "", name]) => ({ file, name }),
);

describe("docs/rules.md", () => {
  it("names files and functions that are there", () => {
    const missing = places.filter(({ file, name }) => {
      const url = new URL(file, root);
      if (!existsSync(url)) return true;
      return (
        name !== undefined &&
        !new RegExp(`export (const|function) ${name}\\b`).test(readFileSync(url, "utf8"))
      );
    });
    expect(missing).toEqual([]);
  });

  it("names every code of the rulebook, and no other", () => {
    const named = new Set(text.match(/V\d\d/g));
    expect([...named].toSorted()).toEqual(Object.keys(ruleTexts).toSorted());
  });

  it("gives every rule a function and a test", () => {
    const rows = text
      .split("\n")
      .map((line) => line.replaceAll(/ +/g, " ").trim())
      .filter((line) => line.startsWith("|") && !/^\| (-|Article|Code)/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) expect(row).toMatch(/`(shared|functions)\/[^`]+` \| `test\/[^`]+` \|$/);
  });
});
