import * as agencies from "./routes/agencies.ts";
import * as applicationCases from "./routes/application-cases.ts";
import * as applicationDrafts from "./routes/application-drafts.ts";
import * as applicationOffice from "./routes/application-office.ts";
import * as applicationReview from "./routes/application-review.ts";
import * as applications from "./routes/applications.ts";
import * as batches from "./routes/batches.ts";
import * as certificatePapers from "./routes/certificate-papers.ts";
import * as certificates from "./routes/certificates.ts";
import * as coOwners from "./routes/co-owners.ts";
import * as counter from "./routes/counter.ts";
import * as draws from "./routes/draws.ts";
import * as filingChanges from "./routes/filing-changes.ts";
import * as filingCorrections from "./routes/filing-corrections.ts";
import * as filingReview from "./routes/filing-review.ts";
import * as filings from "./routes/filings.ts";
import * as identity from "./routes/identity.ts";
import * as inspection from "./routes/inspection.ts";
import * as eligibility from "./routes/eligibility.ts";
import * as leases from "./routes/leases.ts";
import * as mandates from "./routes/mandates.ts";
import * as points from "./routes/points.ts";
import * as programmes from "./routes/programmes.ts";
import * as publicRoutes from "./routes/public.ts";
import * as schemes from "./routes/schemes.ts";
import * as sublets from "./routes/sublets.ts";
import * as units from "./routes/units.ts";
import * as villageProofs from "./routes/village-proofs.ts";
import * as subsidies from "./routes/subsidies.ts";
import * as waitingLists from "./routes/waiting-lists.ts";
import type { Route } from "./routes/route.ts";

/** Every route there is, by operationId: one folder of rows each, joined here. */
const tables = [
  identity,
  filings,
  coOwners,
  filingChanges,
  filingCorrections,
  filingReview,
  mandates,
  counter,
  sublets,
  units,
  villageProofs,
  batches,
  certificates,
  certificatePapers,
  applications,
  applicationReview,
  applicationOffice,
  applicationCases,
  applicationDrafts,
  eligibility,
  programmes,
  points,
  waitingLists,
  subsidies,
  leases,
  agencies,
  publicRoutes,
  schemes,
  draws,
  inspection,
] as const;

const isRoute = (value: unknown): value is Route =>
  typeof value === "object" && value !== null && "operationId" in value && "path" in value;

export const routes: readonly Route[] = tables.flatMap((table) =>
  Object.values<unknown>(table).filter(isRoute),
);
