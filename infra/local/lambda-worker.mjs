import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

/**
 * One function in a thread of its own: imports its bundle and answers one message for each event.
 * The environment is the function's, not this process's.
 *
 * Plain JavaScript without imports of ours: a dozen of these start at once, and each would load the
 * TypeScript compiler for itself.
 */
const { handler } = await import(pathToFileURL(workerData.entry).href);

parentPort.on("message", async ({ id, event, requestId, functionName, deadline }) => {
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await handler(event, context);
    // As Lambda does: what comes back is what JSON can say.
    parentPort.postMessage({ id, answer: JSON.stringify(result ?? null) });
  } catch (error) {
    parentPort.postMessage({ id, failed: error instanceof Error ? error.stack : typeof error });
  }
});
parentPort.postMessage("ready");
