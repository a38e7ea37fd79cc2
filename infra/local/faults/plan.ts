import * as z from "zod";

/**
 * What may happen to a call of the database:
 * - `throttle`: refused for want of capacity, nothing done
 * - `conflict`: refused because another transaction holds an item, nothing done
 * - `server-error`: 500, nothing done
 * - `cut-before`: the connection breaks, nothing done
 * - `cut-after`: the connection breaks after the effect
 * - `late`: the answer comes `lateMs` after the effect
 * - `partial`: a batch is done in part, the rest comes back as unprocessed
 * - `short-page`: a query stops early, with the key to go on from
 */
export const FAULT_KINDS = [
  ...(["throttle", "conflict", "server-error", "cut-before"] as const),
  ...(["cut-after", "late", "partial", "short-page"] as const),
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The body of `POST /__faults`; members that are missing stay as they are. */
export const FaultSettings = z.strictObject({
  seed: z.int().min(0).optional(),
  /** How likely a call is to meet a fault. */
  p: z.number().min(0).max(1).optional(),
  kinds: z.array(z.enum(FAULT_KINDS)).optional(),
  /** Only calls of these operations; empty: all. */
  operations: z.array(z.string()).optional(),
  lateMs: z.int().min(0).max(60_000).optional(),
  /** Runs the kill callback at the n-th call from now on, before it is done or after. */
  killAt: z
    .strictObject({ call: z.int().min(1), when: z.enum(["before", "after"]) })
    .nullable()
    .optional(),
  /** Sets all counters to zero first. */
  reset: z.boolean().optional(),
});
export type FaultSettings = z.infer<typeof FaultSettings>;

const WRITES = ["PutItem", "UpdateItem", "DeleteItem"];
const READS = ["GetItem", "Query", "Scan"];
const TRANSACTIONS = ["TransactWriteItems", "TransactGetItems"];
const BATCHES = ["BatchWriteItem", "BatchGetItem"];
const DATA = [...WRITES, ...READS, ...TRANSACTIONS, ...BATCHES];

/** Whether DynamoDB could do this to that operation; tables and streams are left alone. */
export function canMeet(kind: FaultKind, operation: string): boolean {
  switch (kind) {
    case "conflict":
      return WRITES.includes(operation) || TRANSACTIONS.includes(operation);
    case "partial":
      return BATCHES.includes(operation);
    case "short-page":
      return operation === "Query" || operation === "Scan";
    case "throttle":
    case "server-error":
    case "cut-before":
    case "cut-after":
    case "late":
      return DATA.includes(operation);
  }
}

/** Is this a call that counts, or one about tables and streams? */
export const isDataCall = (operation: string): boolean => DATA.includes(operation);

/**
 * Numbers in [0, 1) that follow from the seed and the number of the call alone, so that a seed
 * replays as long as calls come in the same order (mulberry32).
 */
export function randomOf(seed: number, call: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(call, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
