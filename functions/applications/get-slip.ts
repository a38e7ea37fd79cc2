import type { SlipView } from "../../shared/contract/allotment.ts";
import type { DrawSlip, LineProof } from "../../shared/contract/draw.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { readRoster } from "../../shared/domain/draws/roster.ts";
import { entryProver, linesOfFile, rankProver } from "../../shared/domain/draws/slip.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { openApplicant, type StoredApplication } from "../../shared/store/applications.ts";
import { findIntent, openSalt, type StoredIntent } from "../../shared/store/intents.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/applications.ts";
import { drawText, rosterFile } from "../steps/draw-documents.ts";
import { NO_OPTIONS } from "../steps/roster.ts";
import { ownApplication } from "./own-application.ts";

/** What the applicant holds of a draw: number, salt, own fields, and proofs once there are files. */
export const getSlip = (services: Services) =>
  endpoint(routes.getSlip, services, async ({ params, caller, refuse }) => {
    const { table } = services;
    const application = await ownApplication(table, caller, params.applicationId);
    if (!application) return refuse("not-found");
    const { drawId, applicationId } = application;
    const scheme = drawId === undefined ? undefined : await findSchemeOfDraw(table, drawId);
    const intent = scheme && (await findIntent(table, scheme.schemeId, applicationId));
    if (!scheme || !intent || drawId === undefined) return refuse("not-in-a-draw");

    const slip = await slipOf(services, { application, scheme, intent, drawId });
    const ranked = slip !== undefined && slip.ranks.length > 0;
    const view: SlipView = {
      ...{ drawId, applicationId },
      state: ranked ? "RANKED" : slip ? "IN_ROSTER" : "NOT_IN_ROSTER",
      ...(slip && { slip }),
    };
    return ok(view);
  });

type Held = {
  readonly application: StoredApplication;
  readonly scheme: StoredScheme;
  readonly intent: StoredIntent;
  readonly drawId: string;
};

/** The slip in the verifier's form; undefined while the entry stands in no frozen roster. */
async function slipOf(
  services: Services,
  { application, scheme, intent, drawId }: Held,
): Promise<DrawSlip | undefined> {
  const { receipt, saltSealed } = intent;
  const freeze = scheme.drawId === drawId ? scheme.freezes.at(-1) : undefined;
  if (!freeze || receipt === undefined || saltSealed === undefined) return undefined;
  const entry = (await proversOf(services, scheme, freeze.version)).entry(receipt);
  if (!entry) return undefined;
  const vault = await services.vault();
  const { idType, idNumber, name } = openApplicant(vault, application);
  return {
    receipt,
    salt: openSalt(vault, intent, saltSealed),
    applicationNo: application.receiptNo,
    ...{ idType, idNumber, name, entry },
    ranks: scheme.result ? await ranksOf(services, drawId, receipt) : [],
  };
}

type Provers = { readonly entry: (receipt: string) => LineProof | undefined };

// Files of a draw never change under their names, and thousands ask for the same: the trees of the
// last few are kept.
const KEPT = 4;
const rosters = new Map<string, Promise<Provers>>();
const rankings = new Map<string, Promise<(receipt: string) => LineProof[]>>();

function kept<T>(cache: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(name);
  if (known) return known;
  const made = make();
  cache.set(name, made);
  made.catch(() => cache.delete(name));
  for (const oldest of [...cache.keys()].slice(0, -KEPT)) cache.delete(oldest);
  return made;
}

const proversOf = (
  services: Services,
  { drawId, terms }: StoredScheme,
  version: number,
): Promise<Provers> =>
  kept(rosters, `${services.config.LOG_ORIGIN} ${drawId} ${version}`, async () => {
    const text = await drawText(services, drawId, rosterFile(version));
    const pools = terms.pools.map(({ id, units, spill }) => ({ id, units, spill }));
    const roster = readRoster(text, { pools, options: NO_OPTIONS });
    if (isRefusal(roster)) throw new Error("A published roster cannot be read");
    return { entry: entryProver(sha256Suite, roster) };
  });

const ranksOf = async (
  services: Services,
  drawId: string,
  receipt: string,
): Promise<LineProof[]> => {
  const prover = await kept(rankings, `${services.config.LOG_ORIGIN} ${drawId}`, async () =>
    rankProver(sha256Suite, linesOfFile(await drawText(services, drawId, "ranking.csv"))),
  );
  return prover(receipt);
};
