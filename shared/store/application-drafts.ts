import { createHash } from "node:crypto";
import * as z from "zod";
import { DraftForm } from "../contract/application.ts";
import { DraftState, type ApplicationDraft } from "../contract/application-process.ts";
import { CivilDate } from "../contract/values.ts";
import { dayEnds, instantText } from "../domain/calendar/instants.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { list, read, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** What the table holds of a draft: all of its form under one seal, nothing of it once it is over. */
export const StoredDraft = Versioned.extend({
  draftId: z.string(),
  state: DraftState,
  /** Keyed hash of whose application it will be. */
  owner: z.string(),
  enteredBy: z
    .object({
      capacity: z.enum(["COUNTER", "EMPLOYER"]),
      sub: z.string(),
      firmHash: z.string().optional(),
    })
    .optional(),
  jurisdiction: z.string(),
  formSealed: z.string().optional(),
  /** Keyed: says nothing of the form to who reads the table. */
  formDigest: z.string(),
  keptUntil: CivilDate,
  code: z.object({ codeHash: z.string(), until: z.string(), tries: z.int() }).optional(),
  applicationId: z.string().optional(),
});
export type StoredDraft = z.infer<typeof StoredDraft>;
export type DraftRecord = Omit<StoredDraft, "version" | "auditHead">;

export async function findDraft(table: Table, draftId: string): Promise<StoredDraft | undefined> {
  const found = await read(table, keys.draft(draftId));
  return found && StoredDraft.parse(found);
}

/** A form as it is kept in a draft. */
export const sealDraft = (
  vault: Vault,
  draftId: string,
  form: DraftForm,
): Pick<StoredDraft, "formSealed" | "formDigest"> => {
  const text = JSON.stringify(form);
  const hash = createHash("sha256").update(text).digest("hex");
  return {
    formSealed: vault.seal(text, keys.draft(draftId), "form"),
    formDigest: vault.blindIndex("draft-form", draftId, hash),
  };
};

/** @returns undefined when the draft is over */
export function openDraft(
  vault: Vault,
  { draftId, formSealed }: Pick<StoredDraft, "draftId" | "formSealed">,
): DraftForm | undefined {
  if (formSealed === undefined) return undefined;
  const form: unknown = JSON.parse(vault.open(formSealed, keys.draft(draftId), "form"));
  return DraftForm.parse(form);
}

/** The writes that move a draft on. An open one is before the clock, which deletes what it says. */
export function draftWrites(
  next: DraftRecord,
  seen: StoredDraft | undefined,
  act: Act,
): { readonly draft: Write; readonly draftAudit: Write } {
  const { formSealed: _, code: __, ...rest } = next;
  const item =
    next.state === "OPEN"
      ? { ...next, ...due(next.draftId, instantText(dayEnds(next.keptUntil))) }
      : rest;
  const { head, audit } = advance(keys.draft(next.draftId), item, seen, act);
  return { draft: head, draftAudit: audit };
}

/** The owner's way to a draft. */
export const draftRow = (owner: string, draftId: string): Write =>
  put({ ...keys.draftOf(owner, draftId), draftId });

/** The employer's way to what it applied for. */
export const staffRow = (firmHash: string, draftId: string): Write =>
  put({ ...keys.employerCase(firmHash, draftId), draftId });

const Row = z.object({ draftId: z.string() });

/** Drafts of a person (`DRAFT#`) or of an employer's staff (`STAFF#`), at most a hundred. */
export async function draftsOf(
  table: Table,
  hash: string,
  prefix: "DRAFT#" | "STAFF#",
): Promise<StoredDraft[]> {
  const { items } = await list(table, keys.draftOf(hash, "").pk, { prefix, limit: 100 });
  const found = await Promise.all(items.map((item) => findDraft(table, Row.parse(item).draftId)));
  return found.filter((draft) => draft !== undefined);
}

export function draftView(vault: Vault, stored: StoredDraft): ApplicationDraft {
  const { draftId, version, state, enteredBy, formDigest, keptUntil, applicationId } = stored;
  const form = openDraft(vault, stored);
  return {
    ...{ id: draftId, version, state, formDigest, keptUntil },
    ...(form && { form }),
    ...(enteredBy && { enteredBy: enteredBy.capacity }),
    ...(applicationId !== undefined && { applicationId }),
  };
}
