import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../infra/paths.ts";
import { cyclesOf, importsOf, wrongArrows } from "./support/imports.ts";

const made: string[] = [];

/** A small project with these files; their arrows are the test's. */
function aTree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "quanju-tree-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

describe("the imports of the project", () => {
  const imports = importsOf(root);

  it("are there to be looked at", () => {
    expect(imports.size).toBeGreaterThan(50);
  });

  it("point inwards: functions, store, domain, contract", () => {
    expect(wrongArrows(imports)).toEqual([]);
  });

  it("go nowhere in a circle", () => {
    expect(cyclesOf(imports)).toEqual([]);
  });
});

describe("the walk over imports", () => {
  const said = (files: Readonly<Record<string, string>>) => wrongArrows(importsOf(aTree(files)));

  it("sees the domain reach for the store", () => {
    const files = {
      "shared/domain/a.ts": `import { b } from "../store/b.ts";`,
      "shared/store/b.ts": "export const b = 1;",
    };
    expect(said(files)).toEqual(["shared/domain/a.ts → shared/store/b.ts"]);
  });

  it("sees an arrow that is only a type, is exported on, or is imported late", () => {
    const files = {
      "shared/store/a.ts": `import type { B } from "../../functions/b.ts";`,
      "shared/store/c.ts": `export * from "../../functions/b.ts";`,
      "shared/store/d.ts": `export const d = () => import("../../functions/b.ts");`,
      "functions/b.ts": "export type B = 1;",
    };
    expect(said(files)).toHaveLength(3);
  });

  it("sees a package that the pure layers may not have", () => {
    const files = {
      "shared/domain/a.ts": `import { createHash } from "node:crypto";`,
      "shared/contract/b.ts": `import { sha256 } from "@noble/hashes/sha2.js";`,
    };
    expect(said(files)).toEqual([
      "shared/contract/b.ts → @noble/hashes/sha2.js",
      "shared/domain/a.ts → node:crypto",
    ]);
  });

  it("sees what runs on one machine only reach into the stacks", () => {
    const files = {
      "infra/stacks/a.ts": `import "../local/dev.ts";`,
      "infra/local/dev.ts": "",
    };
    expect(said(files)).toEqual(["infra/stacks/a.ts → infra/local/dev.ts"]);
  });

  it("sees the verifier reach past the draws", () => {
    const files = {
      "web/verify/a.ts": `import "../../shared/domain/filings/b.ts"; import "../../shared/domain/draws/c.ts";`,
      "shared/domain/filings/b.ts": "",
      "shared/domain/draws/c.ts": "",
    };
    expect(said(files)).toEqual(["web/verify/a.ts → shared/domain/filings/b.ts"]);
  });

  it("sees an import of a file that is not there", () => {
    const files = { "functions/a.ts": `import "./gone.ts";` };
    expect(() => importsOf(aTree(files))).toThrow("functions/a.ts imports ./gone.ts");
  });

  it("sees a circle of three", () => {
    const files = {
      "functions/a.ts": `import "./b.ts";`,
      "functions/b.ts": `import "./c.ts";`,
      "functions/c.ts": `import "./a.ts";`,
    };
    expect(cyclesOf(importsOf(aTree(files)))).toEqual([
      ["functions/a.ts", "functions/b.ts", "functions/c.ts"],
    ]);
  });
});
