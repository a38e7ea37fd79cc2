import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Event } from "../../functions/http/endpoint.ts";
import type { Reply } from "../../functions/http/problem.ts";

export type Answerer = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<void> | void;

/** A site of the test's own on a free port: whatever begins with a prefix goes to its answerer. */
export async function startSite(
  makeAnswerers: (origin: string) => Promise<Readonly<Record<string, Answerer>>>,
): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  let answerers: Readonly<Record<string, Answerer>> = {};
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://site.test");
    const prefix = Object.keys(answerers)
      .filter((start) => url.pathname.startsWith(start))
      .sort((a, b) => b.length - a.length)[0];
    const answerer = prefix === undefined ? undefined : answerers[prefix];
    Promise.resolve(answerer?.(request, response, url))
      .then(() => {
        if (!answerer) response.writeHead(404).end();
      })
      .catch((error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answerers = await makeAnswerers(origin);
  return {
    origin,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** Lets a Lambda handler answer HTTP, as API Gateway would (payload 2.0, exact paths only). */
export const throughGateway =
  (handler: (event: Event) => Promise<Reply>): Answerer =>
  async (request, response, url) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = await handler(gatewayEvent(request, url, Buffer.concat(chunks).toString()));
    response.statusCode = reply.statusCode ?? 200;
    for (const [name, value] of Object.entries(reply.headers ?? {}))
      response.setHeader(name, String(value));
    if (reply.cookies) response.setHeader("set-cookie", reply.cookies);
    response.end(reply.body ?? "");
  };

function gatewayEvent(request: IncomingMessage, url: URL, body: string): Event {
  const method = request.method ?? "GET";
  const { cookie, ...headers } = request.headers;
  const query = Object.fromEntries(url.searchParams);
  return {
    version: "2.0",
    routeKey: `${method} ${url.pathname}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: "000000000000",
      apiId: "test",
      domainName: "api.test",
      domainPrefix: "api",
      http: {
        method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "test",
      },
      requestId: randomUUID(),
      routeKey: `${method} ${url.pathname}`,
      stage: "$default",
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body !== "" && { body }),
    isBase64Encoded: false,
  };
}
