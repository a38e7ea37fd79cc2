import { createHash } from "node:crypto";
import * as z from "zod";
import { maskIdNumber, maskName } from "../../shared/domain/identity/masks.ts";
import type { Winner } from "../../shared/domain/schemes/winners.ts";
import { findApplication, openApplicant } from "../../shared/store/applications.ts";
import { applicationOfReceipt } from "../../shared/store/intents.ts";
import type { SchemeRecord, StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { drawFile } from "./draw-documents.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const AT_ONCE = 8;

/** One line of the public list, masked as the rulebook says (11): never phone, address or reason. */
const Row = z.object({
  pool: z.string(),
  position: z.int(),
  receipt: z.string(),
  name: z.string(),
  idNumber: z.string(),
});
type Row = z.infer<typeof Row>;

const sealedFile = (drawId: string, digest: string): string => `winners/${drawId}-${digest}.json`;

/**
 * Lays down the list of winners that the law wants public, masked, under its digest, before the act
 * that publishes it is decided. The same winners give the same bytes.
 */
export async function keepWinners(
  services: Services,
  { drawId, schemeId }: StoredScheme,
  winners: readonly Winner[],
): Promise<NonNullable<SchemeRecord["winners"]>> {
  const rows: Row[] = [];
  const waiting = [...winners.entries()];
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      rows[next[0]] = await rowOf(services, schemeId, next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const text = JSON.stringify(rows);
  const digest = createHash("sha256").update(text).digest("hex");
  await services.sealedFiles.write(sealedFile(drawId, digest), text, JSON_TYPE);
  return { digest, count: rows.length, namesWithdrawn: false };
}

async function rowOf({ table, vault }: Services, schemeId: string, winner: Winner): Promise<Row> {
  const applicationId = await applicationOfReceipt(table, schemeId, winner.receipt);
  const household =
    applicationId === undefined ? undefined : await findApplication(table, applicationId);
  if (!household) throw new Error("A receipt without a household");
  const { name, idNumber } = openApplicant(await vault(), household);
  const { pool, position, receipt } = winner;
  return { pool, position, receipt, name: maskName(name), idNumber: maskIdNumber(idNumber) };
}

/**
 * Publishes the list of winners; when its period is over and fifteen days have gone, without names.
 * The digest of the full list stays for ever, so that a copy someone kept can be checked.
 */
export async function publishWinners(services: Services, scheme: StoredScheme): Promise<void> {
  const { drawId, terms, winners, resultPublicityUntil } = scheme;
  if (!winners) return;
  const bytes = await services.sealedFiles.read(sealedFile(drawId, winners.digest));
  if (!bytes || createHash("sha256").update(bytes).digest("hex") !== winners.digest)
    throw new Error("The list of winners is not the one on record");
  const full = z.array(Row).parse(JSON.parse(new TextDecoder().decode(bytes)));
  const file = {
    kind: "draw-winners",
    drawId,
    title: terms.title,
    titleEn: terms.titleEn,
    until: resultPublicityUntil,
    objection: {
      zh: "公示期内可实名书面提出异议",
      en: "Object in writing, with your real name, within the period",
    },
    phone: terms.hotline,
    digest: winners.digest,
    count: winners.count,
    rows: winners.namesWithdrawn ? full.map(({ name: _, idNumber: __, ...row }) => row) : full,
  };
  const path = drawFile(drawId, "winners.json");
  await services.publicFiles.write(path, JSON.stringify(file), JSON_TYPE);
}
