import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { root } from "../../paths.ts";

const ActTally = z.object({ act: z.string(), points: z.int(), kills: z.int() });

export type DrawKills = {
  /** Per act from freeze to result, in their order. */
  readonly acts: readonly z.infer<typeof ActTally>[];
  readonly failures: readonly string[];
};

/** The whole world of a draw is the test's; here every point of it is tried. */
const TEST = "test/functions/draws/interrupted.test.ts";

/** Kills a draw at every call of the table and of the bucket that it makes from freeze to result. */
export async function tryDrawKills(): Promise<DrawKills> {
  const folder = mkdtempSync(join(tmpdir(), "quanju-draw-kills-"));
  const file = join(folder, "report.jsonl");
  try {
    const { code, said } = await runTest(file);
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    const acts = lines.map((line) => ActTally.parse(JSON.parse(line)));
    const failures = code === 0 ? [] : [`the trial ended with ${code}:\n${said}`];
    return { acts, failures: acts.length === 0 ? ["nothing was tried", ...failures] : failures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runTest(report: string): Promise<{ code: number; said: string }> {
  const runner = join(root, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [runner, "run", TEST, "--reporter=dot", "--silent"], {
    cwd: root,
    env: { ...process.env, QUANJU_KILL_REPORT: report },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const keep = (text: Buffer) => {
    said += text.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => {
      done({ code: code ?? 1, said });
    });
  });
}
