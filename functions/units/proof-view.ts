import type { VillageProof } from "../../shared/contract/village-proof.ts";
import { maskedParty, plainParty } from "../../shared/domain/identity/masks.ts";
import { isOneOf, type Actor } from "../../shared/domain/filings/facts.ts";
import type { Answer } from "../../shared/store/requests.ts";
import type { NextVillageProof, VillageProofRecord } from "../../shared/store/village-proofs.ts";

/** A request as its reader may see it: holders see themselves in full, an officer all of them. */
export function viewProof(record: VillageProofRecord, reader: Actor | "office"): VillageProof {
  const { proofId, version, state, jurisdiction, villageUscc, villageName, home, ...rest } = record;
  const { holders, holderHashes, askedAt, issuedAt, documentNo, documentDigest, dueOn } = rest;
  const { decidedAt, verifiedAs, registerNo, refusal } = rest;
  const isOwn = (at: number) => reader === "office" || isOneOf(reader, [holderHashes[at] ?? ""]);
  return {
    id: proofId,
    ...{ version, state, jurisdiction, villageUscc, villageName, home },
    holders: holders.map((one, at) => (isOwn(at) ? plainParty : maskedParty)(one)),
    askedAt,
    ...(issuedAt !== undefined && { issuedAt }),
    ...(documentNo !== undefined && { documentNo }),
    ...(documentDigest !== undefined && { documentDigest }),
    ...(state === "ISSUED" && dueOn !== undefined && { dueOn }),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(verifiedAs !== undefined && { verifiedAs }),
    ...(registerNo !== undefined && { registerNo }),
    ...(refusal && { refusal }),
  };
}

/** A line of a list. */
export const summaryOf = ({
  proofId,
  state,
  home,
  villageName,
  askedAt,
  dueOn,
}: NextVillageProof) => ({
  ...{ id: proofId, state, building: home.building, villageName, askedAt },
  ...(state === "ISSUED" && dueOn !== undefined && { dueOn }),
});

/** What an act answers, and what is kept for whoever asks again: it names nobody. */
export const standingOfProof = (
  { proofId, state, dueOn }: NextVillageProof,
  version: number,
  status: 200 | 201,
): Answer => ({
  status,
  body: {
    id: proofId,
    version,
    state,
    ...(state === "ISSUED" && dueOn !== undefined && { dueOn }),
  },
  ...(status === 201 && { location: `/api/village-proofs/${proofId}` }),
});
