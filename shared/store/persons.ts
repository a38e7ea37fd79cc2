import * as z from "zod";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import { put, replace, TableBusy, transact } from "./transact.ts";

/** What the table holds of a person: identity sealed field by field. */
const StoredPerson = z.object({
  sub: z.string(),
  version: z.int().positive(),
  disabled: z.boolean(),
  roles: z.array(z.string()),
  jurisdiction: z.string().optional(),
  identityHash: z.string(),
  /** Keyed hash of the firm they act for, under which firms are parties to cases. */
  firmHash: z.string().optional(),
  uscc: z.string().optional(),
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
  /** Credit code of the firm they act for. */
  readonly uscc?: string;
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
    ...sealed(vault, sub, identity),
  };
  const failed = await transact(table, { person: put({ ...key, ...person }) });
  if (!failed.has("person")) return person;
  const standing = await findPerson(table, sub);
  if (!standing) throw new Error("A person that was there is gone");
  return standing;
}

/**
 * Brings a record up to what the identity provider says now; a new version only if that differs.
 * `disabled` stays as it is: that is ours to say, not the provider's.
 *
 * @returns what is on record afterwards
 * @throws TableBusy when others keep writing it
 */
export async function renew(
  table: Table,
  vault: Vault,
  known: Person,
  told: { roles: readonly string[]; jurisdiction?: string; identity: RealName },
): Promise<Person> {
  const key = keys.person(known.sub);
  for (let seen: Person | undefined = known, round = 0; seen && round < 3; round++) {
    if (isAsTold(vault, seen, told)) return seen;
    const { roles, jurisdiction, identity } = told;
    const person: Person = {
      sub: seen.sub,
      version: seen.version + 1,
      disabled: seen.disabled,
      roles: [...roles],
      ...(jurisdiction !== undefined && { jurisdiction }),
      ...sealed(vault, known.sub, identity),
    };
    const failed = await transact(table, {
      person: replace({ ...key, ...person }, seen.version),
    });
    if (failed.size === 0) return person;
    seen = await findPerson(table, known.sub);
  }
  throw new TableBusy();
}

const isAsTold = (
  vault: Vault,
  person: Person,
  {
    roles,
    jurisdiction,
    identity,
  }: { roles: readonly string[]; jurisdiction?: string; identity: RealName },
): boolean => {
  const { name, idType, idNumber, phone } = realName(vault, person);
  return (
    person.uscc === identity.uscc &&
    person.jurisdiction === jurisdiction &&
    person.roles.join() === roles.join() &&
    name === identity.name &&
    idType === identity.idType &&
    idNumber === identity.idNumber &&
    phone === identity.phone
  );
};

const sealed = (vault: Vault, sub: string, { name, idType, idNumber, phone, uscc }: RealName) => ({
  identityHash: identityHash(vault, idType, idNumber),
  // A credit code is public; its keyed hash is the one that firms have as parties to cases.
  ...(uscc !== undefined && { uscc, firmHash: identityHash(vault, "USCC", uscc) }),
  idType,
  nameSealed: vault.seal(name, keys.person(sub), "name"),
  idNumberSealed: vault.seal(idNumber, keys.person(sub), "idNumber"),
  ...(phone !== undefined && { phoneSealed: vault.seal(phone, keys.person(sub), "phone") }),
});

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
