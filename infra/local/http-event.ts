import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** Which route of the API a request met, and what it put in the braces of its path. */
export type Match = {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
};

/**
 * A request as API Gateway hands it on: payload 2.0. Header names in lower case, values of one name
 * joined by commas, cookies apart; text bodies as they are, others in base64; the path decoded.
 *
 * @param timeEpoch - business time in ms: handlers have no other clock
 */
export function httpEvent(
  request: IncomingMessage,
  { match, body, timeEpoch }: { match: Match; body: Buffer; timeEpoch: number },
): APIGatewayProxyEventV2 {
  const [path, query = ""] = splitOnce(request.url ?? "/", "?");
  const { headers, cookies } = headersOf(request.rawHeaders);
  const parameters = queryOf(query);
  const text = isText(headers["content-type"]) && isUtf8(body);
  const domainName = headers.host ?? "localhost";
  const rawPath = decoded(path);
  return {
    version: "2.0",
    routeKey: match.routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    ...(Object.keys(match.pathParameters).length > 0 && {
      pathParameters: { ...match.pathParameters },
    }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName,
      domainPrefix: domainName.split(".", 1)[0] ?? domainName,
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: match.routeKey,
      stage: "$default",
      time: clfTime(timeEpoch),
      timeEpoch,
    },
    ...(body.length > 0 && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

const splitOnce = (text: string, at: string): [string, string?] => {
  const found = text.indexOf(at);
  return found < 0 ? [text] : [text.slice(0, found), text.slice(found + 1)];
};

/** A path that is not well-formed percent-encoding stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

function headersOf(raw: readonly string[]): { headers: Record<string, string>; cookies: string[] } {
  // No prototype: a header may be called `constructor`.
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  const cookies: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? "";
    const value = raw[at + 1] ?? "";
    const standing = headers[name];
    if (name === "cookie") cookies.push(...value.split(/;\s*/).filter((part) => part !== ""));
    else headers[name] = standing === undefined ? value : `${standing},${value}`;
  }
  return { headers: { ...headers }, cookies };
}

/** Values of one name joined by commas, as payload 2.0 has it. */
function queryOf(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const standing = values.get(name);
    values.set(name, standing === undefined ? value : `${standing},${value}`);
  }
  return Object.fromEntries(values);
}

const TEXT =
  /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[\w.-]+\+(?:json|xml)\b)/i;
const isText = (contentType: string | undefined): boolean => TEXT.test(contentType ?? "");

/** Bytes that are no UTF-8 go on as base64: as text they would arrive changed. */
const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString("utf8")).equals(bytes);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12/Mar/2020:19:03:58 +0000` */
function clfTime(epoch: number): string {
  const [year = "", month = "", day = "", time = ""] = new Date(epoch).toISOString().split(/[-T.]/);
  return `${day}/${MONTHS[Number(month) - 1] ?? month}/${year}:${time} +0000`;
}
