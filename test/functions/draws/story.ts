import * as z from "zod";
import type { SchemeDraft, SchemeSource } from "../../../shared/contract/scheme.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { civilDay, dayBegins, dayEnds } from "../../../shared/domain/calendar/instants.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { signCommit, type CommitTerms } from "../../../shared/domain/draws/commit-note.ts";
import { signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import { NOTE_KEY, readVerifierKey } from "../../../shared/domain/draws/verifier-key.ts";
import { schemePolicy } from "../../../shared/domain/policy/scheme-policy.ts";
import { earliestFreeze } from "../../../shared/domain/schemes/decide-publication.ts";
import { firstIssueFrom } from "../../../infra/local/simulators/kl8-schedule.ts";
import type { Answered, Client, Extra } from "../../support/api.ts";
import { aHome, aScheme } from "../../support/builders/scheme.ts";
import { applied, formOf, reviewed } from "../applications/line.ts";
import type { World } from "./world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const second = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A household that waits for a home. */
export type Household = { readonly key: string; readonly applicationId: string };

/** An answer that must be a success. */
export function done(answer: Answered): Answered["body"] {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The kind of a refusal with its status, e.g. `409 out-of-step`. */
export const refusal = ({ status, body }: Answered): string =>
  `${status} ${String(body.type).replace("/problems/", "")}`;

/** Households apply, are reviewed, and wait; the clock stands after their publicity. */
export const waitingHouseholds = (world: World, count: number, from = 0): Promise<Household[]> =>
  waitingPeople(
    world,
    Array.from({ length: count }, (_, n) => `generated-${(from + n) * 6}`),
  );

/** The same for these people, in the order in which they apply. */
export async function waitingPeople(world: World, people: readonly string[]): Promise<Household[]> {
  const households: Household[] = [];
  for (const key of people) {
    const applicationId = await applied(await world.as(key), formOf(key));
    households.push({ key, applicationId });
  }
  await reviewed(
    world.api,
    households.map(({ applicationId }) => applicationId),
  );
  await world.api.moveTo(new Date(world.api.now() + 21 * DAY).toISOString());
  return households;
}

/** Legal dates from now on, everything as early as it may be. */
export function timetable(
  now: number,
): Pick<SchemeDraft, "intent" | "freezeBy" | "revealBy"> & { source: SchemeSource } {
  const opens = now + HOUR;
  const closes = dayEnds(civilDay(opens));
  const freezeBy = earliestFreeze(second(closes), schemePolicy, chinaCalendar) + 10 * HOUR;
  const revealBy = freezeBy + HOUR;
  const { issue, at } = firstIssueFrom(revealBy / 1000 + 600);
  return {
    intent: { opensAt: second(opens), closesAt: second(closes) },
    freezeBy: second(freezeBy),
    revealBy: second(revealBy),
    source: { id: "kl8", game: "kl8", issue, at: second(at * 1000) },
  };
}

/** A legal scheme of its own code and homes: two in pool A, one in pool B, for anyone. */
export function schemeNamed(
  world: World,
  schemeId: string,
  but: Partial<SchemeDraft> = {},
): SchemeDraft {
  const name = (text: string) => ({ zh: text, en: text });
  const pool = { queue: "ORDINARY", minPersons: 1, maxPersons: 16 } as const;
  const code = schemeId.toUpperCase().replaceAll("-", "");
  return aScheme({
    schemeId,
    ...timetable(world.api.now()),
    pools: [
      { id: "A", name: name("两居组"), units: 2, spill: "B", ...pool },
      { id: "B", name: name("一居组"), units: 1, spill: "-", ...pool },
    ],
    layoutRules: [{ layout: "2-1-1", minPersons: 1, maxPersons: 16 }],
    homes: ["A", "A", "B"].map((id, at) =>
      aHome({ homeId: `${code}-${at}`, flatId: `${code}0000${at}`, no: String(at), pool: id }),
    ),
    ...but,
  });
}

/** One officer drafts, another approves. */
export async function publish(world: World, scheme: SchemeDraft): Promise<void> {
  const [first, second] = [await world.as("officer-city-1"), await world.as("officer-city-2")];
  done(await first.post("/api/office/schemes", scheme));
  done(await second.post(`/api/office/schemes/${scheme.schemeId}/approval`, undefined));
}

const WITNESSES = ["notary", "representative", "discipline"] as const;
export type WitnessId = (typeof WITNESSES)[number];

/** The seed behind a test witness's key: see test/support/builders/scheme.ts. */
const seedOf = (id: WitnessId): Uint8Array => new Uint8Array(32).fill(WITNESSES.indexOf(id) + 1);
/** A witness's nonce; `tag` makes it another one. */
export const nonceOf = (id: WitnessId, tag = 0xa0): Uint8Array =>
  new Uint8Array(32).fill(tag + WITNESSES.indexOf(id));
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const Live = z.looseObject({ notice: z.string() });

/** What a witness signs on its own device, with changes that a test is about. */
export async function noteOf(
  world: World,
  { schemeId, witnesses }: SchemeDraft,
  id: WitnessId,
  but: Partial<CommitTerms> = {},
  nonce: Uint8Array = nonceOf(id),
): Promise<string> {
  const { notice } = Live.parse((await (await world.as()).get(`/api/draws/${schemeId}`)).body);
  const vkey = witnesses.find((one) => one.id === id)?.vkey ?? "";
  const key = readVerifierKey(vkey, NOTE_KEY);
  if (!key) throw new Error("A test witness has a good key");
  const terms = { drawId: schemeId, witness: id, notice, nonce, ...but };
  return signCommit(sha256Suite, terms, key, signerOf(seedOf(id)));
}

export const witnessPath = (schemeId: string, id: string, act: "commit" | "reveal"): string =>
  `/api/draws/${schemeId}/witnesses/${id}/${act}`;

export async function commitAll(world: World, scheme: SchemeDraft): Promise<void> {
  for (const id of WITNESSES) {
    const note = await noteOf(world, scheme, id);
    done(await (await world.as(id)).post(witnessPath(scheme.schemeId, id, "commit"), { note }));
  }
}

export async function revealAll(
  world: World,
  { schemeId }: SchemeDraft,
  ids: readonly WitnessId[] = WITNESSES,
): Promise<void> {
  for (const id of ids)
    done(
      await (
        await world.as(id)
      ).post(witnessPath(schemeId, id, "reveal"), { nonce: hex(nonceOf(id)) }),
    );
}

export async function registerAll(
  world: World,
  { schemeId }: SchemeDraft,
  households: readonly Household[],
): Promise<void> {
  for (const { key, applicationId } of households)
    done(
      await (
        await world.as(key)
      ).post(`/api/schemes/${schemeId}/intents`, {
        ...{ applicationId, pools: ["A", "B"] },
      }),
    );
}

export async function recheckAll(
  world: World,
  { schemeId }: SchemeDraft,
  households: readonly Household[],
): Promise<void> {
  const reviewer = await world.as("reviewer-fengze");
  const decisions = households.map(({ applicationId }) => ({
    applicationId,
    outcome: "QUALIFIED",
  }));
  const answer = await reviewer.post(`/api/office/schemes/${schemeId}/rechecks`, { decisions });
  if (JSON.stringify(done(answer)).includes("problem"))
    throw new Error(JSON.stringify(answer.body));
}

/** Published, intents registered, witnesses committed, all rechecked: ready for the first freeze. */
export async function readyToFreeze(
  world: World,
  scheme: SchemeDraft,
  households: readonly Household[],
): Promise<void> {
  await publish(world, scheme);
  await world.api.moveTo(scheme.intent.opensAt);
  await registerAll(world, scheme, households);
  await commitAll(world, scheme);
  await world.api.moveTo(scheme.intent.closesAt);
  await recheckAll(world, scheme, households);
}

const Proposal = z.object({ count: z.number(), root: z.string() });

export async function freeze(
  world: World,
  { schemeId }: SchemeDraft,
  count: number,
): Promise<void> {
  const office = `/api/office/draws/${schemeId}`;
  const officer = await world.as("draw-officer");
  const { root } = Proposal.parse(done(await officer.post(`${office}/freeze-proposal`, { count })));
  done(await (await world.as("notary")).post(`${office}/freeze`, { count, root }));
}

/** The roster is fixed: nothing more can change it. */
export const fixRoster = (world: World, { freezeBy }: SchemeDraft) =>
  world.api.moveTo(second(Date.parse(freezeBy) + 60_000));

const Bulletin = z.object({ numbers: z.string(), at: z.string() });

/** What the bulletin shows, once the number has been drawn. */
export async function bulletinOf(world: World, { schemeId }: SchemeDraft) {
  const notary = await world.as("notary");
  const { numbers, at } = Bulletin.parse(
    done(await notary.get(`/api/office/draws/${schemeId}/bulletin`)),
  );
  return { numbers, at };
}

/** Witnesses reveal, the number is drawn, two readers read it. */
export async function seed(world: World, scheme: SchemeDraft): Promise<void> {
  await revealAll(world, scheme);
  await world.api.moveTo(second(Date.parse(scheme.source?.at ?? "") + 120_000));
  const reading = await bulletinOf(world, scheme);
  for (const reader of ["draw-officer", "notary"])
    done(
      await (await world.as(reader)).post(`/api/office/draws/${scheme.schemeId}/readings`, reading),
    );
}

/** All the way to the notary's button. */
export async function readyToDraw(
  world: World,
  scheme: SchemeDraft,
  households: readonly Household[],
): Promise<void> {
  await readyToFreeze(world, scheme, households);
  await freeze(world, scheme, households.length);
  await fixRoster(world, scheme);
  await seed(world, scheme);
}

/** Past the publicity of the result, or of anything that many working days long. */
export const afterPublicity = (until: string): string =>
  second(dayBegins(addDays(until, 1)) + HOUR);

const Standing = z.looseObject({ state: z.string() });

export async function stateOf(
  world: World,
  { schemeId }: Pick<SchemeDraft, "schemeId">,
): Promise<string> {
  const answer = await (await world.as("officer-city-1")).get(`/api/office/schemes/${schemeId}`);
  return Standing.parse(answer.body).state;
}

export async function applicationState(
  world: World,
  { key, applicationId }: Household,
): Promise<string> {
  const answer = await (await world.as(key)).get(`/api/applications/${applicationId}`);
  return Standing.parse(answer.body).state;
}

/** The same request twice in a row, twice at once, and with its key for something else. */
export async function repeated(
  client: Client,
  path: string,
  { body, other }: { readonly body: unknown; readonly other: unknown },
) {
  const extra: Extra = { key: `again-${Math.random().toString(36).slice(2)}-0000000000` };
  const [first, twin] = await Promise.all([
    client.post(path, body, extra),
    client.post(path, body, extra),
  ]);
  return {
    ...{ first, twin },
    later: await client.post(path, body, extra),
    otherBody: await client.post(path, other, extra),
  };
}
