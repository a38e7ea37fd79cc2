import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import type { Clock } from "./clock.ts";
import type { Lambda } from "./lambda.ts";
import type { StreamPoller } from "./stream.ts";

const TickAnswer = z.object({ done: z.number(), left: z.number() });

/** How long work may stay undone, nothing moving, before a caller is told so. */
const PATIENCE_MS = 5_000;
const EVERY_MS = 1_000;

/** EventBridge Scheduler and the stream's poller on this machine: one round at a time. */
export class Ticker {
  private readonly clock: Clock;
  private readonly lambda: Lambda | undefined;
  private readonly input: string;
  private readonly stream: StreamPoller | undefined;
  private readonly report: (line: string) => void;
  private last: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private waiting = 0;
  private stopped = false;

  /** @param input - the schedule's input in the template; `<aws.scheduler.scheduled-time>` is filled in */
  constructor({ clock, lambda, input, stream, report }: TickerOptions) {
    this.clock = clock;
    this.lambda = lambda;
    this.input = input;
    this.stream = stream;
    this.report = report;
  }

  /** Ticks every second from now on, unless a round is still under way. */
  start(): void {
    this.timer = setInterval(() => {
      if (this.waiting > 0) return;
      this.alone(() => this.round()).catch((error: unknown) => {
        this.report(`A tick failed: ${error instanceof Error ? (error.stack ?? error.name) : "?"}`);
      });
    }, EVERY_MS);
  }

  /** Ticks no more; waits for the round that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.last;
  }

  /**
   * Works until nothing is due and the stream is empty.
   *
   * @returns how many items are still due because they cannot go on now
   */
  settle(): Promise<number> {
    return this.alone(async () => {
      let moved = performance.now();
      for (;;) {
        const { done, left } = await this.round();
        if (done > 0) moved = performance.now();
        else if (left === 0) return 0;
        else if (this.stopped || performance.now() - moved > PATIENCE_MS) return left;
        else await wait(100);
      }
    });
  }

  /** One after the other: two ticks at once would only meet in the same transactions. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    this.waiting++;
    const mine = this.last.then(work).finally(() => {
      this.waiting--;
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async round(): Promise<{ done: number; left: number }> {
    if (this.stopped) return { done: 0, left: 0 };
    const tick = await this.tick();
    const messages = (await this.stream?.drain()) ?? 0;
    return { done: tick.done + messages, left: tick.left };
  }

  private async tick(): Promise<{ done: number; left: number }> {
    if (!this.lambda) return { done: 0, left: 0 };
    const time = new Date(this.clock.now()).toISOString();
    const event: unknown = JSON.parse(this.input.replace("<aws.scheduler.scheduled-time>", time));
    const ended = await this.lambda.invoke(event);
    // A tick that failed did not say what is left: something may be.
    if (ended.kind !== "answered") return { done: 0, left: 1 };
    return TickAnswer.parse(ended.payload);
  }
}

export type TickerOptions = {
  readonly clock: Clock;
  readonly lambda: Lambda | undefined;
  readonly input: string;
  readonly stream: StreamPoller | undefined;
  readonly report: (line: string) => void;
};
