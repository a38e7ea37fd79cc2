import { describe, expect, it } from "vitest";
import { missingFaults, tryUnderFaults } from "../../infra/local/trials/fault-trial.ts";

describe("the whole line, from a lease filed to a home leased, with 30 % of database calls failing", () => {
  // `npm run faults` does it for three seeds and more households; this is one of each for every change.
  it("ends as it must: nothing lost, doubled, stuck, late or answered 5xx without Retry-After", async () => {
    const trial = await tryUnderFaults({ seed: 11, p: 0.3, households: 5 });
    expect(trial.failures).toEqual([]);
    expect(missingFaults(trial.counts).filter((one) => !one.includes("short-page"))).toEqual([]);
    expect(trial.acknowledged).toBeGreaterThan(35);
    expect(trial.end.tally).toMatchObject({
      "ALLOCATION OCCUPIED": 3,
      "APPLICATION ALLOCATED": 3,
      "SCHEME SELECTING": 1,
    });
  }, 240_000);
});
