import * as z from "zod";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Item } from "../../shared/store/table.ts";

/** A place in a list as it travels: opaque, and good for one caller and one question only. */
export const Cursor = z
  .string()
  .regex(/^[\w-]{1,900}\.[0-9a-f]{64}$/)
  .meta({ id: "Cursor", description: "`next` of the page before; as it was given" });

/** How many items a page holds, 1 to 100, as it stands in a query. */
export const PageSize = z
  .string()
  .regex(/^([1-9]\d?|100)$/)
  .transform(Number)
  .meta({ id: "PageSize", description: "Items a page, 1 to 100" });

/** Whose list it is, and what was asked: the operationId and every parameter that narrows it. */
export type CursorScope = {
  readonly caller: string;
  readonly operation: string;
  readonly asked: Readonly<Record<string, string | undefined>>;
};

const sign = (vault: Vault, { caller, operation, asked }: CursorScope, text: string): string => {
  const narrowed = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return vault.blindIndex("cursor", caller, operation, narrowed.sort().join("&"), text);
};

/** @param place - the keys to go on behind; never a person's data */
export function makeCursor(vault: Vault, scope: CursorScope, place: Item): string {
  const text = Buffer.from(JSON.stringify(place)).toString("base64url");
  return `${text}.${sign(vault, scope, text)}`;
}

const Place = z.record(z.string(), z.unknown());

/** The place a cursor stands for; undefined when it is not this caller's for this question. */
export function readCursor(vault: Vault, scope: CursorScope, cursor: string): Item | undefined {
  const [text = "", mac] = cursor.split(".");
  if (mac !== sign(vault, scope, text)) return undefined;
  return Place.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
}

/** The member of the query that is wrong when a cursor is not this list's. */
export const BAD_CURSOR = {
  errors: [
    {
      pointer: "/query/cursor",
      zh: "翻页标记无效，请从第一页重新查询",
      en: "Not a cursor of this list; begin with its first page",
    },
  ],
} as const;
