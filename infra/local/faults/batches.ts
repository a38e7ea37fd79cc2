import * as z from "zod";

const WriteBatch = z.looseObject({ RequestItems: z.record(z.string(), z.array(z.unknown())) });
const Keys = z.looseObject({ Keys: z.array(z.unknown()) });
const ReadBatch = z.looseObject({ RequestItems: z.record(z.string(), Keys) });
const Page = z.looseObject({ Limit: z.int().min(1).optional() });
const Transaction = z.looseObject({ TransactItems: z.array(z.unknown()) });

/** A call split in two: what is sent on, and how the rest comes back in the answer. */
export type Split = { forward: string; complete: (answer: object) => object };

/** How many items a transaction names. */
export function itemsOf(body: unknown): number {
  const read = Transaction.safeParse(body);
  return read.success ? read.data.TransactItems.length : 1;
}

/**
 * Leaves the last part of a batch undone, at least one request and never all.
 *
 * @param share - in [0, 1): how much is done
 * @returns undefined when the batch has one request only, so that it cannot be done in part
 */
export function splitBatch(operation: string, body: unknown, share: number): Split | undefined {
  return operation === "BatchWriteItem" ? splitWrites(body, share) : splitReads(body, share);
}

const merge = (answer: object, member: string, rest: object): object => {
  const before: unknown = Reflect.get(answer, member);
  const known = typeof before === "object" && before !== null ? before : {};
  return { ...answer, [member]: { ...known, ...rest } };
};

function splitWrites(body: unknown, share: number): Split | undefined {
  const read = WriteBatch.safeParse(body);
  if (!read.success) return undefined;
  const halves = halve(read.data.RequestItems, share);
  return (
    halves && {
      forward: JSON.stringify({ ...read.data, RequestItems: halves.done }),
      complete: (answer) => merge(answer, "UnprocessedItems", halves.rest),
    }
  );
}

function splitReads(body: unknown, share: number): Split | undefined {
  const read = ReadBatch.safeParse(body);
  if (!read.success) return undefined;
  const tables = read.data.RequestItems;
  const keys = Object.entries(tables).map(([table, asked]) => [table, asked.Keys] as const);
  const halves = halve(Object.fromEntries(keys), share);
  const withKeys = (part: Record<string, unknown[]>) =>
    Object.fromEntries(
      Object.entries(part).map(([table, Keys]) => [table, { ...tables[table], Keys }]),
    );
  return (
    halves && {
      forward: JSON.stringify({ ...read.data, RequestItems: withKeys(halves.done) }),
      complete: (answer) => merge(answer, "UnprocessedKeys", withKeys(halves.rest)),
    }
  );
}

function halve(byTable: Record<string, unknown[]>, share: number) {
  const all = Object.entries(byTable).flatMap(([table, list]) =>
    list.map((request) => ({ table, request })),
  );
  if (all.length < 2) return undefined;
  const count = 1 + Math.floor(share * (all.length - 1));
  const regroup = (part: typeof all): Record<string, unknown[]> => {
    const tables: Record<string, unknown[]> = {};
    for (const { table, request } of part) (tables[table] ??= []).push(request);
    return tables;
  };
  return { done: regroup(all.slice(0, count)), rest: regroup(all.slice(count)) };
}

/** The same query for one to three items, which then says where to go on. */
export function shorten(body: unknown, share: number): string | undefined {
  const read = Page.safeParse(body);
  const limit = 1 + Math.floor(share * 3);
  if (!read.success || (read.data.Limit ?? Infinity) <= limit) return undefined;
  return JSON.stringify({ ...read.data, Limit: limit });
}
