import type { Route } from "../routes/route.ts";
import { languageOf, type Event } from "./endpoint.ts";
import { problem, type Reply } from "./problem.ts";

/**
 * Answers what the gateway matched to no route: 405 with `Allow` (RFC 9110 15.5.6) when the
 * address is one of ours under another method, 404 otherwise.
 *
 * @param routes - the whole route table, not one function's part of it
 */
export function unmatched(
  routes: readonly Pick<Route, "method" | "path">[],
): (event: Event) => Reply {
  const patterns = routes.map(({ method, path }) => ({
    method: method,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  return (event) => {
    const language = languageOf(event);
    const methods: readonly string[] = patterns
      .filter(({ pattern }) => pattern.test(event.rawPath))
      .map(({ method }) => method);
    // With a method of its own the address itself is what did not match: bad percent-encoding.
    if (methods.length === 0 || methods.includes(event.requestContext.http.method))
      return problem("unknown-route", { language });
    const allow = [...new Set(methods)].sort().join(", ");
    return problem("method-not-allowed", { language, headers: { allow } });
  };
}
