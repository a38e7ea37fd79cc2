import * as z from "zod";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { dayBegins } from "../../../shared/domain/calendar/instants.ts";
import { readRankingLine } from "../../../shared/domain/draws/ranking-file.ts";
import { DemoStopped, type DemoClient } from "./client.ts";
import { receiptsOf } from "./draw.ts";
import type { Household } from "./households.ts";
import { clockOf, eventually, moveClock, type Play } from "./play.ts";
import { POOL_IDS, schemeIdOf } from "./scheme.ts";

const Turn = z.looseObject({ freeHomes: z.array(z.object({ homeId: z.string() })).optional() });
const Chosen = z.object({ allocationId: z.string(), homeId: z.string() });
const Standing = z.object({ state: z.string() });
const Lease = z.object({ state: z.string(), certificateNo: z.string().optional() });
const Scheme = z.object({ state: z.string(), resultPublicityUntil: z.string() });

/** Publicity of the result ends, winners choose in rank order and sign, leases are filed. */
export async function chooseAndSign(
  client: DemoClient,
  play: Play,
  households: readonly Household[],
): Promise<void> {
  const drawId = schemeIdOf(play.run);
  await client.signIn({ people: ["operator", "draw-officer"] });
  const { resultPublicityUntil } = await client.get(`/api/schemes/${drawId}`, Scheme);
  await moveClock(client, dayBegins(addDays(resultPublicityUntil, 1)) + 9 * 3_600_000);
  play.say(
    "结果公示期满，方案生效 Publicity of the result over: final",
    `${client.origin}/api/schemes/${drawId}`,
  );
  await noticeEnds(client, drawId);

  const winners = await winnersOf(client, drawId, households);
  let leased = 0;
  for (const pool of POOL_IDS) {
    for (const household of winners.get(pool) ?? []) {
      await play.step(`leased ${household.applicationId}`, Lease, () =>
        chooseOne(client, play, household),
      );
      leased++;
    }
    play.say(
      `${pool} 组按顺序选房、签约、自动备案 Pool ${pool}: chosen, signed, filed`,
      `${client.origin}/api/draws/${drawId}/selection`,
    );
  }
  play.say(
    `${leased} 户签约，租赁合同均已备案 ${leased} leases on record with certificates`,
    `${client.origin}/api/office/allocations`,
  );
}

/** The days of notice pass, while they are not over yet, and choosing has begun. */
async function noticeEnds(client: DemoClient, drawId: string): Promise<void> {
  const stateNow = async () => (await client.get(`/api/schemes/${drawId}`, Scheme)).state;
  if ((await stateNow()) === "FINAL")
    await moveClock(client, (await clockOf(client)) + 3 * 86_400_000 + 60_000);
  const state = await stateNow();
  if (state !== "SELECTING") throw new DemoStopped(`Choosing has not begun: ${drawId} is ${state}`);
}

/** The winners of each pool in the order of the draw. */
async function winnersOf(
  client: DemoClient,
  drawId: string,
  households: readonly Household[],
): Promise<ReadonlyMap<string, Household[]>> {
  const applications = await receiptsOf(client, drawId);
  const known = new Map(households.map((household) => [household.applicationId, household]));
  const winners = new Map<string, Household[]>();
  for (const text of (await client.file(`/files/draws/${drawId}/ranking.csv`)).split("\n")) {
    const line = readRankingLine(text);
    if (line?.status !== "W") continue;
    const household = known.get(applications.get(line.receipt) ?? "");
    if (!household) throw new DemoStopped(`Nobody holds ${line.receipt}`);
    winners.set(line.pool, [...(winners.get(line.pool) ?? []), household]);
  }
  return winners;
}

async function chooseOne(client: DemoClient, play: Play, { key, applicationId }: Household) {
  const drawId = schemeIdOf(play.run);
  // Written down before it is claimed: a claim sent again must be for the same home.
  const homeId = await play.step(`home ${applicationId}`, z.string(), async () => {
    const turn = await client.get(`/api/draws/${drawId}/selection`, Turn, {
      as: key,
      query: { applicationId },
    });
    const [home] = turn.freeHomes ?? [];
    if (!home)
      throw new DemoStopped(`No home is free for ${applicationId}: ${JSON.stringify(turn)}`);
    return home.homeId;
  });
  const chosen = await client.post(`/api/draws/${drawId}/claims`, Chosen, {
    as: key,
    once: `claim ${applicationId}`,
    body: { applicationId, homeId },
  });
  const { allocationId } = chosen;
  await client.post(`/api/allocations/${allocationId}/signature`, Standing, {
    as: key,
    once: `sign ${applicationId}`,
  });
  await client.post(`/api/office/allocations/${allocationId}/lease`, Standing, {
    as: "operator",
    once: `lease ${applicationId}`,
  });
  return eventually(client, async () => {
    const lease = await client.get(`/api/allocations/${allocationId}`, Lease, { as: key });
    if (lease.certificateNo === undefined)
      throw new DemoStopped(`No certificate for ${allocationId}: ${lease.state}`);
    return lease;
  });
}
