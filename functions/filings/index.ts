import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { amendFiling } from "./amend-filing.ts";
import { askCoOwners } from "./ask-co-owners.ts";
import { changeOccupants } from "./change-occupants.ts";
import { confirmChange } from "./confirm-change.ts";
import { consentAsCoOwner } from "./consent-as-co-owner.ts";
import { declareHoldingOver } from "./declare-holding-over.ts";
import { doubtChange } from "./doubt-change.ts";
import { draftFiling } from "./draft-filing.ts";
import { endLease } from "./end-lease.ts";
import { getCertificate } from "./get-certificate.ts";
import { getFiling } from "./get-filing.ts";
import { listMyFilings } from "./list-my-filings.ts";
import { listMyFilingObjections } from "./list-my-objections.ts";
import { objectByCertificate } from "./object-by-certificate.ts";
import { objectToEnd } from "./object-to-end.ts";
import { objectToFiling } from "./object-to-filing.ts";
import { proposeChange } from "./propose-change.ts";
import { proposeLandlordTransfer } from "./propose-landlord-transfer.ts";
import { proposeRenewal } from "./propose-renewal.ts";
import { reissueCertificate } from "./reissue-certificate.ts";
import { reportWrongField } from "./report-wrong-field.ts";
import { resubmitFiling } from "./resubmit-filing.ts";
import { sendFiling } from "./send-filing.ts";
import { signFiling } from "./sign-filing.ts";
import { stateAtHearing } from "./state-at-hearing.ts";
import { answerSublet, tellOfSublet } from "./sublet.ts";
import { submitFiling } from "./submit-filing.ts";
import { withdrawChange } from "./withdraw-change.ts";
import { withdrawFiling } from "./withdraw-filing.ts";

export const endpoints = [
  draftFiling,
  amendFiling,
  sendFiling,
  signFiling,
  reportWrongField,
  askCoOwners,
  consentAsCoOwner,
  submitFiling,
  listMyFilings,
  getFiling,
  getCertificate,
  withdrawFiling,
  proposeChange,
  proposeRenewal,
  proposeLandlordTransfer,
  declareHoldingOver,
  endLease,
  confirmChange,
  doubtChange,
  withdrawChange,
  objectToEnd,
  changeOccupants,
  reissueCertificate,
  resubmitFiling,
  objectToFiling,
  objectByCertificate,
  listMyFilingObjections,
  stateAtHearing,
  tellOfSublet,
  answerSublet,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
