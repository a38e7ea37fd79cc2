import type { SlipReceipt, SlipView } from "../../shared/contract/allotment.ts";
import type { DrawSlip, LineProof } from "../../shared/contract/draw.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { readRoster } from "../../shared/domain/draws/roster.ts";
import { entryProver, linesOfFile, rankProver } from "../../shared/domain/draws/slip.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { openApplicant, type StoredApplication } from "../../shared/store/applications.ts";
import { drawOptions } from "../../shared/domain/schemes/ranking-rules.ts";
import { findIntent, isInRoster, type StoredIntent } from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/inspection.ts";
import { drawText, rosterFile } from "../steps/draw-documents.ts";
import { ownApplication } from "../applications/own-application.ts";
import { slipKeyOf } from "../applications/roster-entry.ts";

/**
 * What the applicant holds of a draw, from registration on: number, salt and seal; proofs once there
 * are files. Served here, for no other function can open a salt; and to the applicant alone.
 */
export const getSlip = (services: Services) =>
  endpoint(routes.getSlip, services, async ({ params, caller, refuse }) => {
    const { table } = services;
    const application = await ownApplication(table, caller, params.applicationId);
    if (!application) return refuse("not-found");
    const { drawId, applicationId } = application;
    const scheme = drawId === undefined ? undefined : await findSchemeOfDraw(table, drawId);
    const intent = scheme && (await findIntent(table, scheme.schemeId, applicationId));
    if (!scheme || !intent || drawId === undefined) return refuse("not-in-a-draw");
    const receipt = await receiptFor(services, { application, scheme, intent, drawId });
    if (!receipt) return refuse("not-in-a-draw");

    const slip = await provenSlip(services, { scheme, intent, drawId }, receipt);
    const ranked = slip !== undefined && slip.ranks.length > 0;
    const view: SlipView = {
      ...{ drawId, applicationId },
      state: ranked ? "RANKED" : slip ? "IN_ROSTER" : waitsOrNot(scheme, intent),
      receipt,
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

/** Without a frozen roster an entry is registered; in one that leaves it out, it is not there. */
const waitsOrNot = ({ freezes }: StoredScheme, intent: StoredIntent): SlipView["state"] =>
  freezes.length === 0 && (intent.state === "REGISTERED" || isInRoster(intent))
    ? "REGISTERED"
    : "NOT_IN_ROSTER";

/** What was taken in, opened for its owner, with the bureau's seal. */
async function receiptFor(
  services: Services,
  { application, scheme, intent, drawId }: Held,
): Promise<SlipReceipt | undefined> {
  const { receipt, commit, saltSealed, seal, pools, score, registeredAt } = intent;
  if (!receipt || !commit || !saltSealed || !seal) return undefined;
  const [vault, opener] = await Promise.all([services.vault(), services.saltOpener()]);
  const { idType, idNumber, name } = openApplicant(vault, application);
  return {
    ...{ drawId, receipt, pools, score, commit, registeredAt },
    salt: opener.open(saltSealed, keys.intent(scheme.schemeId, intent.applicationId)),
    applicationNo: application.receiptNo,
    ...{ idType, idNumber, name, seal },
    sealKey: await slipKeyOf(services),
  };
}

/** The slip in the verifier's form; undefined while the entry stands in no frozen roster. */
async function provenSlip(
  services: Services,
  { scheme, intent, drawId }: Omit<Held, "application">,
  { receipt, salt, applicationNo, idType, idNumber, name }: SlipReceipt,
): Promise<DrawSlip | undefined> {
  const freeze = scheme.drawId === drawId ? scheme.freezes.at(-1) : undefined;
  if (!freeze || !isInRoster(intent)) return undefined;
  const entry = (await proversOf(services, scheme, freeze.version)).entry(receipt);
  if (!entry) return undefined;
  return {
    ...{ receipt, salt, applicationNo, idType, idNumber, name, entry },
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
    const roster = readRoster(text, { pools, options: drawOptions(terms) });
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
