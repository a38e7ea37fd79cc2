import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { decideFiling } from "./decide-filing.ts";
import { decideFilingChange } from "./decide-filing-change.ts";
import { getFilingReview } from "./get-filing-review.ts";
import { listFilingReviews } from "./list-filing-reviews.ts";

export const endpoints = [
  listFilingReviews,
  getFilingReview,
  decideFiling,
  decideFilingChange,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
