import { runWitness } from "./command.ts";

// `npm run witness -- commit|reveal …`: a witness's part of a draw, on its own machine.

const to = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);
process.exitCode = await runWitness(process.argv.slice(2), to(process.stdout), to(process.stderr));
