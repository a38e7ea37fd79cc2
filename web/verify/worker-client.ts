/** The page's side of the verifying worker. */
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

export type Verification = {
  /** Asks for a slip check or a look-up once the report has come. */
  ask(request: Exclude<WorkerRequest, { kind: "verify" }>): void;
  /** Ends the worker at once, whatever it is doing. */
  stop(): void;
};

/**
 * Starts a verification.
 *
 * @param worker - `new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })`
 * @param onAnswer - told every step, the report, and the answers to later questions
 */
export function startVerification(
  worker: Worker,
  request: Extract<WorkerRequest, { kind: "verify" }>,
  onAnswer: (answer: WorkerAnswer) => void,
): Verification {
  worker.addEventListener("message", (event: MessageEvent<WorkerAnswer>) => {
    onAnswer(event.data);
  });
  worker.addEventListener("error", (event) => {
    onAnswer({ kind: "failed", reason: event.message });
  });
  worker.postMessage(request);
  return {
    ask: (question) => {
      worker.postMessage(question);
    },
    stop: () => {
      worker.terminate();
    },
  };
}
