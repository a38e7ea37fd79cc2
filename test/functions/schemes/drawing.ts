import * as z from "zod";
import { SlipView } from "../../../shared/contract/allotment.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { readRankingLine, type RankingLine } from "../../../shared/domain/draws/ranking-file.ts";
import { verifyByCommand, type Verified } from "../../support/verify-cli.ts";
import {
  afterPublicity,
  commitAll,
  done,
  fixRoster,
  freeze,
  publish,
  recheckAll,
  seed,
  type Household,
} from "../draws/story.ts";
import type { World } from "../draws/world.ts";

/** A household with the number it was given when it registered. */
export type Entrant = Household & { readonly receipt: string };

const Standing = z.looseObject({ receipt: z.string(), seal: z.string(), state: z.string() });

/** Registers households one after the other, a second apart, for every pool. */
export async function enter(
  world: World,
  { schemeId, pools }: SchemeDraft,
  households: readonly Household[],
): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const one of households) {
    const client = await world.as(one.key);
    const body = { applicationId: one.applicationId, pools: pools.map(({ id }) => id) };
    const answer = done(await client.post(`/api/schemes/${schemeId}/intents`, body));
    entrants.push({ ...one, receipt: Standing.parse(answer).receipt });
    await world.api.moveTo(new Date(world.api.now() + 1000).toISOString());
  }
  return entrants;
}

/** From the draft to the frozen roster; rechecked on the way if the scheme says so. */
export async function freezeWith(
  world: World,
  scheme: SchemeDraft,
  households: readonly Household[],
): Promise<Entrant[]> {
  await publish(world, scheme);
  await world.api.moveTo(scheme.intent.opensAt);
  const entrants = await enter(world, scheme, households);
  await commitAll(world, scheme);
  await world.api.moveTo(scheme.intent.closesAt);
  if (scheme.eligibility === "BEFORE_DRAW") await recheckAll(world, scheme, households);
  await freeze(world, scheme, households.length);
  return entrants;
}

/** Fixed, seeded, drawn by the notary. */
export async function drawNow(world: World, scheme: SchemeDraft): Promise<void> {
  await fixRoster(world, scheme);
  await seed(world, scheme);
  const notary = await world.as("notary");
  done(await notary.post(`/api/office/draws/${scheme.schemeId}/result`, undefined));
}

const Until = z.looseObject({ resultPublicityUntil: z.string() });

/** Past the publicity of the result. */
export async function makeFinal(world: World, { schemeId }: SchemeDraft): Promise<void> {
  const page = done(await (await world.as()).get(`/api/schemes/${schemeId}`));
  await world.api.moveTo(afterPublicity(Until.parse(page).resultPublicityUntil));
}

/** Past the notice of choosing. */
export const openChoosing = (world: World, { selection }: SchemeDraft) =>
  world.api.moveTo(
    new Date(world.api.now() + selection.noticeDays * 86_400_000 + 60_000).toISOString(),
  );

export async function rankingOf(world: World, { schemeId }: SchemeDraft): Promise<RankingLine[]> {
  const text = (await world.file(`files/draws/${schemeId}/ranking.csv`)) ?? "";
  return text.split("\n").flatMap((line) => readRankingLine(line) ?? []);
}

export async function slipOf(world: World, { key, applicationId }: Household): Promise<SlipView> {
  const answer = await (await world.as(key)).get(`/api/applications/${applicationId}/slip`);
  return SlipView.parse(done(answer));
}

/** What the verifier's command says of a draw's published bundle, and of one household's slip. */
export async function verified(
  world: World,
  { schemeId }: SchemeDraft,
  one?: Household,
): Promise<Verified> {
  const bundle = (await world.file(`files/draws/${schemeId}/bundle.json`)) ?? "";
  const slip = one && (await slipOf(world, one)).slip;
  return verifyByCommand({ bundle, policy: world.policyFile, ...(slip && { slip }) });
}
