import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { checkHukou } from "./check-hukou.ts";
import { checkLease } from "./check-lease.ts";
import { consentToHukou } from "./consent-to-hukou.ts";
import { listArrivals } from "./list-arrivals.ts";
import { listMyViews } from "./list-my-views.ts";

export const endpoints = [
  checkLease,
  checkHukou,
  listArrivals,
  listMyViews,
  consentToHukou,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
