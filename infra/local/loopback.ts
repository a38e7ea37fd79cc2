import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A small HTTP server of this process, for this machine only. */
export type Loopback = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves on a free port of 127.0.0.1.
 *
 * @param answer - a rejection becomes 500; it is reported, since it is a fault of ours
 */
export async function loopback(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  report: (line: string) => void,
): Promise<Loopback> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      report(
        `A local endpoint failed: ${error instanceof Error ? (error.stack ?? error.name) : "?"}`,
      );
      if (!response.headersSent) response.writeHead(500).end();
      else response.destroy();
    });
  });
  await new Promise<void>((listening, fail) => {
    server.on("error", fail);
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => closeServer(server) };
}

/** Stops listening and ends every connection, busy or not. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((closed) => {
    server.close(() => {
      closed();
    });
    server.closeAllConnections();
  });

/**
 * The whole body of a request.
 *
 * @returns undefined when it is longer than `limit` bytes; the rest is then thrown away
 */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("Bytes were expected");
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  return length > limit ? undefined : Buffer.concat(chunks);
}

/** Path and query of a request as they were sent: not every request target is a URL. */
export function requestTarget({ url = "/" }: IncomingMessage): {
  pathname: string;
  search: string;
} {
  const at = url.indexOf("?");
  return at < 0
    ? { pathname: url, search: "" }
    : { pathname: url.slice(0, at), search: url.slice(at) };
}
