import * as z from "zod";
import { CivilDate } from "../contract/values.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { replace, type Write } from "./transact.ts";

/** The lock of a person: the household's application they last stood in, across households. */
const StoredMember = z.object({
  version: z.int().positive(),
  applicationId: z.string(),
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
 * application is over is the decision's to know: an application that is over never lives again.
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
