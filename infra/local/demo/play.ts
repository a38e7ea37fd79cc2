import { existsSync, readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { writeDurably } from "../durable.ts";
import { DemoStopped, type DemoClient } from "./client.ts";

/** What a run must keep to be resumed: where it is, and what only the witnesses know. */
const Kept = z.object({
  run: z.int().positive(),
  finished: z.boolean(),
  /** How many households apply. */
  households: z.int().min(2).max(1000).default(300),
  /** Seed of each witness's key and its nonce, hex: their own, never the platform's. */
  witnesses: z.array(
    z.object({
      id: z.string(),
      role: z.string(),
      as: z.string(),
      seed: z.string(),
      nonce: z.string(),
    }),
  ),
  /** What each step that is done came to. */
  steps: z.record(z.string(), z.unknown()),
});
type Kept = z.infer<typeof Kept>;
export type Witness = Kept["witnesses"][number];

const WITNESSES = [
  { id: "w-notary", role: "notary", as: "notary" },
  { id: "w-representative", role: "representative", as: "representative" },
  { id: "w-discipline", role: "discipline", as: "discipline" },
] as const;

const fresh = (): string => randomBytes(32).toString("hex");

const newRun = (run: number, households: number): Kept => ({
  run,
  finished: false,
  households,
  witnesses: WITNESSES.map((witness) => ({ ...witness, seed: fresh(), nonce: fresh() })),
  steps: {},
});

/**
 * A run of the demo: steps with names, each done once. What a step came to is written down before
 * the next begins; a run that was interrupted goes on with the step it was in.
 */
export class Play {
  private readonly path: string;
  private readonly kept: Kept;
  private readonly begun = performance.now();

  /** @param households - of a new run; one that is resumed keeps its own */
  constructor(path: string, households: number) {
    this.path = path;
    const before = existsSync(path)
      ? Kept.parse(JSON.parse(readFileSync(path, "utf8")))
      : undefined;
    this.kept = before?.finished === false ? before : newRun((before?.run ?? 0) + 1, households);
    this.write();
  }

  get run(): number {
    return this.kept.run;
  }

  get households(): number {
    return this.kept.households;
  }

  get resumed(): boolean {
    return Object.keys(this.kept.steps).length > 0;
  }

  get witnesses(): readonly Witness[] {
    return this.kept.witnesses;
  }

  /** Does a step, or recalls what it came to. Within a step every write has its own key. */
  async step<T>(name: string, schema: z.ZodType<T>, act: () => Promise<T>): Promise<T> {
    const known = this.kept.steps[name];
    if (known !== undefined) return schema.parse(known);
    const result = await act();
    this.kept.steps[name] = result;
    this.write();
    return result;
  }

  finish(): void {
    this.kept.finished = true;
    this.write();
  }

  /** Prints a line of the story: what happened, where to look. */
  say(text: string, url = ""): void {
    const seconds = ((performance.now() - this.begun) / 1000).toFixed(1).padStart(5);
    process.stdout.write(`${seconds}s  ${text}${url === "" ? "" : `  ${url}`}\n`);
  }

  private write(): void {
    writeDurably(this.path, JSON.stringify(this.kept), 0o600);
  }
}

const Now = z.object({ now: z.string() });

/** The instance's clock, ms since 1970. */
export async function clockOf({ origin }: DemoClient): Promise<number> {
  return Date.parse(Now.parse(await (await fetch(`${origin}/dev/clock`)).json()).now);
}

const Moved = z.object({ now: z.string(), left: z.number().optional() });

const SETTLINGS = 20;

/** Moves the clock to an instant, unless it is past already; what falls due is done by then. */
export async function moveClock(client: DemoClient, to: number): Promise<void> {
  const isPast = (await clockOf(client)) >= to;
  const left = isPast ? 1 : await postClock(client, { now: new Date(to).toISOString() });
  if (left > 0) await settle(client);
}

/** Waits until nothing that is due is left undone: an instance that stumbled catches up first. */
export async function settle(client: DemoClient): Promise<void> {
  for (let round = 0; round < SETTLINGS; round++)
    if ((await postClock(client, { advance: "PT1S" })) === 0) return;
  throw new DemoStopped("Something that is due cannot be done; server.log says what.");
}

async function postClock({ origin }: DemoClient, move: object): Promise<number> {
  const answer = await fetch(`${origin}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(move),
  });
  if (!answer.ok) throw new DemoStopped(`/dev/clock: ${answer.status}`);
  return Moved.parse(await answer.json()).left ?? 0;
}

const TRIES = 5;

/** Looks for what an act brings about at once, and the clock a little later where it stumbled. */
export async function eventually<T>(client: DemoClient, look: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof DemoStopped) || round === TRIES) throw error;
      await settle(client);
    }
  }
}
