import type { Event } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { routeKey } from "../routes/route.ts";
import { problem, type Reply } from "./problem.ts";

/**
 * The handler of one Lambda: API Gateway has matched already, `routeKey` picks the endpoint.
 *
 * @param endpoints - by operationId; made on the first request, when the environment is known
 */
export function serve(makeEndpoints: () => readonly Endpoint[]): (event: Event) => Promise<Reply> {
  let table: ReadonlyMap<string, Endpoint> | undefined;
  return async (event) => {
    table ??= new Map(makeEndpoints().map((endpoint) => [routeKey(endpoint.route), endpoint]));
    const endpoint = table.get(event.routeKey);
    if (!endpoint) {
      const language = /^\s*en\b/i.test(event.headers["accept-language"] ?? "") ? "en" : "zh";
      return problem("unknown-route", { language });
    }
    return endpoint.handle(event);
  };
}
