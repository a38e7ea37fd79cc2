import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { confirmDraft, enterApplication, getCounterDraft, sendDraftCode } from "./counter.ts";
import {
  beginDraft,
  enterForStaff,
  listDrafts,
  listStaffApplications,
  saveDraft,
  submitDraft,
} from "./own-drafts.ts";

/** Every endpoint of this Lambda: what is not an application yet, whoever fills it in. */
export const endpoints = [
  ...([beginDraft, saveDraft, listDrafts, submitDraft] as const),
  ...([enterForStaff, listStaffApplications] as const),
  ...([enterApplication, getCounterDraft, sendDraftCode, confirmDraft] as const),
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
