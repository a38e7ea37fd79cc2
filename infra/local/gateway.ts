import type { IncomingMessage, ServerResponse } from "node:http";
import findMyWay from "find-my-way";
import * as z from "zod";
import { gatewayProblem, sendInvocation } from "./http-answer.ts";
import { httpEvent, type Match } from "./http-event.ts";
import type { Lambda } from "./lambda.ts";
import { bodyOf } from "./loopback.ts";
import type { Templates } from "./template.ts";

/** The gateway's own limits (HTTP API quotas). */
const MAX_BODY = 10 * 1024 * 1024;
const MAX_HEAD = 10_240;

const Route = z.object({ RouteKey: z.string(), Target: z.string() });
const Integration = z.object({
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
});

type Target = { readonly routeKey: string; readonly lambda: Lambda };

/** API Gateway on this machine: the routes of the template in front of its functions. */
export class Gateway {
  private readonly router = findMyWay({ maxParamLength: 2_048, caseSensitive: true });
  private readonly targets = new Map<string, Target>();
  private readonly now: () => number;

  /**
   * @param lambdas - by the id of their resource
   * @param now - business time, ms since 1970
   * @throws when a route points at nothing
   */
  constructor(templates: Templates, lambdas: ReadonlyMap<string, Lambda>, now: () => number) {
    this.now = now;
    const integrations = new Map(
      templates
        .ofType("AWS::ApiGatewayV2::Integration")
        .map(({ id, properties }) => [id, Integration.parse(properties).IntegrationUri]),
    );
    for (const { properties } of templates.ofType("AWS::ApiGatewayV2::Route")) {
      const { RouteKey, Target: target } = Route.parse(properties);
      const lambda = lambdas.get(integrations.get(target.replace(/^integrations\//, "")) ?? "");
      if (!lambda) throw new Error(`The route ${RouteKey} points at no function`);
      this.targets.set(RouteKey, { routeKey: RouteKey, lambda });
      if (RouteKey === "$default") continue;
      const [method = "", path = ""] = RouteKey.split(" ");
      this.router.on(method as "GET", path.replaceAll(/\{(\w+)\}/g, ":$1"), () => undefined, {
        routeKey: RouteKey,
      });
    }
  }

  /** Answers one request under `/api/`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (headLength(request) > MAX_HEAD) {
      gatewayProblem(response, 431, "Request Header Fields Too Large");
      return;
    }
    const body = await bodyOf(request, MAX_BODY);
    if (!body) {
      gatewayProblem(response, 413, "Request Entity Too Large");
      return;
    }
    const match = this.match(request);
    const target = this.targets.get(match.routeKey);
    if (!target) {
      gatewayProblem(response, 404, "Not Found");
      return;
    }
    const event = httpEvent(request, { match, body, timeEpoch: this.now() });
    const ended = await target.lambda.invoke(event);
    sendInvocation(response, ended, event.requestContext.requestId);
  }

  private match(request: IncomingMessage): Match {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const found = this.router.find(z.custom<"GET">().parse(request.method), path);
    const key = z.object({ routeKey: z.string() }).safeParse(found?.store).data?.routeKey;
    return key === undefined
      ? { routeKey: "$default", pathParameters: {} }
      : { routeKey: key, pathParameters: z.record(z.string(), z.string()).parse(found?.params) };
  }
}

/** Bytes of the request line and all header values, which the gateway limits together. */
const headLength = ({ method = "", url = "", rawHeaders }: IncomingMessage): number =>
  rawHeaders.reduce((sum, part) => sum + part.length + 2, method.length + url.length + 12);
