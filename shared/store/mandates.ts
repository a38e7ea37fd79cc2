import * as z from "zod";
import { FlatId, MandateId } from "../contract/ids.ts";
import { MandateScope, MandateState } from "../contract/mandate.ts";
import { CivilDate, Instant } from "../contract/values.ts";
import { dayEnds, instantText } from "../domain/calendar/instants.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { list, read, type Table } from "./table.ts";
import { set, unchanged, type Write } from "./transact.ts";

const Who = z.object({
  kind: z.enum(["person", "firm"]),
  name: z.string(),
  idType: z.string(),
  idNumber: z.string(),
  phone: z.string().optional(),
});

/** What decides whether a mandate carries an act; kept before both of its people too. */
const limits = {
  mandateId: MandateId,
  state: MandateState,
  /** Keyed hashes of the identities. */
  principalHash: z.string(),
  agentHash: z.string(),
  scopes: z.array(MandateScope).readonly(),
  flatId: FlatId.optional(),
  from: CivilDate,
  until: CivilDate,
} as const;

/** A mandate in clear; the table holds its personal texts sealed. */
export const MandateRecord = Versioned.extend({
  ...limits,
  principal: Who,
  agent: Who,
  /** Subject of who offered it: a firm's mandates have a person behind them too. */
  offeredBy: z.string(),
  offeredAt: Instant,
  answeredAt: Instant.optional(),
  endedAt: Instant.optional(),
});
export type MandateRecord = z.infer<typeof MandateRecord>;
export type NextMandate = Omit<MandateRecord, "version" | "auditHead">;

const isPersonal = (pointer: string): boolean =>
  /^\/(principal|agent)\/(name|idNumber|phone)$/.test(pointer);

export async function findMandate(
  table: Table,
  vault: Vault,
  mandateId: string,
): Promise<MandateRecord | undefined> {
  const key = keys.mandate(mandateId);
  const found = await read(table, key);
  return found && MandateRecord.parse(openFields(vault, key, found, isPersonal));
}

/** A mandate as it stands before one of its people: what it carries, and at which version. */
const MandateRow = z.object({ ...limits, version: z.int().positive() });
export type MandateRow = z.infer<typeof MandateRow>;

/**
 * The writes that move a mandate on, if it is still as it was seen. Before both of its people stands
 * the same row at the same version, so that an act under it can hold on to that version.
 *
 * @param seen - undefined: a new mandate
 */
export function moveMandate(
  vault: Vault,
  next: NextMandate,
  seen: Versioned | undefined,
  act: Act,
): Readonly<Record<"mandate" | "mandateAudit" | "given" | "held", Write>> {
  const key = keys.mandate(next.mandateId);
  const isOpen = next.state === "OFFERED" || next.state === "ACTIVE";
  const item = {
    ...sealFields(vault, key, next, isPersonal),
    ...(isOpen && due(next.mandateId, instantText(dayEnds(next.until)))),
  };
  const { head, audit } = advance(key, item, seen, act);
  const { mandateId, state, principalHash, agentHash, scopes, from, until, flatId } = next;
  const row = {
    ...{ mandateId, state, principalHash, agentHash, scopes, from, until },
    ...(flatId !== undefined && { flatId }),
    version: (seen?.version ?? 0) + 1,
  };
  return {
    mandate: head,
    mandateAudit: audit,
    given: set({ ...keys.partyMandate(principalHash, mandateId), ...row }),
    held: set({ ...keys.partyMandate(agentHash, mandateId), ...row }),
  };
}

/** All mandates that a person or firm has given or holds, by id. */
export async function listMandates(table: Table, hash: string): Promise<readonly MandateRow[]> {
  const { pk } = keys.partyMandate(hash, "");
  const { items } = await list(table, pk, { prefix: "MANDATE#" });
  return items.map((item) => MandateRow.parse(item));
}

/** Holds a transaction to a mandate that is as it was when the act was decided. */
export const underMandate = ({ agentHash, mandateId, version }: MandateRow): Write =>
  unchanged(keys.partyMandate(agentHash, mandateId), version);
