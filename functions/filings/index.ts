import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { amendFiling } from "./amend-filing.ts";
import { draftFiling } from "./draft-filing.ts";
import { getCertificate } from "./get-certificate.ts";
import { getFiling } from "./get-filing.ts";
import { listMyFilings } from "./list-my-filings.ts";
import { reportWrongField } from "./report-wrong-field.ts";
import { sendFiling } from "./send-filing.ts";
import { signFiling } from "./sign-filing.ts";
import { submitFiling } from "./submit-filing.ts";

export const endpoints = [
  draftFiling,
  amendFiling,
  sendFiling,
  signFiling,
  reportWrongField,
  submitFiling,
  listMyFilings,
  getFiling,
  getCertificate,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
