import * as z from "zod";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";

import { signCommit } from "../../../shared/domain/draws/commit-note.ts";
import { publicKeyOf, signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { fromHex } from "../../../shared/domain/draws/encoding.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import {
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../../shared/domain/draws/verifier-key.ts";
import { schemePolicy } from "../../../shared/domain/policy/scheme-policy.ts";
import { earliestFreeze } from "../../../shared/domain/schemes/decide-publication.ts";
import { personOfKey } from "../people.ts";
import { firstIssueFrom } from "../simulators/kl8-schedule.ts";
import { DemoStopped, type DemoClient } from "./client.ts";
import { clockOf, type Play, type Witness } from "./play.ts";

export const Timetable = z.object({
  opensAt: z.string(),
  closesAt: z.string(),
  freezeBy: z.string(),
  revealBy: z.string(),
  source: z.object({ id: z.string(), game: z.literal("kl8"), issue: z.string(), at: z.string() }),
});
export type Timetable = z.infer<typeof Timetable>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
const second = (ms: number): string =>
  `${new Date(Math.ceil(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/** Legal dates from now on: intent in an hour, for three days; everything after it as early as it may. */
export function timetableFrom(now: number): Timetable {
  const closes = now + 3 * DAY;
  const freezeBy = earliestFreeze(second(closes), schemePolicy, chinaCalendar) + 10 * HOUR;
  const revealBy = freezeBy + HOUR;
  const { issue, at } = firstIssueFrom(revealBy / 1000 + 600);
  return {
    opensAt: second(now + HOUR),
    closesAt: second(closes),
    freezeBy: second(freezeBy),
    revealBy: second(revealBy),
    source: { id: "kl8", game: "kl8", issue, at: second(at * 1000) },
  };
}

export const keyOf = ({ id, seed }: Pick<Witness, "id" | "seed">): string =>
  verifierKeyText(`${id}.quanju.local`, NOTE_KEY, publicKeyOf(fromHex(seed)));

const POOLS = [
  { id: "P", zh: "优先组", en: "Priority", units: 8, spill: "A", queue: "PRIORITY" },
  { id: "A", zh: "两居室", en: "Two rooms", units: 16, spill: "B", queue: "ORDINARY" },
  { id: "B", zh: "一居室", en: "One room", units: 16, spill: "-", queue: "ORDINARY" },
] as const;

/** What a plan needs to know of the run it belongs to. */
type Batch = Pick<Play, "run" | "households" | "witnesses">;

export const POOL_IDS = POOLS.map(({ id }) => id);
/** The pools a household enters: priority ones all, the others two. */
export const poolsFor = (priority: boolean): string[] => (priority ? ["P", "A", "B"] : ["A", "B"]);

/** The pools of 40 homes for 300 households, fewer in the same measure for fewer. */
const poolsOf = ({ households }: Batch) =>
  POOLS.map((pool) => ({
    ...pool,
    units: Math.max(1, Math.round((pool.units * households) / 300)),
  }));

function homesOf(play: Batch) {
  const { run } = play;
  return poolsOf(play).flatMap(({ id, units }) =>
    Array.from({ length: units }, (_, at) => {
      const no = `${id}${String(at + 1).padStart(2, "0")}`;
      const serial = `${String(run).padStart(3, "0")}${POOL_IDS.indexOf(id) + 1}${String(at + 1).padStart(2, "0")}`;
      return {
        homeId: `FZ${run}-${no}`,
        flatId: `3505030020${serial}`,
        project: "城东公租房",
        building: "泉州市丰泽区通港西街66号2幢",
        no,
        floor: 1 + at,
        layout: id === "B" ? "1-1-1" : "2-1-1",
        areaM2: id === "B" ? 38.5 : 56.2,
        monthlyRentFen: id === "B" ? 26_900 : 39_300,
        pool: id,
        regionCode: "350503",
        standardAddressCode: `35050300200100${serial}`,
        realEstateUnitNo: `350503002001GB00001F00${serial}`,
        titleCertNo: `闽(2024)泉州市不动产权第0${serial}号`,
        landNature: "STATE",
      };
    }),
  );
}

/** The plan of one batch: 40 homes in three pools, three witnesses, the public number of kl8. */
export function schemeOf(play: Batch, dates: Timetable) {
  const operator = personOfKey("operator");
  if (!operator?.uscc || !operator.organisation) throw new DemoStopped("The operator is no firm");
  return {
    schemeId: schemeIdOf(play.run),
    title: `丰泽区城东公租房第 ${play.run} 批`,
    titleEn: `Fengze East public rental, batch ${play.run}`,
    programme: "PRH",
    jurisdiction: "350503",
    basis: ["公共租赁住房管理办法（住建部令第11号）"],
    scope: { areas: ["350503"], groups: ["LOCAL_FAMILY"] },
    pools: poolsOf(play).map(({ zh, en, ...pool }) => ({
      ...pool,
      name: { zh, en },
      minPersons: 1,
      maxPersons: 16,
    })),
    layoutRules: ["1-1-1", "2-1-1"].map((layout) => ({ layout, minPersons: 1, maxPersons: 16 })),
    ranking: "LOTTERY",
    scoreRules: [],
    algorithm: "PVL1-SHA256",
    target: "RANK",
    eligibility: "BEFORE_DRAW",
    intent: { opensAt: dates.opensAt, closesAt: dates.closesAt },
    freezeBy: dates.freezeBy,
    revealBy: dates.revealBy,
    source: dates.source,
    publicityWorkingDays: 7,
    selection: { noticeDays: 3, calls: 3, forfeit: "OFF_LIST", backfill: "NEXT_IN_RANKING" },
    lease: { years: 3, payCycle: "MONTHLY" },
    witnesses: play.witnesses.map((witness) => ({
      id: witness.id,
      role: witness.role,
      vkey: keyOf(witness),
    })),
    minWitness: 2,
    operator: { name: operator.organisation, uscc: operator.uscc, phone: "0595-22180019" },
    hotline: "12345",
    homes: homesOf(play),
  };
}

export const schemeIdOf = (run: number): string => `fz-prh-2026-${String(run).padStart(3, "0")}`;

const Standing = z.object({ state: z.string() });

/** One officer drafts, another publishes; the notice is in the public log. */
export async function publishScheme(client: DemoClient, play: Play): Promise<Timetable> {
  await client.signIn({ people: ["officer-city-1", "officer-city-2"] });
  const dates = await play.step("timetable", Timetable, async () =>
    timetableFrom(await clockOf(client)),
  );
  const schemeId = schemeIdOf(play.run);
  await play.step("drafted", Standing, () =>
    client.post("/api/office/schemes", Standing, {
      as: "officer-city-1",
      once: "scheme",
      body: schemeOf(play, dates),
    }),
  );
  await play.step("published", Standing, () =>
    client.post(`/api/office/schemes/${schemeId}/approval`, Standing, {
      as: "officer-city-2",
      once: "approve",
    }),
  );
  play.say(
    "两名市级人员起草、批准方案，公告入日志 Scheme published by two officers",
    `${client.origin}/api/schemes/${schemeId}`,
  );
  play.say(
    "规则文件与公开日志 Rules file and public log",
    `${client.origin}/files/draws/${schemeId}/rules.txt ${client.origin}/log/checkpoint`,
  );
  return dates;
}

const Live = z.object({ notice: z.string() });

/** Each witness makes its commitment on its own device and hands in the signed note. */
export async function commitWitnesses(client: DemoClient, play: Play): Promise<void> {
  const drawId = schemeIdOf(play.run);
  await client.signIn({ people: play.witnesses.map(({ as }) => as) });
  const { notice } = await client.get(`/api/draws/${drawId}`, Live);
  for (const { id, seed, nonce, as } of play.witnesses) {
    await play.step(`committed ${id}`, Standing, async () => {
      const key = readVerifierKey(keyOf({ id, seed }), NOTE_KEY);
      if (!key) throw new DemoStopped("A witness's key is malformed");
      const terms = { drawId, witness: id, notice, nonce: fromHex(nonce) };
      const note = await signCommit(sha256Suite, terms, key, signerOf(fromHex(seed)));
      return client.post(`/api/draws/${drawId}/witnesses/${id}/commit`, Standing, {
        as,
        once: `commit ${id}`,
        body: { note },
      });
    });
  }
  play.say("三名见证人提交承诺 Three witnesses commit", `${client.origin}/api/draws/${drawId}`);
}
