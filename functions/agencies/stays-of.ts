import type { Jurisdiction } from "../../shared/contract/ids.ts";
import { continuousDays } from "../../shared/domain/certificates/residence.ts";
import { filedStay, firstFiledOn, residentsOf } from "../../shared/domain/residence/stays.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { filingsNaming } from "../certificates/residence-of.ts";
import type { Services } from "../http/services.ts";

/**
 * A person's days on record without a gap up to today, as tenant or occupant, across homes.
 *
 * @param areas - only homes there count; absent: all
 */
export async function filedDaysOf(
  services: Services,
  vault: Vault,
  hash: string,
  { today, areas }: { today: string; areas?: readonly Jurisdiction[] },
): Promise<number> {
  const filings = await filingsNaming(services, vault, hash);
  const stays = filings
    .filter(({ draft }) => areas?.includes(draft.jurisdiction) ?? true)
    .flatMap((filing) => {
      const filedOn = firstFiledOn(filing);
      if (filedOn === undefined) return [];
      return residentsOf(filing)
        .filter((one) => identityHash(vault, one.idType, one.idNumber) === hash)
        .map((one) => filedStay(one, filedOn));
    });
  return continuousDays(stays, today);
}
