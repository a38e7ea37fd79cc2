import * as z from "zod";
import { ObjectionState, PublicityObjection } from "../contract/application-process.ts";
import type { PublicityObjectionView } from "../contract/application-process.ts";
import { CivilDate, Instant } from "../contract/values.ts";
import type { StoredApplication } from "./applications.ts";
import { advance, Versioned, withoutChain, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { list, read, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** What the table holds of an objection to a household in publicity. */
export const StoredPublicityObjection = Versioned.extend({
  objectionId: z.string(),
  applicationId: z.string(),
  state: ObjectionState,
  docNo: z.string(),
  /** First day of the publicity it was made in: a later one has its own objections. */
  publicityFrom: CivilDate,
  receiptNo: z.string(),
  ground: PublicityObjection.shape.ground,
  statementSealed: z.string(),
  reasonSealed: z.string().optional(),
  /** Subject and keyed hash of who objected: nobody in the case reads them. */
  objector: z.object({ sub: z.string(), hash: z.string() }),
  objectedAt: Instant,
  answerBy: CivilDate,
});
export type StoredPublicityObjection = z.infer<typeof StoredPublicityObjection>;
type Place = Pick<StoredPublicityObjection, "applicationId" | "objectionId">;

const keyOf = ({ applicationId, objectionId }: Place) =>
  keys.publicityObjection(applicationId, objectionId);

export async function findPublicityObjection(
  table: Table,
  place: Place,
): Promise<StoredPublicityObjection | undefined> {
  const found = await read(table, keyOf(place));
  return found && StoredPublicityObjection.parse(found);
}

/** Objections to one household, by id; its audit entries stand between them. */
export async function publicityObjections(
  table: Table,
  applicationId: string,
): Promise<StoredPublicityObjection[]> {
  const { pk } = keys.publicityObjection(applicationId, "");
  const { items } = await list(table, pk, { prefix: "OBJECTION#", limit: 300 });
  return items
    .filter(({ sk }) => !String(sk).includes("#AUDIT#"))
    .map((item) => StoredPublicityObjection.parse(item));
}

const Row = z.object({ applicationId: z.string(), objectionId: z.string() });

/** A person's own objections; at most a hundred. */
export async function ownPublicityObjections(
  table: Table,
  identityHash: string,
): Promise<StoredPublicityObjection[]> {
  const { pk } = keys.partyPublicityObjection(identityHash, "");
  const { items } = await list(table, pk, { prefix: "PUBLICITYOBJECTION#", limit: 100 });
  const found = await Promise.all(
    items.map((item) => findPublicityObjection(table, Row.parse(item))),
  );
  return found.filter((one) => one !== undefined);
}

/** The writes that make an objection: its record with its chain, and its author's way to it. */
export function newObjection(
  vault: Vault,
  {
    statement,
    ...rest
  }: Omit<StoredPublicityObjection, "version" | "auditHead" | "statementSealed"> & {
    readonly statement: string;
  },
  act: Act,
): { readonly objection: Write; readonly objectionAudit: Write; readonly row: Write } {
  const statementSealed = vault.seal(statement, keyOf(rest), "statement");
  const { head, audit } = advance(keyOf(rest), { ...rest, statementSealed }, undefined, act);
  const { applicationId, objectionId, objector } = rest;
  const row = put({
    ...keys.partyPublicityObjection(objector.hash, objectionId),
    ...{ applicationId, objectionId },
  });
  return { objection: head, objectionAudit: audit, row };
}

/** The writes that answer an objection. */
export function answerObjection(
  vault: Vault,
  seen: StoredPublicityObjection,
  { state, reason, act }: { state: "UPHELD" | "DISMISSED"; reason: string; act: Act },
): { readonly head: Write; readonly audit: Write } {
  const reasonSealed = vault.seal(reason, keyOf(seen), "reason");
  return advance(keyOf(seen), { ...withoutChain(seen), reasonSealed, state }, seen, act);
}

/** Whether an objection is still to be answered: its case may have ended without it. */
export const isOpenObjection = (
  { state, publicityFrom }: Pick<StoredPublicityObjection, "state" | "publicityFrom">,
  application: Pick<StoredApplication, "state" | "publicity"> | undefined,
): boolean =>
  state === "OPEN" &&
  application?.state === "OBJECTION" &&
  application.publicity?.from === publicityFrom;

/** An objection without its author: so its author and the officers alike read it. */
export function objectionView(
  vault: Vault,
  stored: StoredPublicityObjection,
  application: Pick<StoredApplication, "state" | "publicity"> | undefined,
): PublicityObjectionView {
  const { objectionId, docNo, receiptNo, ground, objectedAt, answerBy, reasonSealed } = stored;
  const isMoot = stored.state === "OPEN" && !isOpenObjection(stored, application);
  const state = isMoot ? "LAPSED" : stored.state;
  return {
    ...{ id: objectionId, state, docNo, receiptNo, ground, objectedAt, answerBy },
    statement: vault.open(stored.statementSealed, keyOf(stored), "statement"),
    ...(reasonSealed !== undefined && {
      reason: vault.open(reasonSealed, keyOf(stored), "reason"),
    }),
  };
}
