import type { Caller } from "./caller.ts";

/**
 * Whether an officer's own jurisdiction takes in that of a case: the city's takes in all. A case
 * outside it is answered as absent (404), in lists and counts too.
 */
export const covers = ({ jurisdiction }: Pick<Caller, "jurisdiction">, ofCase: string): boolean =>
  jurisdiction === "QZ" || jurisdiction === ofCase;
