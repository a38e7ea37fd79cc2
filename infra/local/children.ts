import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "./refusal.ts";

/** A process of this installation that is none of the platform's: its address, and how to end it. */
export type Child = {
  readonly name: string;
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const PATIENCE_MS = 15_000;

/**
 * Starts a script as a process of its own on a port that it chooses. It says `ready PORT` and ends
 * when its standard input closes, which happens however this process ends.
 *
 * @param environment - all that it gets to know, besides where to find its tools
 * @param fell - called when it ends by itself later
 * @throws Refusal when it ends or says nothing
 */
export async function startChild({
  name,
  script,
  environment,
  report,
  fell,
}: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C is for us, we then stop it in order.
    detached: true,
    env: { ...tools(), PORT: "0", ...environment },
  });
  child.stderr.on("data", (part: Buffer) => {
    report(`${name}: ${part.toString()}`);
  });
  const ended = new Promise<void>((done) =>
    child.once("exit", () => {
      done();
    }),
  );
  const port = await Promise.race([
    readiness(child),
    ended.then(() => undefined),
    wait(PATIENCE_MS, undefined, { ref: false }),
  ]);
  if (port === undefined) {
    child.kill("SIGKILL");
    throw new Refusal(`The process ${name} does not start; the log says why.`);
  }
  let stopping = false;
  void ended.then(() => {
    if (!stopping) fell();
  });
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      stopping = true;
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

export type ChildOptions = {
  readonly name: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly report: (line: string) => void;
  readonly fell: () => void;
};

/** What a process needs to find its way, and nothing that the platform knows. */
const tools = (): Record<string, string> => {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return { ...(PATH && { PATH }), ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
};

const readiness = (child: ChildProcess): Promise<number> =>
  new Promise((ready) => {
    let text = "";
    child.stdout?.on("data", (part: Buffer) => {
      text = (text + part.toString()).slice(0, 1_000);
      const found = /^ready (\d+)$/m.exec(text);
      if (found) ready(Number(found[1]));
    });
  });
