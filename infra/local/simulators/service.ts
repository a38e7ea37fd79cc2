import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { Script, ScriptLine } from "./script.ts";

/** A request as a simulator sees it. `verdict` is what the script wants said, if it wants anything. */
export type Asked = {
  path: string;
  query: URLSearchParams;
  body: unknown;
  verdict?: "agree" | "disagree" | "unknown" | "lie";
};
export type Said = { status: number; body: unknown };

/** A system of others: what it answers, and which case a request is about (for the script). */
export type Simulator = {
  /** Undefined for a request that it does not know. */
  caseOf(method: string, asked: Asked): string | undefined;
  answer(method: string, asked: Asked): Promise<Said>;
};

/** A request that breaks the agreed shape. */
export class Refused extends Error {
  readonly said: Said;
  constructor(status: number, error: string, pointers: string[] = []) {
    super(error);
    this.said = { status, body: pointers.length > 0 ? { error, pointers } : { error } };
  }
}

/** Parses what came in. @throws Refused (422) naming each wrong member */
export function accept<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const pointers = read.error.issues.map(({ path }) => `/${path.map(String).join("/")}`);
  throw new Refused(422, "bad-request", pointers);
}

/**
 * Serves a simulator on 127.0.0.1, with `POST /script` (see script.ts), `DELETE /script` and
 * `GET /script` → `{counts}` beside its own paths.
 *
 * @param port - 0 for any free one
 */
export async function serve(
  simulator: Simulator,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const script = new Script();
  const server = createServer({ keepAlive: true }, (request, response) => {
    handle(simulator, script, { request, response }).catch((error: unknown) => {
      process.stderr.write(`simulator: ${error instanceof Error ? error.name : "failed"}\n`);
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, body: { error: "broken" } });
    });
  });
  return {
    port: await listen(server, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * Listens on 127.0.0.1, with a queue for a rush.
 *
 * @returns the port
 * @throws `EADDRINUSE` and the like
 */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", backlog: 4096 }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("No port was given."));
      else resolve(address.port);
    });
  });

type Exchange = { request: IncomingMessage; response: ServerResponse };

async function handle(simulator: Simulator, script: Script, { request, response }: Exchange) {
  const url = new URL(request.url ?? "/", "http://simulator");
  const method = request.method ?? "GET";
  let said: Said;
  let line: ScriptLine = { as: "usual" };
  try {
    const asked: Asked = {
      ...{ path: url.pathname, query: url.searchParams },
      body: method === "POST" ? await jsonOf(request) : undefined,
    };
    if (url.pathname === "/script") {
      said = onScript(script, method, asked.body);
    } else {
      const key = simulator.caseOf(method, asked);
      if (key === undefined) throw new Refused(404, "no-such-path");
      line = script.take(key);
      if (line.as === "down") return void request.socket.destroy();
      if (line.as === "slow") await sleep(line.ms);
      said = await scripted(simulator, line, { method, asked });
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    ({ said } = error);
  }
  if (line.as === "cut") request.socket.destroy();
  else send(response, said);
}

const scripted = (
  simulator: Simulator,
  { as }: ScriptLine,
  { method, asked }: { method: string; asked: Asked },
): Promise<Said> => {
  if (as === "broken") return Promise.resolve({ status: 500, body: { error: "broken" } });
  if (as === "garbled") return Promise.resolve({ status: 200, body: ["this", "is", "nothing"] });
  const verdict = (["agree", "disagree", "unknown", "lie"] as const).find((one) => one === as);
  return simulator.answer(method, verdict === undefined ? asked : { ...asked, verdict });
};

function onScript(script: Script, method: string, body: unknown): Said {
  if (method === "POST") script.add(accept(ScriptLine, body));
  else if (method === "DELETE") script.clear();
  else if (method !== "GET") throw new Refused(405, "method-not-allowed");
  return { status: 200, body: { counts: script.counts() } };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("Bytes were expected.");
    length += chunk.length;
    if (length > 100_000) throw new Refused(413, "too-long");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refused(400, "not-json");
    throw error;
  }
}

function send(response: ServerResponse, { status, body }: Said): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

/**
 * Runs a simulator as a process of its own: serves it on `PORT`, prints `ready` (and the port, when
 * `PORT` is 0 or missing), and ends when stdin closes, so that it never outlives who started it.
 * What it cannot start with (see Refusal) it says in one sentence, and ends with 1.
 */
export async function runSimulator(make: () => Simulator): Promise<void> {
  try {
    const wanted = Number(process.env.PORT ?? 0);
    const { port } = await serve(make(), wanted);
    endWithStdin();
    process.stdout.write(wanted === 0 ? `ready ${port}\n` : "ready\n");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Ends this process when the one that started it ends, however that happens. */
export function endWithStdin(): void {
  const end = (): void => {
    process.exit(0);
  };
  process.stdin.on("end", end).on("close", end).resume();
}

const ClockAnswer = z.object({ now: z.iso.datetime({ offset: true }) });

/** Reads the time of the installation, which may be moved; gives epoch ms. */
export type Clock = () => Promise<number>;

/**
 * @param url - what answers GET with `{now}`; without one, this machine's own clock is read
 * @returns a clock that throws when nothing usable answers within two seconds
 */
export function clockAt(url: string | undefined): Clock {
  if (url === undefined) return () => Promise.resolve(Date.now());
  return async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) throw new Error(`The clock answered ${answer.status}.`);
    return Date.parse(ClockAnswer.parse(await answer.json()).now);
  };
}

/** A variable that must be there. @throws Refusal naming it */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Refusal(`${name} is not set.`);
  return value;
}
