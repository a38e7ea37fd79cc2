import type { VillageProofFacts } from "../../shared/domain/filings/village-proofs.ts";
import type { VillageProofRecord } from "../../shared/store/village-proofs.ts";
import type { Caller } from "../http/caller.ts";
import { covers } from "../http/jurisdiction.ts";

/** The request as the rules see it. */
export const factsOfProof = ({
  state,
  asker,
  holderHashes,
}: VillageProofRecord): VillageProofFacts => ({ state, asker, holders: holderHashes });

/** Whether the caller speaks for the very village that is asked, known by its credit code. */
export const isOfVillage = (caller: Caller, { villageUscc }: VillageProofRecord): boolean =>
  caller.roles.includes("village") && caller.person.uscc === villageUscc;

/** Whether the subdistrict's clerk has it before them: the village has given its word. */
export const isBeforeClerk = (
  caller: Caller,
  { jurisdiction, issuedAt }: VillageProofRecord,
): boolean =>
  caller.roles.includes("clerk") && issuedAt !== undefined && covers(caller, jurisdiction);
