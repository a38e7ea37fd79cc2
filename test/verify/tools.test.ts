import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const linesOf = async (script: string, ...args: string[]): Promise<string[]> =>
  (await run(process.execPath, [script, ...args])).stdout.trimEnd().split("\n");

describe("the tools around the verifier", () => {
  it("tamper with good bundles and find none accepted", async () => {
    const lines = await linesOf("infra/bench/tamper.ts", "--n", "210", "--seed", "5");
    expect(lines.at(-1)).toBe("0 accepted");
    for (const kind of ["flip", "drop", "reorder", "cut", "swap", "splice", "forge"]) {
      expect(lines.some((line) => line.startsWith(`${kind} `) && line.includes(" 30:"))).toBe(true);
    }
  }, 60_000);

  it("measure a draw beside the naive way, which must find the same", async () => {
    const args = ["draw", "--sizes", "300,3000", "--runs", "1"];
    const lines = await linesOf("infra/bench/main.ts", ...args);
    for (const work of ["freeze", "tickets + rank", "verification"]) {
      expect(lines.filter((line) => line.startsWith(work) && line.includes("1/"))).toHaveLength(2);
      expect(lines.some((line) => line.startsWith(`growth 300 → 3000: ${work} ×`))).toBe(true);
    }
    expect(lines.at(-1)).toMatch(
      /^verification of 3000 by itself: \d+(\.\d)? ms, cpu \d+(\.\d)? ms, peak \d+ MB$/,
    );
  }, 60_000);
});
