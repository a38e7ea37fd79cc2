import { describe, expect, it } from "vitest";
import { tryKills } from "../../infra/local/trials/kill-trial.ts";

describe("npm start and everything it has started, killed in the middle of the demo", () => {
  // `npm run kills` does it 20 times with more households; this is three times for every change.
  it("starts again and ends with RESULT OK, nothing acknowledged lost, nothing doubled", async () => {
    const said: string[] = [];
    const trial = await tryKills({
      ...{ kills: 3, households: 5, seed: 7 },
      say: (line) => said.push(line),
    });
    expect(trial.failures).toEqual([]);
    expect([trial.kills, said.length]).toEqual([3, 3]);
    // The launcher, the server, the emulator, four outside systems and four cosigners, each time.
    expect(trial.processes).toBeGreaterThanOrEqual(3 * 11);
    expect(trial.resumed).toBeGreaterThan(0);
    expect(trial.end.tally).toMatchObject({ "ALLOCATION OCCUPIED": 3, "SCHEME SELECTING": 1 });
  }, 240_000);
});
