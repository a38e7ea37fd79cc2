import * as z from "zod";
import type { Jurisdiction } from "../contract/ids.ts";
import type { Programme } from "../contract/application.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { replace, type Write } from "./transact.ts";

/** A queue of qualified households: the number that the next one is given. */
const Waitlist = z.object({ version: z.int().nonnegative(), next: z.int().positive() });
export type Waitlist = z.infer<typeof Waitlist>;

export async function readWaitlist(
  table: Table,
  jurisdiction: Jurisdiction,
  programme: Programme,
): Promise<Waitlist> {
  const found = await read(table, keys.waitlist(jurisdiction, programme));
  return found ? Waitlist.parse(found) : { version: 0, next: 1 };
}

/** Takes the next `count` numbers, if nobody took any since: none is given twice or left out. */
export const takeNumbers = (
  jurisdiction: Jurisdiction,
  programme: Programme,
  { seen, count }: { seen: Waitlist; count: number },
): Write =>
  replace(
    {
      ...keys.waitlist(jurisdiction, programme),
      version: seen.version + 1,
      next: seen.next + count,
    },
    seen.version,
  );
