import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../../paths.ts";
import { killTree } from "./process-tree.ts";

/** Where a trial's instance keeps its data, where it listens, and whose table it uses. */
export type Place = {
  readonly data: string;
  readonly port: number;
  /** A DynamoDB of the trial's own instead of the instance's. */
  readonly tableUrl?: string;
};

/** An instance as `npm start` runs it. */
export type RunningInstance = {
  readonly origin: string;
  /** kill -9 of the whole tree; gives the number of processes. */
  kill(): Promise<number>;
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number>;
};

/** The first start after a change builds everything; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;

/** `npm start` on its way; it can be killed before it is ready. */
export type StartingInstance = {
  readonly ready: Promise<RunningInstance>;
  kill(): Promise<number>;
};

/** Runs `npm start` in a process group of its own. */
export function startInstance({ data, port, tableUrl }: Place): StartingInstance {
  const child = spawn("npm", ["start"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      QUANJU_DATA: data,
      PORT: String(port),
      ...(tableUrl !== undefined && { AWS_ENDPOINT_URL_DYNAMODB: tableUrl }),
    },
  });
  const exited = once(child, "exit");
  const { pid } = child;
  if (pid === undefined) throw new Error("npm could not be started.");
  const kill = () => killTree(pid);
  const running = (origin: string): RunningInstance => ({
    origin,
    kill,
    stop: async () => {
      process.kill(-pid, "SIGINT");
      const [code] = (await exited) as [number | null];
      return code ?? 1;
    },
  });
  const ready = readiness(child).then(running);
  // Who kills it before it is ready does not wait for it.
  ready.catch(() => undefined);
  return { ready, kill };
}

function readiness(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = "";
    const timer = setTimeout(() => {
      fail(new Error(`npm start is not ready after ${PATIENCE_MS / 1000} s: ${text}`));
    }, PATIENCE_MS);
    const read = (part: Buffer) => {
      text = (text + part.toString()).slice(-4000);
      const origin = /^Quanju is ready at (\S+)$/m.exec(text)?.[1];
      if (origin === undefined) return;
      clearTimeout(timer);
      done(origin);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`npm start ended with ${code ?? "a signal"}: ${text}`));
    });
  });
}

/** A run of `npm run demo` against an instance. */
export type DemoRun = {
  /** What it has printed so far. */
  lines(): readonly string[];
  readonly ended: Promise<number>;
};

export function runDemo(
  { data }: Place,
  { households, journal }: { readonly households: number; readonly journal: string },
): DemoRun {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "infra", "local", "demo.ts")],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        QUANJU_DATA: data,
        QUANJU_DEMO_HOUSEHOLDS: String(households),
        QUANJU_DEMO_JOURNAL: journal,
      },
    },
  );
  let text = "";
  const read = (part: Buffer) => {
    text += part.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = once(child, "close").then(([code]: unknown[]) =>
    typeof code === "number" ? code : 1,
  );
  return {
    lines: () => text.split("\n").slice(0, -1),
    ended,
  };
}
