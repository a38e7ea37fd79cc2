/** `npm run nightly`: what takes too long for every change, one after the other; all must end well. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../paths.ts";

const TRIALS = [
  ["the whole line under faults, three seeds", "infra/local/fault-line.ts"],
  ["kill -9 at 20 moments", "infra/local/kills.ts"],
  ["a thousand households at once", "infra/local/flood.ts", "applications", "1000"],
  ["a draw killed at every call", "infra/local/kills.ts", "draw"],
  ["ten thousand tampered bundles", "infra/bench/tamper.ts"],
] as const;

const failed: string[] = [];
for (const [what, script, ...rest] of TRIALS) {
  process.stdout.write(`\n== ${what}\n`);
  const args = ["--disable-warning=ExperimentalWarning", join(root, script), ...rest];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) failed.push(what);
}
process.stdout.write(
  failed.length === 0 ? "\nnightly OK\n" : `\nnightly FAIL: ${failed.join("; ")}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
