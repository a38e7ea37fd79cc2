import { PartnerAgency } from "../../shared/contract/agency.ts";
import type { Caller } from "../http/caller.ts";

/**
 * Whose machine asks: `client:police`, or `client:police.350582` for one of a single district.
 *
 * @returns undefined for a client of no agency we know
 */
export const agencyOf = ({ sub }: Pick<Caller, "sub">): PartnerAgency | undefined =>
  PartnerAgency.safeParse(/^client:([a-z-]+)(?:\.[\w-]+)?$/.exec(sub)?.[1]).data;
