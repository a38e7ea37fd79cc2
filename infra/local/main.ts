import { startInstance, type Instance } from "./instance.ts";
import { Refusal } from "./refusal.ts";

// `npm start`: the whole installation on this machine, until Ctrl-C.

const DEFAULT_PORT = 3000;

function portOf(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT is a number from 1 to 65535, not ${JSON.stringify(text)}.`);
  }
  return port;
}

let instance: Instance | undefined;
let ending = false;
const isEnding = (): boolean => ending;

/** Stops everything in order, once. What is half started ends with this process. */
async function end(code: number, sentence?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
  await instance?.stop();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void end(0));
}
// The launcher's channel closes when it dies, however it dies.
process.on("disconnect", () => void end(0));

try {
  instance = startInstance({
    port: portOf(process.env.PORT),
    fell: (what) => void end(1, `Quanju stops: ${what} has ended by itself.`),
  });
  const origin = await instance.ready;
  process.stdout.write(`Quanju is ready at ${origin}\n`);
} catch (error) {
  if (error instanceof Refusal) void end(1, error.message);
  // A start that was broken off ends in all kinds of errors; the first end said what matters.
  else if (!isEnding()) throw error;
}
