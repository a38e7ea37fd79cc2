import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import { Refusal } from "./refusal.ts";

/** How an invocation ended. `failed`: the handler threw or its thread died; `late`: no answer in time. */
export type Invocation =
  | { readonly kind: "answered"; readonly payload: unknown; readonly bytes: number }
  | { readonly kind: "failed" }
  | { readonly kind: "late" };

export type LambdaOptions = {
  readonly name: string;
  /** Folder with `index.mjs`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Takes the lines that the function writes. */
  readonly log: (text: string) => void;
};

const Answer = z.union([
  z.object({ id: z.number(), answer: z.string() }),
  z.object({ id: z.number(), failed: z.string() }),
]);

/** A deployed function: its bundle in a worker thread, started again when it dies. */
export class Lambda {
  readonly name: string;
  private readonly options: LambdaOptions;
  private worker: Worker | undefined;
  private starting: Promise<Worker> | undefined;
  private readonly waiting = new Map<number, (ended: Invocation) => void>();
  private calls = 0;
  private stopped = false;

  constructor(options: LambdaOptions) {
    this.options = options;
    this.name = options.name;
  }

  /** Starts the thread and waits until its bundle is loaded. */
  async start(): Promise<void> {
    await this.running();
  }

  /** Hands an event to the handler and waits for its end, at most the function's timeout. */
  async invoke(event: unknown): Promise<Invocation> {
    const worker = await this.running();
    const id = ++this.calls;
    const { timeoutMs, name } = this.options;
    return new Promise((done) => {
      const timer = setTimeout(() => {
        end({ kind: "late" });
      }, timeoutMs);
      const end = (ended: Invocation): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        done(ended);
      };
      this.waiting.set(id, end);
      const deadline = Date.now() + timeoutMs;
      worker.postMessage({ id, event, requestId: randomUUID(), functionName: name, deadline });
    });
  }

  /** Ends the thread. Calls under way end as failed. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.worker?.terminate();
  }

  private running(): Promise<Worker> {
    if (this.worker) return Promise.resolve(this.worker);
    if (this.stopped) return Promise.reject(new Error(`functions/${this.name} is stopped`));
    this.starting ??= this.spawn().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private spawn(): Promise<Worker> {
    const { folder, environment, log, name } = this.options;
    const worker = new Worker(new URL("lambda-worker.mjs", import.meta.url), {
      name,
      env: { ...environment },
      workerData: { entry: join(folder, "index.mjs") },
      stdout: true,
      stderr: true,
    });
    worker.stdout.on("data", (part: Buffer) => {
      log(part.toString());
    });
    worker.stderr.on("data", (part: Buffer) => {
      log(part.toString());
    });
    return new Promise((ready, fail) => {
      worker.on("message", (message: unknown) => {
        if (message === "ready") {
          this.worker = worker;
          ready(worker);
        } else this.took(message);
      });
      worker.on("error", (error: unknown) => {
        log(
          `functions/${name} died: ${error instanceof Error ? (error.stack ?? error.name) : "?"}\n`,
        );
      });
      worker.on("exit", () => {
        this.worker = undefined;
        for (const end of [...this.waiting.values()]) end({ kind: "failed" });
        fail(new Refusal(`functions/${name} cannot be loaded; server.log says why.`));
      });
    });
  }

  private took(message: unknown): void {
    const answer = Answer.parse(message);
    const end = this.waiting.get(answer.id);
    if ("failed" in answer) {
      this.options.log(`functions/${this.name} threw: ${answer.failed}\n`);
      end?.({ kind: "failed" });
      return;
    }
    const payload: unknown = JSON.parse(answer.answer);
    end?.({ kind: "answered", payload, bytes: Buffer.byteLength(answer.answer) });
  }
}
