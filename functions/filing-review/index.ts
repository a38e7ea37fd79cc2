import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { assignFiling } from "./assign-filing.ts";
import { claimFiling } from "./claim-filing.ts";
import { decideFiling } from "./decide-filing.ts";
import { decideFilingChange } from "./decide-filing-change.ts";
import { decideFilingObjection } from "./decide-filing-objection.ts";
import { decideRevocation } from "./decide-revocation.ts";
import { getFilingReview } from "./get-filing-review.ts";
import { listFilingReviews } from "./list-filing-reviews.ts";
import { proposeRevocation } from "./propose-revocation.ts";
import { releaseFiling } from "./release-filing.ts";

export const endpoints = [
  listFilingReviews,
  getFilingReview,
  decideFiling,
  decideFilingChange,
  claimFiling,
  releaseFiling,
  assignFiling,
  proposeRevocation,
  decideRevocation,
  decideFilingObjection,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
