import * as z from "zod";
import { FilingId } from "../contract/ids.ts";
import { CivilDate } from "../contract/values.ts";
import { civilDay, epochMsOf } from "../domain/calendar/instants.ts";
import { movementsOf, reportDay } from "../domain/residence/movements.ts";
import { residentsOf, type LivedIn, type Resident } from "../domain/residence/stays.ts";
import type { Versioned } from "./audit.ts";
import type { NextFiling } from "./filing-record.ts";
import { keys } from "./keys.ts";
import { identityHash } from "./persons.ts";
import type { Vault } from "./sealing.ts";
import { list, type Table } from "./table.ts";
import { set, type Write } from "./transact.ts";

/** What one act on a filing made known for one day; who it is, the filing itself tells. */
const StoredMoves = z.object({
  filingId: FilingId,
  reportedOn: CivilDate,
  moves: z.array(
    z.object({
      kind: z.enum(["ARRIVAL", "DEPARTURE"]),
      on: CivilDate,
      /** Keyed hash of their identity. */
      who: z.string(),
    }),
  ),
});
export type StoredMoves = z.infer<typeof StoredMoves>;

type Move = StoredMoves["moves"][number];

/**
 * The rows by which a filing's residents are found again: each occupant's own, and those of arrivals
 * and departures that were not told before.
 *
 * @param at - instant of the act: the day they were reported
 */
export function livedRows(
  vault: Vault,
  next: NextFiling,
  seen: (Versioned & LivedIn) | undefined,
  at: string,
): Record<`lived ${string}`, Write> {
  const hashOf = ({ idType, idNumber }: Resident) => identityHash(vault, idType, idNumber);
  const before = new Set(seen ? movesOf(seen, hashOf).map(nameOf) : []);
  const lived = new Set(seen ? residentsOf(seen).map(hashOf) : []);
  const { landlords, tenants } = next.parties;
  const occupants = residentsOf(next)
    .map(hashOf)
    .filter((hash) => ![...lived, ...landlords, ...tenants].includes(hash));

  const { filingId, draft } = next;
  const reportedOn = civilDay(epochMsOf(at));
  const days = Map.groupBy(
    movesOf(next, hashOf).filter((move) => !before.has(nameOf(move))),
    ({ on }) => reportDay(on, reportedOn),
  );
  const version = (seen?.version ?? 0) + 1;
  return Object.fromEntries([
    ...[...new Set(occupants)].map((hash): [string, Write] => [
      `lived ${hash}`,
      set({ ...keys.partyFiling(hash, filingId), filingId, since: at }),
    ]),
    ...[...days].map(([day, moves]): [string, Write] => [
      `lived ${day}`,
      set({
        ...keys.movement(draft.jurisdiction, day, filingId, version),
        ...{ filingId, reportedOn, moves },
      }),
    ]),
  ]);
}

const nameOf = ({ kind, on, who }: Move): string => `${kind} ${on} ${who}`;

const movesOf = (filing: LivedIn, hashOf: (one: Resident) => string): Move[] =>
  movementsOf(filing).map(({ kind, on, resident }) => ({ kind, on, who: hashOf(resident) }));

/** A place in the report of a district and day. */
export const MovementPlace = z.object({ day: CivilDate, after: z.string() });
export type MovementPlace = z.infer<typeof MovementPlace>;

/** What became known of a district for a day, by filing. */
export async function listMoves(
  table: Table,
  { district, day, after, limit }: { district: string; day: string; after?: string; limit: number },
): Promise<{ readonly rows: readonly StoredMoves[]; readonly next?: string }> {
  const { pk } = keys.movement(district, day, "", 0);
  const page = await list(table, pk, { limit, ...(after !== undefined && { after }) });
  return {
    rows: page.items.map((item) => StoredMoves.parse(item)),
    ...(page.next !== undefined && { next: page.next }),
  };
}
