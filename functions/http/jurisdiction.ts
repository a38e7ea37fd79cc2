import { Jurisdiction } from "../../shared/contract/ids.ts";
import type { Caller } from "./caller.ts";

/**
 * Whether an officer's own jurisdiction takes in that of a case: the city's takes in all. A case
 * outside it is answered as absent (404), in lists and counts too.
 */
export const covers = ({ jurisdiction }: Pick<Caller, "jurisdiction">, ofCase: string): boolean =>
  jurisdiction === "QZ" || jurisdiction === ofCase;

/**
 * Whose list an officer is shown: the one they name if they are in charge there, else their own.
 *
 * @returns undefined when they are not in charge: an empty list
 */
export function listed(
  caller: Pick<Caller, "jurisdiction">,
  named: Jurisdiction | undefined,
): Jurisdiction | undefined {
  const { data: own } = Jurisdiction.safeParse(caller.jurisdiction);
  const asked = named ?? own;
  return asked !== undefined && covers(caller, asked) ? asked : undefined;
}
