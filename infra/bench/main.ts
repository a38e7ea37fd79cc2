/** `npm run bench -- draw` or `-- verify-page`: measures a part of the product on this machine. */
type Bench = (args: string[]) => Promise<void>;

/** Loaded when asked for: what one needs, such as a browser's driver, another machine may lack. */
const benches: Partial<Record<string, () => Promise<Bench>>> = {
  draw: async () => (await import("./draw.ts")).benchDraw,
  "verify-page": async () => (await import("./verify-page.ts")).benchVerifyPage,
};

const [name = "", ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  await (
    await bench()
  )(args);
} else {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join("|")}\n`);
  process.exitCode = 2;
}
