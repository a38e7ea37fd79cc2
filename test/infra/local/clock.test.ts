import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock, durationMs } from "../../../infra/local/clock.ts";
import { Refusal } from "../../../infra/local/refusal.ts";

const DAY = 86_400_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quanju-clock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the movable clock", () => {
  it("shows the machine's time until it is moved", () => {
    expect(Math.abs(new Clock(folder).now() - Date.now())).toBeLessThan(1_000);
  });

  it("keeps its lead over a restart", () => {
    const clock = new Clock(folder);
    const target = clock.now() + 3 * DAY;
    expect(clock.moveTo(target)).toBe(true);
    expect(new Clock(folder).now()).toBeGreaterThanOrEqual(target);
  });

  it("does not go back, nor past the year 9999", () => {
    const clock = new Clock(folder);
    const before = clock.now();
    expect(clock.moveTo(before - 1)).toBe(false);
    expect(clock.moveTo(Date.UTC(10_000, 0, 1))).toBe(false);
    expect(clock.now() - before).toBeLessThan(1_000);
  });

  it("refuses a damaged file in one sentence", () => {
    writeFileSync(join(folder, "clock.json"), `{"offsetMs":-5}`);
    expect(() => new Clock(folder)).toThrow(Refusal);
  });
});

describe("a duration", () => {
  it("is read in weeks, days, hours, minutes and seconds", () => {
    expect(durationMs("P3D")).toBe(3 * DAY);
    expect(durationMs("P1W")).toBe(7 * DAY);
    expect(durationMs("PT36H")).toBe(1.5 * DAY);
    expect(durationMs("P1DT1H1M1S")).toBe(DAY + 3_661_000);
  });

  it("is refused when empty, negative, in months or years, or not one at all", () => {
    for (const text of ["", "P", "PT", "P1DT", "-P1D", "P-1D", "P1M", "P1Y", "3 days", "p3d"]) {
      expect(durationMs(text)).toBeUndefined();
    }
  });

  it("never makes a number out of other text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const length = durationMs(text);
        return length === undefined || /^P[\dWDTHMS]+$/.test(text);
      }),
    );
  });
});
