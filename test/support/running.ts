import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/paths.ts";
import { codeOf } from "../../infra/local/refusal.ts";

/** An `npm start` under test, in a process group of its own. */
export type Running = {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  readonly said: () => string;
  readonly exited: Promise<number | null>;
  /** @throws with what was said, when it ends or is not ready within two minutes */
  readonly ready: Promise<string>;
};

/** A test that gives up must not leave an installation behind. */
const launched = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of launched) child.kill("SIGKILL");
});

/** Runs the launcher as npm would; `environment` is added to ours. */
export function launch(environment: Readonly<Record<string, string>>, ...args: string[]): Running {
  const launcher = join(root, "infra", "local", "launch.mjs");
  const child = spawn(process.execPath, [launcher, ...(args.length > 0 ? args : ["start"])], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  launched.add(child);
  let text = "";
  const exited = new Promise<number | null>((done) => child.on("exit", done));
  const ready = new Promise<string>((done, fail) => {
    const look = (part: Buffer): void => {
      text += part.toString();
      const origin = /ready at (\S+)/.exec(text)?.[1];
      if (origin !== undefined) done(origin);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    void exited.then(() => {
      fail(new Error(`It ended: ${text}`));
    });
    setTimeout(() => {
      fail(new Error(`Not ready: ${text}`));
    }, 120_000).unref();
  });
  // A test that expects a refusal does not wait for this.
  ready.catch(() => undefined);
  return { child, said: () => text, exited, ready };
}

/** Processes whose command line or environment mentions the text: what a data folder left behind. */
export function processesAbout(text: string): string[] {
  const read = (file: string): string => {
    try {
      return readFileSync(file, "latin1").replaceAll("\0", " ");
    } catch (error) {
      // It has ended meanwhile, or is not ours to look at.
      if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return "";
      throw error;
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({
      pid,
      about: `${read(`/proc/${pid}/cmdline`)} ${read(`/proc/${pid}/environ`)}`,
    }))
    .filter(({ about }) => about.includes(text))
    .map(({ pid, about }) => `${pid} ${about.slice(0, 120)}`);
}
