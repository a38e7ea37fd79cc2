import { runMonitor } from "./command.ts";

// `npm run monitor -- URL`: follows a public log from outside and reports any rewrite.

const to = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);
process.exitCode = await runMonitor(process.argv.slice(2), to(process.stdout), to(process.stderr));
