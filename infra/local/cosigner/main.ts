import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { DrandChain } from "../../../shared/contract/draw.ts";
import { Refusal } from "../refusal.ts";
import { clockAt, endWithStdin, listen, required } from "../simulators/service.ts";
import { answerBeacon } from "./beacons.ts";
import { createCosigner } from "./cosigner.ts";
import type { Cosigner, Said } from "./cosigner.ts";
import { publicFiles } from "./public-files.ts";

// A cosigner as a process of its own: no database, no platform key, only public HTTP.

const Drand = z.object({ chain: DrandChain, relays: z.array(z.url()) });
const MAX_BODY = 128 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("Bytes were expected.");
    length += chunk.length;
    if (length > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(cosigner: Cosigner, request: IncomingMessage): Promise<Said> {
  const path = (request.url ?? "/").split("?", 1)[0];
  if (path === "/key" && request.method === "GET") {
    return { status: 200, body: `${cosigner.vkey}\n` };
  }
  const { beacons } = cosigner;
  if (beacons && (path === "/beacon" || path?.startsWith(`/${beacons.chain.hash}/public/`))) {
    const body = (await bodyOf(request)) ?? "";
    return answerBeacon(beacons, { method: request.method ?? "GET", path, body });
  }
  if (path !== "/add-checkpoint") return { status: 404, body: "There is no such path.\n" };
  if (request.method !== "POST") return { status: 405, body: "Only POST.\n" };
  const body = await bodyOf(request);
  return body === undefined
    ? { status: 413, body: "The request is too long.\n" }
    : cosigner.addCheckpoint(body);
}

const send = (response: ServerResponse, { status, body, contentType }: Said): void => {
  response.writeHead(status, { "content-type": contentType ?? "text/plain; charset=utf-8" });
  response.end(body);
};

async function main(): Promise<void> {
  const { BULLETIN_URL, DRAND = "" } = process.env;
  const cosigner = createCosigner({
    name: required("NAME"),
    folder: required("QUANJU_COSIGNER_DATA"),
    logVkey: required("LOG_VKEY"),
    logOrigin: required("LOG_ORIGIN"),
    files: publicFiles(required("PUBLIC_URL"), BULLETIN_URL === "" ? undefined : BULLETIN_URL),
    ...(DRAND !== "" && { drand: Drand.parse(JSON.parse(DRAND)) }),
    clock: clockAt(required("CLOCK_URL")),
  });
  const server = createServer((request, response) => {
    answer(cosigner, request).then(
      (said) => {
        send(response, said);
      },
      (error: unknown) => {
        process.stderr.write(`cosigner: ${error instanceof Error ? error.name : "failed"}\n`);
        send(response, { status: 500, body: "The cosigner failed.\n" });
      },
    );
  });
  const wanted = Number(process.env.PORT ?? 0);
  const port = await listen(server, wanted);
  endWithStdin();
  process.stdout.write(wanted === 0 ? `ready ${port}\n` : "ready\n");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
