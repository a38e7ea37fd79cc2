import type { Vault } from "./sealing.ts";
import type { Item, Key } from "./table.ts";

/** Whether the text at a JSON pointer of a record is personal. */
export type IsPersonal = (pointer: string) => boolean;

/** The record with each personal text sealed, bound to its item and its place in it. */
export const sealFields = (vault: Vault, at: Key, record: Item, isPersonal: IsPersonal): Item =>
  changed(record, isPersonal, (text, pointer) => vault.seal(text, at, pointer));

/** The record in clear again. @throws when a text was changed or moved */
export const openFields = (vault: Vault, at: Key, record: Item, isPersonal: IsPersonal): Item =>
  changed(record, isPersonal, (text, pointer) => vault.open(text, at, pointer));

type Change = (text: string, pointer: string) => string;

const changed = (record: Item, isPersonal: IsPersonal, change: Change): Item =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      deep(value, `/${name}`, isPersonal, change),
    ]),
  );

function deep(value: unknown, pointer: string, isPersonal: IsPersonal, change: Change): unknown {
  if (typeof value === "string") return isPersonal(pointer) ? change(value, pointer) : value;
  if (Array.isArray(value))
    return value.map((one: unknown, at) => deep(one, `${pointer}/${at}`, isPersonal, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      deep(one, `${pointer}/${name}`, isPersonal, change),
    ]),
  );
}
