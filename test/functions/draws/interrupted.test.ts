import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import type { Answered } from "../../support/api.ts";
import { startMortalWorld, type KillPoint, type MortalWorld } from "./kill-points.ts";
import {
  bulletinOf,
  done,
  hex,
  nonceOf,
  readyToFreeze,
  schemeNamed,
  waitingHouseholds,
  witnessPath,
  type WitnessId,
} from "./story.ts";
import type { World } from "./world.ts";

const DRAW = "killed-001";
const OFFICE = `/api/office/draws/${DRAW}`;
const KEY = "the-only-key-of-this-act";

let mortal: MortalWorld;
let world: World;
let scheme: SchemeDraft;

beforeAll(async () => {
  mortal = await startMortalWorld();
  ({ world } = mortal);
  mortal.arm();
  const households = await waitingHouseholds(world, 3);
  scheme = schemeNamed(world, DRAW);
  await readyToFreeze(world, scheme, households);
});
afterAll(() => mortal.stop());

/** What someone does, with the key of their request; or what the clock does, without an answer. */
type Act = (key: string) => Promise<Answered | undefined>;

const posts =
  (person: string, path: string, body?: unknown): Act =>
  async (key) =>
    (await world.as(person)).post(path, body, { key });

/** The clock ticks at that moment. A tick that is killed says nothing; the next one repairs. */
const ticksAt =
  (instant: string): Act =>
  async () => {
    await world.api.moveTo(instant).catch((error: unknown) => {
      if (!mortal.met().killed) throw error;
    });
    return undefined;
  };

const reveals = (id: WitnessId): Act =>
  posts(id, witnessPath(DRAW, id, "reveal"), { nonce: hex(nonceOf(id)) });

const after = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + 1000 * seconds).toISOString();

/** A success, or nothing where the clock acted. */
const bodyOf = (answer: Answered | undefined) => answer && done(answer);

/** Does the act to its end, the clock's repairs included. */
async function wholly(act: Act, key = KEY) {
  const said = bodyOf(await act(key));
  await world.api.tick();
  return { said, published: await mortal.published() };
}

type Tally = { act: string; points: number; kills: number };

/** Where `npm run kills -- draw` reads what was done; it asks for every point of every act. */
const reportFile = process.env.QUANJU_KILL_REPORT;

/** Before every change, freeze and result are killed everywhere, what lies between at one in four. */
const BETWEEN = reportFile === undefined ? 4 : 1;

/** Before and after every call of the table and of the bucket. */
const pointsOf = (calls: { table: number; files: number }): KillPoint[] =>
  (["table", "files"] as const).flatMap((at) =>
    Array.from({ length: calls[at] }, (_, i) => i + 1).flatMap((call) =>
      (["before", "after"] as const).map((when) => ({ at, call, when })),
    ),
  );

/**
 * Does the act once whole; then again and again from the same start, killed at one point after the
 * other. Begun again, it must end in the same bytes.
 */
async function killedEverywhere(name: string, act: Act, every = 1): Promise<Tally> {
  const start = await mortal.keep();
  mortal.arm();
  const whole = await wholly(act);
  await mortal.restore(start);
  mortal.arm();
  await act(KEY);
  const points = pointsOf(mortal.met()).filter((_, i) => i % every === 0);

  let kills = 0;
  for (const point of points) {
    await mortal.restore(start);
    if (await isKilledAt(act, point)) kills++;
    mortal.arm();
    expect(await wholly(act), `${name}: ${JSON.stringify(point)}`).toEqual(whole);
  }
  const tally = { act: name, points: points.length, kills };
  if (reportFile !== undefined) appendFileSync(reportFile, `${JSON.stringify(tally)}\n`);
  return tally;
}

async function isKilledAt(act: Act, point: KillPoint): Promise<boolean> {
  mortal.arm(point);
  const answer = await act(KEY);
  // Killed, it was answered with a fault of ours or had done its work; nothing else may be said.
  const { status } = answer ?? { status: 500 };
  expect(status < 300 || status >= 500, `${point.at} ${point.call}: ${status}`).toBe(true);
  return mortal.met().killed;
}

/** Two who do it at the very same time: one has done it, the other is told so, and once it is done. */
async function startedTwice(act: Act): Promise<void> {
  const start = await mortal.keep();
  mortal.arm();
  const { published } = await wholly(act);
  await mortal.restore(start);
  const answers = await Promise.all([act("the-key-of-the-first-one"), act("the-key-of-the-other")]);
  const statuses = answers.map((answer) => answer?.status ?? 0).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, 409]);
  await world.api.tick();
  expect(await mortal.published()).toEqual(published);
  await mortal.restore(start);
}

/** Nearly every point is met; a few calls are made only when nothing was killed. */
const expectAll = ({ points, kills }: Tally): void => {
  expect(points).toBeGreaterThan(0);
  expect(kills).toBeGreaterThanOrEqual(points - 6);
};

describe("a draw from freeze to result, killed at every call of the table and the bucket", () => {
  it("freezes one roster, the same, with one entry in the log", async () => {
    const officer = await world.as("draw-officer");
    const { count, root } = done(await officer.post(`${OFFICE}/freeze-proposal`, { count: 3 }));
    const freeze = posts("notary", `${OFFICE}/freeze`, { count, root });
    await startedTwice(freeze);
    expectAll(await killedEverywhere("freeze", freeze));
  }, 240_000);

  it("fixes the roster once its time has come", async () => {
    const tally = await killedEverywhere(
      "the roster is fixed",
      ticksAt(after(scheme.freezeBy, 60)),
    );
    expectAll(tally);
  }, 240_000);

  it("puts the nonces of the witnesses into the log", async () => {
    bodyOf(await reveals("notary")("a-key-for-the-notarys-nonce"));
    expectAll(await killedEverywhere("a nonce", reveals("representative"), BETWEEN));
    expectAll(await killedEverywhere("the last nonce: all logged", reveals("discipline"), BETWEEN));
  }, 240_000);

  it("takes the number from both readers", async () => {
    await world.api.moveTo(after(scheme.source?.at ?? "", 120));
    const reading = await bulletinOf(world, scheme);
    const reads = (person: string) => posts(person, `${OFFICE}/readings`, reading);
    expectAll(await killedEverywhere("a reading", reads("draw-officer"), BETWEEN));
    expectAll(await killedEverywhere("the second reading", reads("notary"), BETWEEN));
  }, 240_000);

  it("draws one result, the same bytes, with one entry in the log", async () => {
    const draw = posts("notary", `${OFFICE}/result`);
    await startedTwice(draw);
    const tally = await killedEverywhere("result", draw);
    expectAll(tally);
    expect(tally.kills).toBeGreaterThanOrEqual(60);
    const { bucket } = await mortal.keep();
    const bundle: unknown = JSON.parse(
      Buffer.from(bucket.get(`files/draws/${DRAW}/bundle.json`) ?? []).toString(),
    );
    expect(verifyBundle(bundle, world.policy).code).toBeNull();
  }, 240_000);
});
