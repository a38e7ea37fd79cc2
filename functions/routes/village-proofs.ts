import * as z from "zod";
import {
  ProofId,
  VillageProof,
  VillageProofCheck,
  VillageProofRequest,
  VillageProofStanding,
  VillageProofSummary,
  VillageWord,
} from "../../shared/contract/village-proof.ts";
import type { Capability } from "../capabilities.ts";
import { Cursor } from "../http/cursor.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_DRAFT } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ proofId: ProofId });
const READ: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-village-proofs",
];
const WRITE: readonly Capability[] = [
  ...READ,
  "write-village-proofs",
  "write-units",
  "write-requests",
  "write-outbox",
];
const officers = { roles: ["village", "clerk"] } as const;

export const askVillageProof = route({
  operationId: "askVillageProof",
  fn: "units",
  method: "POST",
  path: "/api/village-proofs",
  caller: "person",
  may: WRITE,
  body: VillageProofRequest,
  answer: { status: 201, schema: VillageProofStanding },
  problems: ["region-mismatch", "not-a-holder", "unit-blocked"],
  write: true,
  summary: {
    zh: "申请村集体房屋证明",
    en: "Ask the village committee to prove a home on collective land",
  },
  example: {
    as: "landlord-lin",
    body: {
      jurisdiction: "350503",
      villageUscc: "N1350599MA0CY0011L",
      villageName: "丰泽区示范村村民委员会",
      home: {
        flatId: "35050300900100101",
        regionCode: "350503",
        building: "泉州市丰泽区示范村12号",
        address: "泉州市丰泽区示范村12号二楼",
        areaM2: 96,
        landUse: "HOMESTEAD",
      },
      holders: EXAMPLE_DRAFT.landlords,
      declaration: true,
    },
  },
});

export const listMyVillageProofs = route({
  operationId: "listMyVillageProofs",
  fn: "units",
  method: "GET",
  path: "/api/village-proofs",
  caller: "person",
  may: READ,
  answer: { status: 200, schema: z.strictObject({ proofs: z.array(VillageProofSummary) }) },
  problems: [],
  summary: { zh: "我的村集体房屋证明", en: "Village proofs in which the caller is named" },
  example: { as: "landlord-lin" },
});

export const getVillageProof = route({
  operationId: "getVillageProof",
  fn: "units",
  method: "GET",
  path: "/api/village-proofs/{proofId}",
  caller: "person",
  may: READ,
  params,
  answer: { status: 200, schema: VillageProof },
  problems: [],
  summary: { zh: "查看村集体房屋证明", en: "A village proof, for the holders named in it" },
  example: { as: "landlord-lin", params: { proofId: EXAMPLE.proof } },
});

export const withdrawVillageProof = route({
  operationId: "withdrawVillageProof",
  fn: "units",
  method: "POST",
  path: "/api/village-proofs/{proofId}/withdrawal",
  caller: "person",
  may: WRITE,
  params,
  body: z.strictObject({}),
  answer: { status: 200, schema: VillageProofStanding },
  problems: ["out-of-step", "not-the-asker"],
  write: true,
  summary: { zh: "撤回证明申请", en: "Take a request for a village proof back" },
  example: { as: "landlord-lin", params: { proofId: EXAMPLE.proof }, body: {} },
});

export const listWaitingVillageProofs = route({
  operationId: "listWaitingVillageProofs",
  fn: "units",
  method: "GET",
  path: "/api/office/village-proofs",
  caller: officers,
  may: [...READ, "read-queues"],
  query: z.strictObject({ cursor: Cursor.optional() }),
  answer: {
    status: 200,
    schema: z.strictObject({ proofs: z.array(VillageProofSummary), next: Cursor.optional() }),
  },
  problems: [],
  summary: {
    zh: "待办村集体房屋证明",
    en: "What waits for the caller's village, or for the subdistrict's check",
  },
  example: { as: "clerk-fengze" },
});

export const getVillageProofCase = route({
  operationId: "getVillageProofCase",
  fn: "units",
  method: "GET",
  path: "/api/office/village-proofs/{proofId}",
  caller: officers,
  may: [...READ, "write-village-proofs", "write-views"],
  params,
  answer: { status: 200, schema: VillageProof },
  problems: ["own-case"],
  summary: { zh: "查看证明申请", en: "A request in full; that it was read goes on record first" },
  example: { as: "village-fengze", params: { proofId: EXAMPLE.proof } },
});

export const giveVillageWord = route({
  operationId: "giveVillageWord",
  fn: "units",
  method: "POST",
  path: "/api/office/village-proofs/{proofId}/proof",
  caller: { roles: ["village"] },
  may: WRITE,
  params,
  body: VillageWord,
  answer: { status: 200, schema: VillageProofStanding },
  problems: ["out-of-step", "own-case"],
  write: true,
  summary: { zh: "出具或不出具村集体证明", en: "The village committee's word on a home" },
  example: {
    as: "village-fengze",
    params: { proofId: EXAMPLE.proof },
    body: { decision: "ISSUE", documentNo: "示范村证〔2026〕1号", documentDigest: EXAMPLE_DIGEST },
  },
});

export const checkVillageProof = route({
  operationId: "checkVillageProof",
  fn: "units",
  method: "POST",
  path: "/api/office/village-proofs/{proofId}/decision",
  caller: { roles: ["clerk"] },
  may: WRITE,
  params,
  body: VillageProofCheck,
  answer: { status: 200, schema: VillageProofStanding },
  problems: ["out-of-step", "own-case", "unit-blocked"],
  write: true,
  summary: {
    zh: "核查村集体证明",
    en: "The subdistrict's check: the home is verified, declared, or the proof refused",
  },
  example: {
    as: "clerk-fengze",
    params: { proofId: EXAMPLE.proof },
    body: { decision: "CONFIRM", as: "DECLARED" },
  },
});
