import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Capability } from "../../functions/capabilities.ts";
import { routeKey, type Route } from "../../functions/routes/route.ts";
import { routes as allRoutes } from "../../functions/routes.ts";

/** What the stacks are made of: the rows of the route table and the bundles of their functions. */
export type Installation = {
  readonly routes: readonly Route[];
  /** Folder of bundles: `<folder>/<function>/index.mjs`. */
  readonly bundles: string;
};

/** Where the bundle of a function lies, if it has one. */
export const bundleOf = ({ bundles }: Installation, name: string): string | undefined => {
  const folder = join(bundles, name);
  return existsSync(join(folder, "index.mjs")) ? folder : undefined;
};

/** The functions that routes name, each with its rows, in the order of their names. */
export const functionsOf = (routes: readonly Route[]): [string, Route[]][] =>
  Object.entries(Object.groupBy(routes, ({ fn }) => fn))
    .map(([name, rows]): [string, Route[]] => [name, rows])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

/**
 * What a function may do: what its rows name, and what every row of its kind needs anyway. To tell
 * who calls takes their session and person; to repeat an answer takes the record of the request.
 */
export const capabilitiesOf = (rows: readonly Route[]): Capability[] => [
  ...new Set(
    rows.flatMap((row): Capability[] => [
      ...row.may,
      ...(row.caller === "anyone" ? [] : ["read-persons" as const]),
      ...(row.write ? ["write-requests" as const] : []),
    ]),
  ),
];

export { allRoutes, routeKey };
