import * as z from "zod";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import { put, transact } from "./transact.ts";

/** What the table holds of a person: identity sealed field by field. */
const StoredPerson = z.object({
  sub: z.string(),
  version: z.int().positive(),
  disabled: z.boolean(),
  roles: z.array(z.string()),
  jurisdiction: z.string().optional(),
  identityHash: z.string(),
  idType: z.string(),
  nameSealed: z.string(),
  idNumberSealed: z.string(),
  phoneSealed: z.string().optional(),
});
export type Person = z.infer<typeof StoredPerson>;

/** The real-name identity as an identity provider gives it. */
export type RealName = {
  readonly name: string;
  readonly idType: string;
  readonly idNumber: string;
  readonly phone?: string;
};

export async function findPerson(table: Table, sub: string): Promise<Person | undefined> {
  const found = await read(table, keys.person(sub));
  return found && StoredPerson.parse(found);
}

/** The keyed hash by which a person is found again in other people's cases. */
export const identityHash = (vault: Vault, idType: string, idNumber: string): string =>
  vault.blindIndex("identity", idType, idNumber);

/**
 * Puts a person on record the first time they come, their identity sealed.
 *
 * @returns what is on record: ours, or what another request wrote a moment before
 */
export async function enrol(
  table: Table,
  vault: Vault,
  {
    sub,
    roles,
    jurisdiction,
    identity,
  }: { sub: string; roles: readonly string[]; jurisdiction?: string; identity: RealName },
): Promise<Person> {
  const key = keys.person(sub);
  const person: Person = {
    sub,
    version: 1,
    disabled: false,
    roles: [...roles],
    ...(jurisdiction !== undefined && { jurisdiction }),
    identityHash: identityHash(vault, identity.idType, identity.idNumber),
    idType: identity.idType,
    nameSealed: vault.seal(identity.name, key, "name"),
    idNumberSealed: vault.seal(identity.idNumber, key, "idNumber"),
    ...(identity.phone !== undefined && { phoneSealed: vault.seal(identity.phone, key, "phone") }),
  };
  const failed = await transact(table, { person: put({ ...key, ...person }) });
  if (!failed.has("person")) return person;
  const standing = await findPerson(table, sub);
  if (!standing) throw new Error("A person that was there is gone");
  return standing;
}

/** The identity in clear, for the one decision or document that needs it. */
export function realName(vault: Vault, person: Person): RealName {
  const key = keys.person(person.sub);
  return {
    name: vault.open(person.nameSealed, key, "name"),
    idType: person.idType,
    idNumber: vault.open(person.idNumberSealed, key, "idNumber"),
    ...(person.phoneSealed !== undefined && {
      phone: vault.open(person.phoneSealed, key, "phone"),
    }),
  };
}
