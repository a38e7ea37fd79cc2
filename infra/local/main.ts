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

let instance: Promise<Instance> | undefined;
let ending = false;

/** Stops everything in order, once; whoever asks again waits for the same end. */
async function end(code: number, sentence?: string): Promise<void> {
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
  if (ending) return;
  ending = true;
  try {
    await (await instance)?.stop();
  } catch (error) {
    // A start that failed has cleaned up after itself and said why.
    if (!(error instanceof Error)) throw error;
  }
  process.exit(code);
}

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

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
  const { origin } = await instance;
  say(`Quanju is ready at ${origin}`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  void end(1, error.message);
}
