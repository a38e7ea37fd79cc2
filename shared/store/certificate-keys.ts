import * as z from "zod";
import { CertificateKeySet } from "../contract/certificate.ts";
import { NO_KEYS } from "../domain/certificates/sign-facts.ts";
import { keys } from "./keys.ts";
import { read, type Table } from "./table.ts";
import { replace, transact } from "./transact.ts";

const Stored = z.object({ version: z.int().positive(), keySet: CertificateKeySet });

/** The keys that sign or signed certificates; none, at version 0, before the first signature. */
export async function readKeySet(
  table: Table,
): Promise<{ readonly version: number; readonly keySet: CertificateKeySet }> {
  const found = await read(table, keys.certificateKeys());
  return found ? Stored.parse(found) : { version: 0, keySet: NO_KEYS };
}

/** Writes the next set if nobody has written another since. @returns whether it was written */
export async function writeKeySet(
  table: Table,
  keySet: CertificateKeySet,
  seen: number,
): Promise<boolean> {
  const item = { ...keys.certificateKeys(), version: seen + 1, keySet };
  return (await transact(table, { keySet: replace(item, seen) })).size === 0;
}
