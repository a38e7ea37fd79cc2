import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beganAt, takeFolder } from "../../../infra/local/instance-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quanju-lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const lock = () => join(folder, "lock");

describe("the lock of a data folder", () => {
  it("keeps a second instance out, naming the first", () => {
    takeFolder(folder);
    expect(() => takeFolder(folder)).toThrow(`process ${process.pid}`);
  });

  it("is free again when given back", () => {
    takeFolder(folder)();
    expect(existsSync(lock())).toBe(false);
    takeFolder(folder);
  });

  it("does not outlive its process, whatever the number is given to next", () => {
    for (const stale of ["999999999 123\n", `${process.pid} 1\n`, "nonsense", ""]) {
      writeFileSync(lock(), stale);
      takeFolder(folder)();
    }
    expect(existsSync(lock())).toBe(false);
  });

  it("of another is left alone by one who gives back late", () => {
    const release = takeFolder(folder);
    const rival = `1 ${beganAt(1) ?? "-"}\n`;
    writeFileSync(lock(), rival);
    release();
    expect(readFileSync(lock(), "utf8")).toBe(rival);
  });
});
