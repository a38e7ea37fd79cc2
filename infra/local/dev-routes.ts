import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { durationMs, type Clock } from "./clock.ts";
import { bodyOf, requestTarget } from "./loopback.ts";
import type { Ticker } from "./ticker.ts";

const Move = z.union([
  z.strictObject({ advance: z.string().max(64) }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

/** The routes that exist on this machine only: the movable clock, and the texts that would be sent. */
export class DevRoutes {
  private readonly clock: Clock;
  private readonly ticker: Ticker;
  private readonly smsUrl: string;
  private readonly host: string;

  constructor({
    clock,
    ticker,
    smsUrl,
    host,
  }: {
    clock: Clock;
    ticker: Ticker;
    smsUrl: string;
    host: string;
  }) {
    this.clock = clock;
    this.ticker = ticker;
    this.smsUrl = smsUrl;
    this.host = host;
  }

  /** Answers a request under `/dev/`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = requestTarget(request);
    const asked = `${request.method} ${pathname}`;
    // A page of elsewhere that points its own name at this machine must not move the clock.
    if (request.headers.host !== this.host) refuse(response, 421, "Ask under the printed address.");
    else if (asked === "GET /dev/clock") answer(response, 200, { now: this.iso() });
    else if (asked === "POST /dev/clock") await this.move(request, response);
    else if (asked === "GET /dev/outbox") await this.outbox(search, response);
    else if (pathname === "/dev/clock") refuse(response, 405, "Only GET and POST.", "GET, POST");
    else if (pathname === "/dev/outbox") refuse(response, 405, "Only GET.", "GET");
    else refuse(response, 404, "There is no such path.");
  }

  private iso(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** Answers when all that fell due is done; `left` counts what cannot go on now. */
  private async move(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form of another site cannot say that it is JSON.
    if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
      refuse(response, 415, "Send application/json.");
      return;
    }
    const target = this.target(await bodyOf(request, 1_000));
    if (target === undefined) {
      refuse(response, 400, 'Send {"advance":"P3D"} or {"now":"2026-03-01T08:00:00+08:00"}.');
    } else if (!this.clock.moveTo(target)) {
      refuse(response, 409, `The clock only goes forward; it is ${this.iso()}.`);
    } else {
      const left = await this.ticker.settle();
      answer(response, 200, { now: this.iso(), left });
    }
  }

  private target(body: Buffer | undefined): number | undefined {
    const move = Move.safeParse(body && parsed(body)).data;
    if (!move) return undefined;
    if ("now" in move) return Date.parse(move.now);
    const length = durationMs(move.advance);
    return length === undefined ? undefined : this.clock.now() + length;
  }

  private async outbox(search: string, response: ServerResponse): Promise<void> {
    const signal = AbortSignal.timeout(5_000);
    const listed = await fetch(`${this.smsUrl}/messages${search}`, { signal });
    answer(response, listed.status, await listed.json());
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, title: string, allow?: string): void {
  const body = JSON.stringify({ type: "about:blank", title, status });
  response.writeHead(status, {
    "content-type": "application/problem+json",
    ...(allow !== undefined && { allow }),
  });
  response.end(body);
}
