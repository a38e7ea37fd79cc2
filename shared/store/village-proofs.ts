import * as z from "zod";
import { Jurisdiction } from "../contract/ids.ts";
import { Party, Uscc } from "../contract/identity.ts";
import { CivilDate, Hex64, Instant } from "../contract/values.ts";
import { ProofId, VillageHome, VillageProofState } from "../contract/village-proof.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { openFields, sealFields } from "./sealed-fields.ts";
import type { Vault } from "./sealing.ts";
import { list, listIndex, read, type Item, type Table } from "./table.ts";
import { put, type Write } from "./transact.ts";

/** A request and what became of it, in clear; the table holds its personal texts sealed. */
export const VillageProofRecord = Versioned.extend({
  proofId: ProofId,
  state: VillageProofState,
  jurisdiction: Jurisdiction,
  villageUscc: Uscc,
  villageName: z.string(),
  home: VillageHome.strip(),
  holders: z.array(Party),
  /** Keyed hashes. */
  asker: z.string(),
  holderHashes: z.array(z.string()),
  askedAt: Instant,
  issuedAt: Instant.optional(),
  /** Subjects of who spoke for the village, and for the subdistrict. */
  issuedBy: z.string().optional(),
  decidedBy: z.string().optional(),
  documentNo: z.string().optional(),
  documentDigest: Hex64.optional(),
  dueOn: CivilDate.optional(),
  decidedAt: Instant.optional(),
  verifiedAs: z.enum(["AUTO_VERIFIED", "DECLARED"]).optional(),
  registerNo: z.string().optional(),
  refusal: z
    .object({
      by: z.enum(["VILLAGE", "SUBDISTRICT"]),
      reasonCode: z.string(),
      reason: z.string(),
    })
    .optional(),
});
export type VillageProofRecord = z.infer<typeof VillageProofRecord>;
export type NextVillageProof = Omit<VillageProofRecord, "version" | "auditHead">;

const PERSONAL = [
  /^\/holders\/\d+\/(name|idNumber|phone)$/,
  /^\/holders\/\d+\/guardian\/(name|idNumber|phone)$/,
  /^\/home\/address$/,
  /^\/(documentNo|registerNo)$/,
  /^\/refusal\/reason$/,
];
const isPersonal = (pointer: string): boolean => PERSONAL.some((one) => one.test(pointer));

export async function findVillageProof(
  table: Table,
  vault: Vault,
  proofId: string,
): Promise<VillageProofRecord | undefined> {
  const key = keys.villageProof(proofId);
  const found = await read(table, key);
  return found && VillageProofRecord.parse(openFields(vault, key, found, isPersonal));
}

/** The writes that move a request on, if it is still as it was seen; undefined: a new one. */
export function moveVillageProof(
  vault: Vault,
  next: NextVillageProof,
  seen: Versioned | undefined,
  act: Act,
): { readonly proof: Write; readonly proofAudit: Write } {
  const key = keys.villageProof(next.proofId);
  const item = { ...sealFields(vault, key, next, isPersonal), ...waiting(next) };
  const { head, audit } = advance(key, item, seen, act);
  return { proof: head, proofAudit: audit };
}

/** Whose queue it waits in: the village's that is asked, then the subdistrict's. */
export const queueOfVillage = (uscc: string): string => `QUEUE#PROOF#VILLAGE#${uscc}`;
export const queueOfSubdistrict = (jurisdiction: string): string =>
  `QUEUE#PROOF#SUBDISTRICT#${jurisdiction}`;

function waiting({
  state,
  villageUscc,
  jurisdiction,
  askedAt,
  dueOn,
  proofId,
}: NextVillageProof): Item {
  if (state === "REQUESTED")
    return { queue: queueOfVillage(villageUscc), queueSort: `${askedAt}#${proofId}` };
  if (state === "ISSUED")
    return { queue: queueOfSubdistrict(jurisdiction), queueSort: `${dueOn ?? ""}#${proofId}` };
  return {};
}

const Place = z.object({
  pk: z.string(),
  sk: z.string(),
  queue: z.string(),
  queueSort: z.string(),
});
export type ProofPlace = z.infer<typeof Place>;

/** Requests that wait in a queue, the oldest or most urgent first. The index lags. */
export async function listWaitingProofs(
  table: Table,
  queue: string,
  { after, limit }: { after?: ProofPlace; limit: number },
): Promise<{ readonly proofIds: readonly string[]; readonly next?: ProofPlace }> {
  const page = await listIndex(table, "queue", {
    partition: queue,
    limit,
    ...(after && { after }),
  });
  return {
    proofIds: page.items.map((item) => ProofId.parse(item.proofId)),
    ...(page.next && { next: Place.parse(page.next) }),
  };
}

/** Lets a holder find the request again. */
export const proofRows = (
  hashes: readonly string[],
  proofId: string,
): Readonly<Record<`holder ${string}`, Write>> =>
  Object.fromEntries(
    [...new Set(hashes)].map((hash): [string, Write] => [
      `holder ${hash}`,
      put({ ...keys.partyProof(hash, proofId), proofId }),
    ]),
  );

/** The requests in which a person is named, by id; at most a hundred. */
export async function listPartyProofs(table: Table, hash: string): Promise<readonly string[]> {
  const { pk } = keys.partyProof(hash, "");
  const { items } = await list(table, pk, { prefix: "PROOF#", limit: 100 });
  return items.map((item) => ProofId.parse(item.proofId));
}
