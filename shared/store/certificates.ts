import { UpdateItemCommand, ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { CertificateFacts, CertificateStatus } from "../contract/filing.ts";
import { FilingId } from "../contract/ids.ts";
import { CivilDate } from "../contract/values.ts";
import { keys } from "./keys.ts";
import type { Vault } from "./sealing.ts";
import { read, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/**
 * What the public check needs of a certificate, and nothing it must not tell: names are masked
 * already, the code is a keyed hash.
 */
const StoredCertificate = z.object({
  version: z.int().positive(),
  filingId: FilingId,
  codeHash: z.string(),
  status: CertificateStatus,
  facts: CertificateFacts.omit({ status: true, checkedAt: true }),
  /** Last day, when the lease ends before its term does. */
  endsOn: CivilDate.optional(),
});
export type StoredCertificate = z.infer<typeof StoredCertificate>;

/** By its number; undefined when none was ever given it. */
export async function findCertificate(
  table: Table,
  certificateNo: string,
): Promise<StoredCertificate | undefined> {
  const found = await read(table, keys.certificate(certificateNo));
  return found && StoredCertificate.parse(found);
}

/** The keyed hash under which the table knows a certificate's code. */
export const codeHash = (vault: Vault, certificateNo: string, code: string): string =>
  vault.blindIndex("certificate-code", certificateNo, code);

/** The keyed hash under which a token's certificate is found: the table never holds the token. */
const tokenHash = (vault: Vault, token: string): string =>
  vault.blindIndex("certificate-token", token);

/** Lets whoever holds the token find the document of this number. */
export const newCertificateToken = (vault: Vault, certificateNo: string, token: string): Write =>
  put({ ...keys.certificateToken(tokenHash(vault, token)), certificateNo });

/** The number a token stands for; undefined when nobody was given it. */
export async function numberOfToken(
  table: Table,
  vault: Vault,
  token: string,
): Promise<string | undefined> {
  const found = await read(table, keys.certificateToken(tokenHash(vault, token)));
  return found && z.object({ certificateNo: z.string() }).parse(found).certificateNo;
}

/** Puts a new certificate on record; fails when its number is taken. */
export const newCertificate = (certificate: Omit<StoredCertificate, "version" | "status">): Write =>
  put({
    ...keys.certificate(certificate.facts.certificateNo),
    ...certificate,
    version: 1,
    status: "IN_FORCE",
  });

/**
 * Says on the certificate itself what became of it, in the transaction that makes it so. A document
 * that is out of force never comes back.
 *
 * @param endsOn - last day of a lease that ends before its term; in force until then
 */
export const markCertificate =
  (certificateNo: string, status: CertificateStatus, endsOn?: string): Write =>
  (TableName) => {
    const { pk, sk } = keys.certificate(certificateNo);
    return {
      Update: {
        TableName,
        Key: marshall({ pk, sk }),
        UpdateExpression:
          "SET #status = :status, version = version + :one" +
          (endsOn === undefined ? "" : ", endsOn = :endsOn"),
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: marshall({
          ":status": status,
          ":one": 1,
          ...(endsOn !== undefined && { ":endsOn": endsOn }),
        }),
      },
    };
  };

const MOST_SERIALS = 99_999;
const BLOCK = 20;

/** A district has given all the numbers that five digits hold for a day. */
export class SerialsExhausted extends Error {
  override name = "SerialsExhausted";
}

type Block = { next: number; readonly end: number };

export type CertificateNumbers = {
  /**
   * @param region - six digits, as on the document
   * @param day - civil day of filing
   * @returns a number that was never given before and never will be again
   * @throws SerialsExhausted
   */
  giveNumber(region: string, day: string): Promise<string>;
};

/**
 * Gives certificate numbers: region 6, date 8, serial 5. Serials are leased in blocks, so that no
 * counter is written for each certificate; those of a container that ends are never given.
 */
export function certificateNumbers(table: Table): CertificateNumbers {
  const blocks = new Map<string, Promise<Block>>();
  const blockOf = (region: string, day: string): Promise<Block> => {
    const name = `${day} ${region}`;
    const known = blocks.get(name);
    if (known) return known;
    for (const old of blocks.keys()) if (!old.startsWith(day)) blocks.delete(old);
    const leased = leaseBlock(table, region, day);
    blocks.set(name, leased);
    leased.catch(() => blocks.delete(name));
    return leased;
  };
  return {
    async giveNumber(region, day) {
      for (;;) {
        const leased = blockOf(region, day);
        const block = await leased;
        if (block.next <= block.end) return numberOf(region, day, block.next++);
        if (blocks.get(`${day} ${region}`) === leased) blocks.delete(`${day} ${region}`);
      }
    },
  };
}

const numberOf = (region: string, day: string, serial: number): string =>
  `${region}${day.replaceAll("-", "")}${String(serial).padStart(5, "0")}`;

/** Takes the next serials of a region's day. One lost by an answer that never came is a gap. */
async function leaseBlock(table: Table, region: string, day: string): Promise<Block> {
  const { pk, sk } = keys.serial(region, day);
  try {
    const { Attributes } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall({ pk, sk }),
        UpdateExpression: "ADD taken :block",
        ConditionExpression: "attribute_not_exists(taken) OR taken <= :most",
        ExpressionAttributeValues: marshall({ ":block": BLOCK, ":most": MOST_SERIALS - BLOCK }),
        ReturnValues: "UPDATED_NEW",
      }),
    );
    const { taken } = z.object({ taken: z.int() }).parse(unmarshall(Attributes ?? {}));
    return { next: taken - BLOCK + 1, end: taken };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new SerialsExhausted();
    throw error;
  }
}
