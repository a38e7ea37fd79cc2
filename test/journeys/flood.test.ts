import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { floodApplications } from "../../infra/local/flood/applications.ts";
import { freePort } from "../../infra/local/free-port.ts";
import { startInstance } from "../../infra/local/trials/instance-process.ts";

// `npm run nightly` does it with a thousand, `npm run flood -- applications 20000` with more.
const HOUSEHOLDS = 300;

describe("households that apply all at once", () => {
  it("each have one number in the end, without a gap, in the order of the rule", async () => {
    const data = mkdtempSync(join(tmpdir(), "quanju-flood-"));
    const starting = startInstance({ data, port: await freePort() });
    try {
      const { origin } = await starting.ready;
      const flood = await floodApplications({ origin, data }, HOUSEHOLDS);
      expect(flood.failures).toEqual([]);
      expect(flood.lists).toEqual([
        { queue: "PRIORITY", numbers: HOUSEHOLDS / 10 },
        { queue: "ORDINARY", numbers: HOUSEHOLDS - HOUSEHOLDS / 10 },
      ]);
      expect(flood.peakMiB).toBeGreaterThan(0);
    } finally {
      await starting.kill();
      rmSync(data, { recursive: true, force: true });
    }
  }, 600_000);
});
