import * as z from "zod";
import { DemoStopped, forAll, inGroups, type DemoClient } from "./client.ts";
import { decideAll, type Household } from "./households.ts";
import { eventually, moveClock, settle, type Play } from "./play.ts";
import { commitWitnesses, poolsFor, schemeIdOf, type Timetable } from "./scheme.ts";

const Standing = z.object({ state: z.string() });
const Proposal = z.object({ count: z.number(), root: z.string() });
const Objection = z.object({ id: z.string() });
const Bulletin = z.object({ numbers: z.string(), at: z.string() });
const Intents = z.object({
  intents: z.array(z.object({ applicationId: z.string(), receipt: z.string().optional() })),
  next: z.string().optional(),
});

const at = (text: string): number => Date.parse(text);
const MINUTE = 60_000;

/** Households opt in while the window is open; witnesses commit meanwhile. */
export async function registerIntents(
  client: DemoClient,
  play: Play,
  { households, dates }: { households: readonly Household[]; dates: Timetable },
): Promise<void> {
  const schemeId = schemeIdOf(play.run);
  await moveClock(client, at(dates.opensAt));
  await play.step("intents", z.int(), async () => {
    await forAll(households, ({ key, applicationId, priority }) =>
      client.post(`/api/schemes/${schemeId}/intents`, Standing, {
        as: key,
        once: `intent ${applicationId}`,
        body: { applicationId, pools: poolsFor(priority) },
      }),
    );
    return households.length;
  });
  play.say(
    `${households.length} 户意向登记 Intents registered`,
    `${client.origin}/api/schemes/${schemeId}`,
  );
  await commitWitnesses(client, play);
}

/** After the window: recheck, the first freeze, one objection upheld, the second version. */
export async function freezeRoster(
  client: DemoClient,
  play: Play,
  { households, dates }: { households: readonly Household[]; dates: Timetable },
): Promise<void> {
  const drawId = schemeIdOf(play.run);
  await moveClock(client, at(dates.closesAt) + MINUTE);
  await client.signIn({
    people: ["draw-officer", "notary", "tenant-huang", "approver-fengze", "reviewer-fengze"],
  });
  await play.step("rechecked", z.int(), async () => {
    await forAll(inGroups(households, 19), (group, place) =>
      decideAll(client, `/api/office/schemes/${drawId}/rechecks`, {
        as: "reviewer-fengze",
        once: `recheck ${place}`,
        body: {
          decisions: group.map(({ applicationId }) => ({ applicationId, outcome: "QUALIFIED" })),
        },
      }),
    );
    return households.length;
  });
  play.say(
    "复审通过，列入名册 Rechecked: in the roster",
    `${client.origin}/api/office/schemes/${drawId}/intents`,
  );

  const office = `/api/office/draws/${drawId}`;
  const proposal = await play.step("proposed", Proposal, () =>
    client.post(`${office}/freeze-proposal`, Proposal, {
      as: "draw-officer",
      once: "propose",
      body: { count: households.length },
    }),
  );
  await play.step("frozen v1", Standing, () =>
    client.post(`${office}/freeze`, Standing, {
      as: "notary",
      once: "freeze",
      body: { count: proposal.count, root: proposal.root },
    }),
  );
  play.say(
    "名册第 1 版冻结并公示 Roster version 1 frozen and public",
    `${client.origin}/files/draws/${drawId}/roster-v1.csv`,
  );
  await object(client, play, drawId);
}

async function object(client: DemoClient, play: Play, drawId: string): Promise<void> {
  const roster = await eventually(client, () =>
    client.file(`/files/draws/${drawId}/roster-v1.csv`),
  );
  const [line = ""] = roster.split("\n");
  const receipt = line.slice(0, 16);
  const objection = await play.step("objected", Objection, () =>
    client.post(`/api/draws/${drawId}/objections`, Objection, {
      as: "tenant-huang",
      once: "object",
      body: { receipt, ground: "NOT_QUALIFIED", statement: "该户在本市另有住房，请予核实。" },
    }),
  );
  await play.step("frozen v2", Standing, () =>
    client.post(`/api/office/draws/${drawId}/objections/${objection.id}/decision`, Standing, {
      as: "approver-fengze",
      once: "decide objection",
      body: {
        outcome: "UPHELD",
        reason: "经核实情况属实。",
        correction: { kind: "remove", receipt },
      },
    }),
  );
  play.say(
    "一件异议成立，名册出第 2 版 One objection upheld: version 2",
    `${client.origin}/files/draws/${drawId}/roster.csv`,
  );
}

/** The roster is fixed, witnesses reveal, the public number comes into being, the notary draws. */
export async function draw(client: DemoClient, play: Play, dates: Timetable): Promise<string> {
  const drawId = schemeIdOf(play.run);
  await client.signIn({ people: [...play.witnesses.map(({ as }) => as), "draw-officer"] });
  await moveClock(client, at(dates.freezeBy) + MINUTE);
  for (const { id, nonce, as } of play.witnesses)
    await play.step(`revealed ${id}`, Standing, () =>
      client.post(`/api/draws/${drawId}/witnesses/${id}/reveal`, Standing, {
        as,
        once: `reveal ${id}`,
        body: { nonce },
      }),
    );
  // They are in the log before the clock passes `revealBy`: an instance that stumbled catches up.
  await settle(client);
  play.say(
    "名册锁定，见证人公布随机数 Roster fixed, witnesses reveal",
    `${client.origin}/files/draws/${drawId}/live.json`,
  );

  await moveClock(client, at(dates.source.at) + 2 * MINUTE);
  const office = `/api/office/draws/${drawId}`;
  for (const as of ["draw-officer", "notary"])
    await play.step(`read by ${as}`, Standing, async () => {
      const { numbers, at: drawnAt } = await client.get(`${office}/bulletin`, Bulletin, { as });
      return client.post(`${office}/readings`, Standing, {
        as,
        once: `reading ${as}`,
        body: { numbers, at: drawnAt },
      });
    });
  const { numbers } = await client.get(`${office}/bulletin`, Bulletin, { as: "notary" });
  play.say(
    `快乐8 第 ${dates.source.issue} 期，两人录入一致 Two readers agree: ${numbers}`,
    `${client.origin}/api/draws/${drawId}`,
  );
  await play.step("drawn", Standing, () =>
    client.post(`${office}/result`, Standing, { as: "notary", once: "draw" }),
  );
  play.say(
    "公证员启动摇号，结果当场公布 Drawn; the result is public",
    `${client.origin}/files/draws/${drawId}/ranking.csv`,
  );
  return `kl8:${dates.source.issue}:${numbers}`;
}

/** The receipt of every household in the roster, by application. */
export async function receiptsOf(
  client: DemoClient,
  drawId: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await client.get(`/api/office/schemes/${drawId}/intents`, Intents, {
      as: "draw-officer",
      query: { limit: "100", ...(cursor !== undefined && { cursor }) },
    });
    for (const { applicationId, receipt } of page.intents)
      if (receipt !== undefined) found.set(receipt, applicationId);
    cursor = page.next;
  } while (cursor !== undefined);
  if (found.size === 0) throw new DemoStopped("The roster is empty");
  return found;
}
