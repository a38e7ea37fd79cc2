import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";

/**
 * One function in a thread of its own: imports its bundle and answers one message for each event.
 * The environment is the function's, not this process's.
 */
const { entry } = z.object({ entry: z.string() }).parse(workerData);
const Handler = z.object({ handler: z.custom<Handle>((value) => typeof value === "function") });
const Call = z.object({
  id: z.number(),
  event: z.unknown(),
  requestId: z.string(),
  functionName: z.string(),
  deadline: z.number(),
});

type Handle = (event: unknown, context: unknown) => unknown;

const port = parentPort;
if (!port) throw new Error("This file runs as a worker");
const { handler } = Handler.parse(await import(pathToFileURL(entry).href));

port.on("message", (message: unknown) => {
  const { id, event, requestId, functionName, deadline } = Call.parse(message);
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  void Promise.resolve()
    .then(() => handler(event, context))
    .then(
      // As Lambda does: what comes back is what JSON can say.
      (result: unknown) => {
        port.postMessage({ id, answer: JSON.stringify(result ?? null) });
      },
      (error: unknown) => {
        const stack = error instanceof Error ? (error.stack ?? error.name) : typeof error;
        port.postMessage({ id, failed: stack });
      },
    );
});
port.postMessage("ready");
