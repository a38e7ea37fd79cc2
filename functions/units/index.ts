import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { decideUnit } from "./decide-unit.ts";
import { getUnit } from "./get-unit.ts";
import { askVillageProof } from "./ask-village-proof.ts";
import { checkVillageProof } from "./check-village-proof.ts";
import { giveVillageWord } from "./give-village-word.ts";
import { listWaitingVillageProofs } from "./list-waiting-village-proofs.ts";
import {
  getVillageProof,
  listMyVillageProofs,
  withdrawVillageProof,
} from "./own-village-proofs.ts";
import { getVillageProofCase } from "./village-proof-case.ts";

export const endpoints = [
  getUnit,
  decideUnit,
  askVillageProof,
  listMyVillageProofs,
  getVillageProof,
  withdrawVillageProof,
  listWaitingVillageProofs,
  getVillageProofCase,
  giveVillageWord,
  checkVillageProof,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
