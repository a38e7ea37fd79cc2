import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FilingState } from "../../shared/contract/filing.ts";
import { ruleTexts } from "../../shared/contract/rule-texts.ts";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("docs/rules.md", root), "utf8");
const places = [...text.matchAll(/`((?:shared|functions|test)\/[\w./-]+\.ts)(?:#(\w+))?`/g)].map(
  ([, file = "", name]) => ({ file, name }),
);

/** Cells of every row of every table, heads and rules left out. */
const rows = text
  .split("\n")
  .map((line) => line.replaceAll(/ +/g, " ").trim())
  .filter((line) => line.startsWith("|") && !/^\| (-|Article|Code|Rule|Row)/.test(line))
  .map((line) => line.slice(2, -2).split(" | "));

/** Rules of filing (the rulebook's section 2), and its codes of filing (section 10). */
const RULES = Array.from({ length: 21 }, (_, at) => String(at + 1));
const CODES = Object.keys(ruleTexts).filter((code) => code < "V30" || code >= "V50");

/** Names of the tests of a file: what stands in `it("…"`. */
const namesIn = (file: string): readonly string[] =>
  [...readFileSync(new URL(file, root), "utf8").matchAll(/\bit\(\s*"([^"]+)"/g)].map(
    ([, name = ""]) => name,
  );
const STATES = "test/functions/filings/states.test.ts";

describe("docs/rules.md", () => {
  it("maps every rule of filing, 1 to 21, to a function and a test", () => {
    const mapped = rows.map(([first = ""]) => first).filter((first) => /^\d+$/.test(first));
    expect(mapped).toEqual(RULES);
  });

  it("maps every code of filing to a function and a test, in a row of its own", () => {
    const mapped = new Set(rows.flatMap(([first = ""]) => first.match(/V\d\d/g) ?? []));
    expect(CODES.filter((code) => !mapped.has(code))).toEqual([]);
  });

  it("names each row of the table of states as the test through HTTP that holds it", () => {
    const listed = rows.map(([first = ""]) => first).filter((first) => first.includes(" → "));
    const tested = namesIn(STATES).filter((name) => name.includes(" → "));
    expect(listed.toSorted()).toEqual(tested.toSorted());
    // Each state is come to and left, but the first and the last ones.
    const [from, to] = [0, 1].map((side) =>
      listed.map((name) => (name.split(":")[0] ?? "").split(" → ")[side] ?? "").join(" "),
    );
    for (const state of FilingState.options) {
      if (state !== "DRAFT") expect(to, state).toContain(state);
      if (!["CANCELLED", "EXPIRED", "REVOKED", "REFUSED", "LAPSED"].includes(state))
        expect(from, state).toContain(state);
    }
  });

  it("names files and functions that are there", () => {
    const missing = places.filter(({ file, name }) => {
      const url = new URL(file, root);
      if (!existsSync(url)) return true;
      return (
        name !== undefined &&
        !new RegExp(`export (const|(async )?function) ${name}\\b`).test(readFileSync(url, "utf8"))
      );
    });
    expect(missing).toEqual([]);
  });

  it("names every code of the rulebook, and no other", () => {
    const named = new Set(text.match(/V\d\d/g));
    expect([...named].toSorted()).toEqual(Object.keys(ruleTexts).toSorted());
  });

  it("gives every rule a function and a test", () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      expect(row.at(-2), row[0]).toMatch(/^`(shared|functions)\/[^`]+`$/);
      expect(row.at(-1), row[0]).toMatch(/^`test\/[^`]+`$/);
    }
  });
});
