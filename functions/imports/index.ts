import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { getBatchResult, getFilingBatch, listBatchRows } from "./read-batch.ts";
import { getCsvTemplate, getXlsxTemplate } from "./templates.ts";
import { uploadFilingBatch, uploadLeases } from "./upload-batch.ts";

export const endpoints = [
  uploadFilingBatch,
  uploadLeases,
  getCsvTemplate,
  getXlsxTemplate,
  getFilingBatch,
  listBatchRows,
  getBatchResult,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
