import { Agent, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { kmsCall, s3Call, tableCalls, type AwsCall } from "./aws-calls.ts";
import type { Endpoints } from "./installation.ts";
import { bodyOf, loopback, type Loopback } from "./loopback.ts";
import { allows, rightsOf } from "./rights.ts";
import type { Templates } from "./template.ts";

const MAX_BODY = 512 * 1024 * 1024;

/** The endpoints of each function, by the id of its resource, when its rights are checked. */
export type RightsGate = {
  readonly endpointsOf: (functionId: string) => Endpoints;
  readonly close: Loopback["close"];
};

/**
 * Stands between the functions and what they use, and refuses what the policies of the templates
 * do not allow: IAM on this machine. It costs a hop for every call, so it is only there when asked
 * for (`QUANJU_CHECK_RIGHTS=1`).
 */
export async function startRightsGate(
  templates: Templates,
  upstream: Endpoints,
  report: (line: string) => void,
): Promise<RightsGate> {
  const rights = [...rightsOf(templates)];
  const callsOf = readerOf(templates);
  const agent = new Agent({ keepAlive: true });
  const server = await loopback(async (request, response) => {
    const [, at = "", service = "", path = "/"] =
      /^\/(\d+)\/(table|kms|s3)(\/.*)?$/.exec(request.url ?? "") ?? [];
    const [functionId = "", statements = []] = rights[Number(at)] ?? [];
    const body = await bodyOf(request, MAX_BODY);
    if (!body || !isService(service)) {
      response.writeHead(400).end();
      return;
    }
    const denied = callsOf[service](request, path, body).find((call) => !allows(statements, call));
    if (denied) {
      report(`${functionId} may not ${denied.action} on ${denied.resource} ${partition(denied)}`);
      deny(service, response);
      return;
    }
    await pass(request, response, { to: upstream[service], path, body, agent });
  }, report);
  return {
    endpointsOf: (functionId) => {
      const base = `${server.url}/${rights.findIndex(([id]) => id === functionId)}`;
      return { table: `${base}/table`, kms: `${base}/kms`, s3: `${base}/s3` };
    },
    close: async () => {
      agent.destroy();
      await server.close();
    },
  };
}

const isService = (name: string): name is keyof Endpoints => ["table", "kms", "s3"].includes(name);

/** The kind of partition only: what follows may name a case. */
const partition = ({ leadingKeys }: AwsCall): string =>
  leadingKeys.map((key) => key.split("#", 1)[0]).join(" ");

type Reader = (request: IncomingMessage, path: string, body: Buffer) => AwsCall[];

/** How to read the calls of each service out of a request. */
function readerOf(templates: Templates): Record<keyof Endpoints, Reader> {
  const ids = (type: string) =>
    new Map(templates.ofType(type).map(({ id, name }) => [name, id] as const));
  const [table] = templates.ofType("AWS::DynamoDB::GlobalTable");
  const keys = ids("AWS::KMS::Key");
  const buckets = ids("AWS::S3::Bucket");
  const operation = ({ headers }: IncomingMessage): string =>
    String(headers["x-amz-target"]).split(".").at(-1) ?? "";
  const json = (body: Buffer): unknown => JSON.parse(body.toString());
  return {
    table: (request, _path, body) => tableCalls(operation(request), json(body), table?.id ?? ""),
    kms: (request, _path, body) => [kmsCall(operation(request), json(body), keys)],
    s3: (request, path) => [s3Call(request.method ?? "GET", path.split("?", 1)[0] ?? "", buckets)],
  };
}

function deny(service: keyof Endpoints, response: ServerResponse): void {
  if (service === "s3") {
    response.writeHead(403, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>`);
    return;
  }
  response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify({ __type: "AccessDeniedException", message: "Not authorized" }));
}

type Onward = { to: string; path: string; body: Buffer; agent: Agent };

const pass = (
  request: IncomingMessage,
  response: ServerResponse,
  { to, path, body, agent }: Onward,
): Promise<void> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(to);
    const options = {
      hostname,
      port,
      path,
      method: request.method,
      headers: request.headers,
      agent,
    };
    const onward = ask(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response).on("finish", done).on("error", fail);
    });
    onward.on("error", () => {
      // What is cut behind us is cut in front of us.
      response.destroy();
      done();
    });
    onward.end(body);
  });
