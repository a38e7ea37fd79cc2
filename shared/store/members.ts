import * as z from "zod";
import { CivilDate } from "../contract/values.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { replace, type Write } from "./transact.ts";

/** The lock of a person: the household's application they last stood in, across households. */
const StoredMember = z.object({
  version: z.int().positive(),
  /** Absent: they have left the household they stood in. */
  applicationId: z.string().optional(),
  /** Last day of a bar (O11 art. 35, 36). */
  barredUntil: CivilDate.optional(),
});
export type StoredMember = z.infer<typeof StoredMember>;

export async function findMember(
  table: Table,
  identityHash: string,
): Promise<StoredMember | undefined> {
  const found = await read(table, keys.member(identityHash));
  return found && StoredMember.parse(found);
}

/**
 * Takes a person into an application, if they stand where they were seen standing. Whether that
 * application is over is the decision's to know: one that is over lives again only by taking all its
 * people anew.
 */
export const takeMember = (
  identityHash: string,
  applicationId: string,
  seen: StoredMember | undefined,
): Write =>
  replace(
    {
      ...keys.member(identityHash),
      ...seen,
      applicationId,
      version: (seen?.version ?? 0) + 1,
    },
    seen?.version ?? 0,
  );

/** Lets a person go who has left their household: they may stand in another from now on. */
export const releaseMember = (identityHash: string, seen: StoredMember): Write => {
  const { applicationId: _, ...rest } = seen;
  return replace(
    { ...keys.member(identityHash), ...rest, version: seen.version + 1 },
    seen.version,
  );
};

/** Bars a person from applying up to that day, inclusive; a longer bar stays. */
export const barMember = (
  identityHash: string,
  until: CivilDate,
  seen: StoredMember | undefined,
): Write => {
  const before = seen?.barredUntil;
  return replace(
    {
      ...keys.member(identityHash),
      ...seen,
      barredUntil: before !== undefined && before > until ? before : until,
      version: (seen?.version ?? 0) + 1,
    },
    seen?.version ?? 0,
  );
};
