import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../paths.ts";
import { freePort } from "./free-port.ts";
import { Refusal, codeOf } from "./refusal.ts";
import { indexStream } from "./stream-index.ts";

const BINARY = join(root, "node_modules", "@dynoxide", "linux-x64", "dynoxide");
const PATIENCE_MS = 10_000;

/**
 * Starts the emulator behind a shell that ends it when its own standard input closes, which happens
 * however this process ends. A group of its own: Ctrl-C is for us, we then stop it in order.
 */
const GUARD = `exec 3<&0
"$@" </dev/null >/dev/null &
child=$!
echo $child
(cat <&3 >/dev/null; kill -9 $child 2>/dev/null) &
wait $child`;

/** A running emulator: its address, and how to stop it. */
export type Emulator = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Starts DynamoDB on a file, or in memory without one.
 *
 * @param fell - called when it ends by itself
 * @throws Refusal when the file is no database, or nothing answers within 10 s
 */
export async function startEmulator(file: string | undefined, fell: () => void): Promise<Emulator> {
  if (!existsSync(BINARY)) {
    throw new Refusal(
      "The DynamoDB emulator is not installed here; set AWS_ENDPOINT_URL_DYNAMODB.",
    );
  }
  if (file !== undefined) {
    await endStale(`${file}.pid`);
    checkHeader(file);
  }
  const port = await freePort();
  const args = [
    "serve",
    "--port",
    String(port),
    ...(file === undefined ? [] : ["--db-path", file]),
  ];
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", BINARY, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((done) =>
    child.on("exit", () => {
      done();
    }),
  );
  const complaint = collect(child);
  const pid = await firstLine(child);
  if (file !== undefined) writeFileSync(`${file}.pid`, pid);

  const url = `http://127.0.0.1:${port}`;
  const answers = await Promise.race([answering(url), ended.then(() => false)]);
  if (!answers) {
    child.stdin.end();
    throw new Refusal(
      file === undefined
        ? `The DynamoDB emulator does not start: ${complaint()}`
        : `The data file ${file} cannot be opened: restore it, or move it away. ${complaint()}`.trim(),
    );
  }
  if (file !== undefined) indexStream(file);
  let stopping = false;
  void ended.then(() => {
    if (!stopping) fell();
  });
  return {
    url,
    stop: async () => {
      stopping = true;
      if (child.exitCode === null) process.kill(Number(pid), "SIGTERM");
      await Promise.race([ended, wait(3_000)]);
      child.stdin.end();
      if (file !== undefined) rmSync(`${file}.pid`, { force: true });
    },
  };
}

/** SQLite's files begin with these 16 bytes; an empty one is a new database. */
const MAGIC = "SQLite format 3\0";

function checkHeader(file: string): void {
  if (!existsSync(file)) return;
  const head = Buffer.alloc(MAGIC.length);
  const open = openSync(file, "r");
  const length = readSync(open, head);
  closeSync(open);
  if (length > 0 && head.toString("latin1") !== MAGIC) {
    throw new Refusal(`The data file ${file} is damaged: restore it, or move it away.`);
  }
}

/** Ends the emulator of an instance that was killed together with the shell that guarded it. */
async function endStale(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = readFileSync(pidFile, "utf8").trim();
  const command = (): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH") return "";
      throw error;
    }
  };
  const stale = (): boolean => /^\d+$/.test(pid) && command().startsWith(`${BINARY}\0`);
  for (let tries = 0; stale() && tries < 100; tries++) {
    if (tries === 0) process.kill(Number(pid), "SIGKILL");
    await wait(20);
  }
  rmSync(pidFile, { force: true });
}

const collect = (child: ChildProcess): (() => string) => {
  let text = "";
  child.stderr?.on("data", (part: Buffer) => {
    text = (text + part.toString()).slice(-300);
  });
  return () => text.trim().split("\n").at(-1) ?? "";
};

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((found, fail) => {
    let text = "";
    child.on("error", fail);
    child.on("exit", () => {
      fail(new Refusal("The DynamoDB emulator does not start."));
    });
    child.stdout?.on("data", (part: Buffer) => {
      text += part.toString();
      if (text.includes("\n")) found(text.split("\n", 1)[0] ?? "");
    });
  });

async function answering(url: string): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(1_000) });
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await wait(5);
    }
  }
  return false;
}
