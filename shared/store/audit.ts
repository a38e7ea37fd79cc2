import { createHash } from "node:crypto";
import * as z from "zod";
import { put, replace, type Write } from "./transact.ts";
import type { Item, Key } from "./table.ts";

/** What every aggregate's `HEAD` carries: its version and the hash of its last audit entry. */
export const Versioned = z.object({ version: z.int().positive(), auditHead: z.string() });
export type Versioned = z.infer<typeof Versioned>;

/** Who did what, when and why: goes into the audit chain with the change itself. */
export type Act = {
  /** Opaque subject, or `system` for what falls due. */
  readonly actor: string;
  /** In which role. */
  readonly role: string;
  /** The operationId, or the name of the step. */
  readonly action: string;
  /** UTC instant, ISO 8601. */
  readonly at: string;
  /** Reason code or article, where the law asks for one. Never a person's data. */
  readonly reason?: string;
  readonly outcome: string;
};

const GENESIS = "0".repeat(64);

/** SHA-256 over the entry's members in fixed order, the hash of the one before included. */
export function auditHash(seq: number, prev: string, act: Act): string {
  const { actor, role, action, at, reason = null, outcome } = act;
  return createHash("sha256")
    .update(JSON.stringify([seq, prev, actor, role, action, at, reason, outcome]))
    .digest("hex");
}

/**
 * The two writes that move an aggregate on: its new `HEAD`, if it is still as it was seen, and its
 * next audit entry.
 *
 * @param key - of the `HEAD`
 * @param next - the new record, without `version` and `auditHead`
 * @param seen - the record the decision was made on; undefined: a new aggregate
 */
export function advance(
  key: Key,
  next: Item,
  seen: Versioned | undefined,
  act: Act,
): { readonly head: Write; readonly audit: Write } {
  const version = (seen?.version ?? 0) + 1;
  const prev = seen?.auditHead ?? GENESIS;
  const auditHead = auditHash(version, prev, act);
  // An aggregate that shares its partition with others keeps its chain behind its own sort key.
  const chain = key.sk === "HEAD" ? "AUDIT#" : `${key.sk}#AUDIT#`;
  const sk = chain + String(version).padStart(8, "0");
  return {
    head: replace({ ...next, ...key, version, auditHead }, seen?.version ?? 0),
    audit: put({ pk: key.pk, sk, seq: version, prev, hash: auditHead, ...act }),
  };
}

/** A record as it goes into the next `advance`, which adds version and chain itself. */
export function withoutChain<T extends Versioned>(record: T): Omit<T, "version" | "auditHead"> {
  const { version: _version, auditHead: _auditHead, ...rest } = record;
  return rest;
}
