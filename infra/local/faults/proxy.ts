import { Agent, createServer, request as ask } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { listen } from "../simulators/service.ts";
import { conflict, serverError, throttled, wireHeaders } from "./answers.ts";
import type { WireAnswer } from "./answers.ts";
import { itemsOf, shorten, splitBatch } from "./batches.ts";
import { FAULT_KINDS, FaultSettings, canMeet, isDataCall, randomOf } from "./plan.ts";
import type { FaultKind } from "./plan.ts";

/** What has happened since the start, or since the last reset. */
export type FaultCounts = {
  /** Data calls, by operation. */
  calls: Record<string, number>;
  /** Faults that really happened, by kind; `kill` is the kill callback. */
  faults: Partial<Record<FaultKind | "kill", number>>;
  /** The same by operation. */
  byOperation: Record<string, Partial<Record<FaultKind | "kill", number>>>;
};

export type FaultProxy = {
  url: string;
  counts: () => FaultCounts;
  set: (settings: FaultSettings) => void;
  close: () => Promise<void>;
};

type Settings = {
  seed: number;
  p: number;
  kinds: FaultKind[];
  operations: string[];
  lateMs: number;
  killAt: { call: number; when: "before" | "after" } | null;
};

/**
 * Stands between the handlers and the DynamoDB emulator and does to calls what the emulator never
 * does by itself. A fault is counted once it has happened: `cut-after` and `late` only when the
 * emulator had said yes, `partial` and `short-page` only when there was something to leave out.
 *
 * `GET /__faults` gives the counts, `POST /__faults` takes settings.
 *
 * @param upstream - the emulator, e.g. `http://127.0.0.1:8000`
 * @param p - how likely a call is to meet a fault; with p = 0 everything passes
 * @param onKill - run at the call that `killAt` names; that call is never answered
 */
export async function startFaultProxy({
  upstream,
  port = 0,
  onKill = () => undefined,
  ...first
}: FaultSettings & {
  upstream: string;
  port?: number;
  onKill?: () => void;
}): Promise<FaultProxy> {
  const proxy = new Faults({ upstream, onKill });
  proxy.set(first);
  const server = createServer({ keepAlive: true }, (request, response) => {
    proxy.handle(request, response).catch((error: unknown) => {
      // The emulator is gone, or the caller is: either way the line is cut, as it would be.
      if (!(error instanceof Error)) throw error;
      response.destroy();
    });
  });
  return {
    url: `http://127.0.0.1:${await listen(server, port)}`,
    counts: () => structuredClone(proxy.counted),
    set: (settings) => {
      proxy.set(settings);
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Call = {
  operation: string;
  /** From the seed and the call's number. */
  random: () => number;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  /** What the call asks for; undefined when that is no JSON. */
  asked: unknown;
};

class Faults {
  counted: FaultCounts = { calls: {}, faults: {}, byOperation: {} };
  private settings: Settings = {
    ...{ seed: 0, p: 0, kinds: [...FAULT_KINDS], operations: [], lateMs: 200, killAt: null },
  };
  private number = 0;
  private untilKill = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  private readonly upstream: URL;
  private readonly onKill: () => void;

  constructor({ upstream, onKill }: { upstream: string; onKill: () => void }) {
    this.upstream = new URL(upstream);
    this.onKill = onKill;
  }

  set({ reset = false, ...settings }: FaultSettings): void {
    if (reset) this.counted = { calls: {}, faults: {}, byOperation: {} };
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    this.settings = { ...this.settings, ...(Object.fromEntries(given) as Partial<Settings>) };
    if (settings.seed !== undefined) this.number = 0;
    if (settings.killAt !== undefined) this.untilKill = settings.killAt?.call ?? 0;
  }

  close(): void {
    this.agent.destroy();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (request.url === "/__faults") {
      this.onSettings({ request, response, body });
      return;
    }
    const target = String(request.headers["x-amz-target"] ?? "");
    const operation = /^DynamoDB_20120810\.(\w+)$/.exec(target)?.[1] ?? "";
    if (!isDataCall(operation)) {
      const answer = await this.forward(request, body);
      reply(response, answer);
      return;
    }
    this.counted.calls[operation] = (this.counted.calls[operation] ?? 0) + 1;
    const random = randomOf(this.settings.seed, ++this.number);
    const call: Call = { operation, random, request, response, body, asked: jsonOf(body) };
    if (this.isTheOneToKill()) await this.kill(call);
    else await this.meet(this.faultFor(call), call);
  }

  private isTheOneToKill(): boolean {
    return this.untilKill > 0 && --this.untilKill === 0;
  }

  private async kill(call: Call): Promise<void> {
    if (this.settings.killAt?.when === "after") await this.forward(call.request, call.body);
    this.count("kill", call.operation);
    this.onKill();
    call.request.socket.destroy();
  }

  private faultFor({ operation, random }: Call): FaultKind | undefined {
    const { p, kinds, operations } = this.settings;
    if (random() >= p || (operations.length > 0 && !operations.includes(operation)))
      return undefined;
    const possible = kinds.filter((kind) => canMeet(kind, operation));
    return possible[Math.floor(random() * possible.length)];
  }

  private async meet(kind: FaultKind | undefined, call: Call): Promise<void> {
    const refuse = (answer: WireAnswer, why: FaultKind): void => {
      this.count(why, call.operation);
      reply(call.response, answer);
    };
    switch (kind) {
      case "throttle":
        refuse(throttled(), kind);
        return;
      case "conflict":
        refuse(conflict(call.operation, itemsOf(call.asked)), kind);
        return;
      case "server-error":
        refuse(serverError(), kind);
        return;
      case "cut-before":
        this.count(kind, call.operation);
        call.request.socket.destroy();
        return;
      case "cut-after":
      case "late":
        await this.spoilAnswer(kind, call);
        return;
      case "partial":
        await this.doPart(call);
        return;
      case "short-page":
        await this.stopEarly(call);
        return;
      case undefined:
        reply(call.response, await this.forward(call.request, call.body));
    }
  }

  private async spoilAnswer(kind: "cut-after" | "late", call: Call): Promise<void> {
    const answer = await this.forward(call.request, call.body);
    if (answer.status === 200) {
      this.count(kind, call.operation);
      if (kind === "cut-after") {
        call.request.socket.destroy();
        return;
      }
      await sleep(this.settings.lateMs);
    }
    reply(call.response, answer);
  }

  private async doPart(call: Call): Promise<void> {
    const split = splitBatch(call.operation, call.asked, call.random());
    const answer = await this.forward(call.request, split?.forward ?? call.body);
    const said =
      split && answer.status === 200 ? Members.safeParse(jsonOf(answer.body)) : undefined;
    if (!split || !said?.success) {
      reply(call.response, answer);
      return;
    }
    this.count("partial", call.operation);
    reply(call.response, { ...answer, body: JSON.stringify(split.complete(said.data)) });
  }

  private async stopEarly(call: Call): Promise<void> {
    const shorter = shorten(call.asked, call.random());
    const answer = await this.forward(call.request, shorter ?? call.body);
    const said = Members.safeParse(jsonOf(answer.body));
    if (shorter !== undefined && said.success && "LastEvaluatedKey" in said.data) {
      this.count("short-page", call.operation);
    }
    reply(call.response, answer);
  }

  private count(kind: FaultKind | "kill", operation: string): void {
    const { faults, byOperation } = this.counted;
    const here = (byOperation[operation] ??= {});
    faults[kind] = (faults[kind] ?? 0) + 1;
    here[kind] = (here[kind] ?? 0) + 1;
  }

  private forward(request: IncomingMessage, body: string | Buffer): Promise<Answer> {
    // What belongs to the caller's connection is not sent on.
    const own = ["connection", "transfer-encoding", "content-length"];
    const passed = Object.entries(request.headers).filter(([name]) => !own.includes(name));
    const headers = { ...Object.fromEntries(passed), "content-length": Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = ask({
        ...{ agent: this.agent, hostname: this.upstream.hostname, port: this.upstream.port },
        ...{ method: request.method, path: request.url },
        headers,
      });
      sent.on("error", reject);
      sent.on("response", (answer) => {
        bodyOf(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 500, body: bytes });
        }, reject);
      });
      sent.end(body);
    });
  }

  private onSettings({
    request,
    response,
    body,
  }: Pick<Call, "request" | "response" | "body">): void {
    const settings = request.method === "POST" ? FaultSettings.safeParse(jsonOf(body)) : undefined;
    if (settings?.success) this.set(settings.data);
    const { seed, p, kinds } = this.settings;
    const status = settings?.success === false ? 422 : 200;
    reply(response, { status, body: JSON.stringify({ seed, p, kinds, ...this.counted }) });
  }
}

const Members = z.looseObject({});

type Answer = { status: number; body: string | Buffer };

function reply(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, wireHeaders(body)).end(body);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function jsonOf(body: string | Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
