import { languageOf, type Endpoint, type Event } from "./endpoint.ts";
import { routeKey } from "../routes/route.ts";
import { problem, type Reply } from "./problem.ts";

/**
 * The handler of one Lambda: API Gateway has matched already, `routeKey` picks the endpoint.
 *
 * @param makeEndpoints - made on the first request, when the environment is known
 * @param otherwise - answers what no route matched: the function behind `$default` says more
 */
export function serve(
  makeEndpoints: () => readonly Endpoint[],
  otherwise = (event: Event): Reply => problem("unknown-route", { language: languageOf(event) }),
): (event: Event) => Promise<Reply> {
  let table: ReadonlyMap<string, Endpoint> | undefined;
  return async (event) => {
    table ??= new Map(makeEndpoints().map((endpoint) => [routeKey(endpoint.route), endpoint]));
    return table.get(event.routeKey)?.handle(event) ?? otherwise(event);
  };
}
