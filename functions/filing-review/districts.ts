import { Jurisdiction } from "../../shared/contract/ids.ts";
import type { Caller } from "../http/caller.ts";
import { covers } from "../http/jurisdiction.ts";

/** The districts whose filings an officer is in charge of; none for one without jurisdiction. */
export const districtsOf = (caller: Caller): readonly Jurisdiction[] =>
  Jurisdiction.options.filter((district) => district !== "QZ" && covers(caller, district));
