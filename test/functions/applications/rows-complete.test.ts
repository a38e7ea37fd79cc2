import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applicationTransitions } from "../../../shared/domain/applications/transitions.ts";
import { ROWS, type Row } from "./five-b.ts";

const folder = new URL(".", import.meta.url);

/** Rows whose acts are those of choosing a home, and not built: nothing leads there yet. */
const NOT_BUILT: readonly Row[] = ["ALLOCATED | forfeits, does not sign"];

describe("the course of an application (domain rulebook 5 B)", () => {
  it("has a test over HTTP for every row", () => {
    const tests = readdirSync(folder)
      .filter((name) => /^rows-.*\.test\.ts$/.test(name))
      .map((name) => readFileSync(new URL(name, folder), "utf8"))
      .join("\n");
    const named = [...tests.matchAll(/\brow\(\s*"([^"]+)"/g)].map(([, name]) => name);
    expect(ROWS.filter((one) => !named.includes(one))).toEqual(NOT_BUILT);
  });

  it("has no act for the rows that are not built: one that comes brings its test", () => {
    const out = Object.entries(applicationTransitions).filter(([, { from }]) =>
      (from as readonly string[]).includes("ALLOCATED"),
    );
    expect(out.map(([event]) => event)).toEqual(["bar"]);
  });
});
