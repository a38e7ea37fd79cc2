import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { answerReview } from "./answer-review.ts";
import { applyForHome } from "./apply-for-home.ts";
import { askReconsideration } from "./ask-reconsideration.ts";
import { getApplication } from "./get-application.ts";
import { getMyApplications } from "./get-my-applications.ts";
import { getWrittenDecisions } from "./get-written-decisions.ts";
import { listOwnPublicityObjections, objectToPublicity } from "./object-to-publicity.ts";
import { registerIntent } from "./register-intent.ts";
import { reportHouseholdChange } from "./report-change.ts";
import { resubmitApplication } from "./resubmit-application.ts";
import { stateCase } from "./state-case.ts";
import { withdrawApplication } from "./withdraw-application.ts";

/** Every endpoint of this Lambda. */
export const endpoints = [
  ...([applyForHome, getMyApplications, getApplication, registerIntent] as const),
  ...([resubmitApplication, withdrawApplication, askReconsideration] as const),
  ...([reportHouseholdChange, answerReview, stateCase, getWrittenDecisions] as const),
  ...([objectToPublicity, listOwnPublicityObjections] as const),
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
