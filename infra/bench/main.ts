/** `npm run bench -- draw`: measures a part of the product on this machine. */
import { benchDraw } from "./draw.ts";

const benches: Partial<Record<string, (args: string[]) => Promise<void>>> = { draw: benchDraw };

const [name = "", ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  await bench(args);
} else {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join("|")}\n`);
  process.exitCode = 2;
}
