import * as z from "zod";
import { CertificateNo, FilingId } from "../contract/ids.ts";
import { MOST_HOMES, ResidenceFacts, ResidenceStatement } from "../contract/residence-statement.ts";
import { CertificateStatus } from "../contract/filing.ts";
import { maskName } from "../domain/identity/masks.ts";
import { advance, type Act } from "./audit.ts";
import { codeHash, newCertificateToken } from "./certificates.ts";
import { keys } from "./keys.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { read, type Item, type Key, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** What the public check needs of a statement: masked, the code as keyed hash. */
const StoredStatement = z.object({
  codeHash: z.string(),
  facts: ResidenceFacts.omit({ homes: true, checkedAt: true }),
  homes: z
    .array(
      z.object({
        certificateNo: CertificateNo,
        filingId: FilingId,
        ...ResidenceFacts.shape.homes.element.shape,
        status: CertificateStatus,
      }),
    )
    .max(MOST_HOMES),
});
export type StoredStatement = z.infer<typeof StoredStatement>;

/** What only its holder reads, sealed. */
const Sheet = ResidenceStatement.extend({
  owner: z.string(),
  /** Its facts, signed on the day of issue: a later key must not sign for that day. */
  signed: z.string(),
});

const sheetKey = (statementNo: string): Key => ({
  pk: keys.statement(statementNo).pk,
  sk: "SHEET",
});

const PERSONAL = [/^\/holder\/(name|idNumber)$/, /^\/homes\/\d+\/address$/, /^\/(code|token)$/];
const isPersonal = (pointer: string): boolean => PERSONAL.some((one) => one.test(pointer));

/** By its number, for the public check. */
export async function findStatement(
  table: Table,
  statementNo: string,
): Promise<StoredStatement | undefined> {
  const found = await read(table, keys.statement(statementNo));
  return found && StoredStatement.parse(found);
}

/** By its number, for its holder. @returns undefined for anyone else */
export async function findOwnStatement(
  table: Table,
  vault: Vault,
  { statementNo, owner }: { statementNo: string; owner: string },
): Promise<{ readonly statement: ResidenceStatement; readonly signed: string } | undefined> {
  const key = sheetKey(statementNo);
  const found = await read(table, key);
  if (found?.owner !== owner) return undefined;
  const { owner: _, signed, ...statement } = Sheet.parse(readable(vault, key, found));
  return { statement, signed };
}

const readable = (vault: Vault, key: Key, { pk: _pk, sk: _sk, ...item }: Item): Item =>
  openFields(vault, key, item, isPersonal);

/**
 * The writes that put a new statement on record; `statement` fails when its number is taken.
 *
 * @param owner - keyed hash of the holder's identity
 */
export function newStatement(
  vault: Vault,
  statement: ResidenceStatement,
  { owner, signed, act }: { owner: string; signed: string; act: Act },
): Record<"statement" | "statementAudit" | "statementSheet" | "statementToken", Write> {
  const { certificateNo, code, token, issuedOn, homes, continuousDays, holder } = statement;
  const item: StoredStatement = {
    codeHash: codeHash(vault, certificateNo, code),
    facts: {
      kind: "RESIDENCE_STATEMENT",
      certificateNo,
      holder: maskName(holder.name),
      issuedOn,
      continuousDays,
    },
    homes: homes.map(({ address: _, ...home }) => home),
  };
  const { head, audit } = advance(keys.statement(certificateNo), item, undefined, act);
  const key = sheetKey(certificateNo);
  return {
    statement: head,
    statementAudit: audit,
    statementSheet: put({
      ...sealFields(vault, key, { ...statement, owner, signed }, isPersonal),
      ...key,
    }),
    statementToken: newCertificateToken(vault, certificateNo, token),
  };
}
