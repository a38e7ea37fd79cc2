import { createHash } from "node:crypto";
import * as z from "zod";
import type { JournalLine } from "./journal.ts";

/** A refusal or fault that the demo cannot go on from; `cause` is the status of what refused. */
export class DemoStopped extends Error {
  override name = "DemoStopped";
}

const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Tokens = z.object({
  tokens: z.array(z.object({ key: z.string(), accessToken: z.string() })),
});

type Method = "GET" | "POST" | "PUT";
type Call = {
  readonly as?: string;
  readonly body?: unknown;
  /** Names the thing to be done, once in a run: the same name is the same Idempotency-Key. */
  readonly once?: string;
  readonly query?: Readonly<Record<string, string>>;
};

type Note = (line: JournalLine) => void;

const ATTEMPTS = 8;
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/**
 * Calls the platform as its people do: over HTTP, with their own tokens, on routes that
 * `openapi.json` names and no others. A 503 is asked again with the same key, as its Retry-After
 * says.
 */
export class DemoClient {
  readonly origin: string;
  readonly run: string;
  private readonly tokens = new Map<string, string>();
  private readonly routes: readonly { method: string; pattern: RegExp }[];
  private readonly note: Note;

  private constructor(origin: string, run: string, routes: DemoClient["routes"], note: Note) {
    this.origin = origin;
    this.run = run;
    this.routes = routes;
    this.note = note;
  }

  /**
   * @param run - a name of this run, part of every Idempotency-Key
   * @param note - told of every request and its answer
   */
  static async connect(
    origin: string,
    run: string,
    note: Note = () => undefined,
  ): Promise<DemoClient> {
    const { paths } = Paths.parse(await (await fetch(`${origin}/api/openapi.json`)).json());
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
      })),
    );
    return new DemoClient(origin, run, routes, note);
  }

  /** Fetches the tokens of people of the local issuer, many at once. */
  async signIn(
    who: { people: readonly string[] } | { generated: { from: number; count: number } },
  ): Promise<string[]> {
    const answer = await fetch(`${this.origin}/oidc/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(who),
    });
    const { tokens } = Tokens.parse(await answer.json());
    for (const { key, accessToken } of tokens) this.tokens.set(key, accessToken);
    return tokens.map(({ key }) => key);
  }

  async get<T>(path: string, schema: z.ZodType<T>, call: Call = {}): Promise<T> {
    return schema.parse(await this.send("GET", path, call));
  }

  async post<T>(path: string, schema: z.ZodType<T>, call: Call = {}): Promise<T> {
    return schema.parse(await this.send("POST", path, call));
  }

  /** A public file, as anyone reads it. */
  async file(path: string): Promise<string> {
    const answer = await fetch(`${this.origin}${path}`);
    if (!answer.ok) throw new DemoStopped(`${path}: ${answer.status}`);
    return answer.text();
  }

  private async send(
    method: Method,
    path: string,
    { as, body, once, query }: Call,
  ): Promise<unknown> {
    if (!this.routes.some((route) => route.method === method && route.pattern.test(path)))
      throw new DemoStopped(`openapi.json names no ${method} ${path}`);
    const token = as === undefined ? undefined : this.tokens.get(as);
    if (as !== undefined && token === undefined) throw new DemoStopped(`${as} has not signed in`);
    const address = `${this.origin}${path}${query ? `?${new URLSearchParams(query).toString()}` : ""}`;
    const key = once === undefined ? undefined : this.keyOf(once);
    const request: RequestInit = {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    for (let attempt = 1; ; attempt++) {
      const begun = performance.now();
      const answer = await fetch(address, request);
      const text = await answer.text();
      this.note({
        ...{ method, path, body, status: answer.status, ms: performance.now() - begun },
        ...{ retryAfter: answer.headers.get("retry-after"), answer: text },
        ...(as !== undefined && { as }),
        ...(key !== undefined && { key }),
      });
      if (answer.ok) return JSON.parse(text);
      if (answer.status !== 503 || attempt === ATTEMPTS)
        throw new DemoStopped(`${method} ${path} as ${as ?? "anyone"}: ${answer.status} ${text}`, {
          cause: answer.status,
        });
      await pause(1000 * Number(answer.headers.get("retry-after") ?? 1));
    }
  }

  private keyOf(once: string): string {
    const hash = createHash("sha256").update(once).digest("base64url").slice(0, 32);
    return `${this.run}-${hash}`;
  }
}

/** Does a thing for every item, eight at a time, in any order. */
export async function forAll<T, R>(
  items: readonly T[],
  act: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++)
      results[at] = await act(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return results;
}

/** Items in groups of at most `size`. */
export const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, at * size + size),
  );
