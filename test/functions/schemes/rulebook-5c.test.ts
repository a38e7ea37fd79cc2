import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { SchemeState, type SchemeDraft } from "../../../shared/contract/scheme.ts";
import { listAmends } from "../../../shared/store/amends.ts";
import { findTurns } from "../../../shared/store/turns.ts";
import {
  applicationState,
  commitAll,
  done,
  fixRoster,
  freeze,
  publish,
  readyToDraw,
  readyToFreeze,
  recheckAll,
  refusal,
  revealAll,
  schemeNamed,
  seed,
  stateOf,
  waitingHouseholds,
  type Household,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";
import { enter, makeFinal, openChoosing, rankingOf, verified, type Entrant } from "./drawing.ts";

/** Section 5 C of the rulebook, row by row: state, event, next states. */
const ROWS = [
  ["DRAFT", "approve · 2 persons", ["PUBLISHED"]],
  ["PUBLISHED", "window", ["INTENT_OPEN", "RECHECKING"]],
  ["RECHECKING", "all decided; witnesses have committed", ["ROSTER_PUBLICITY"]],
  ["ROSTER_PUBLICITY", "objection upheld", ["ROSTER_PUBLICITY"]],
  ["ROSTER_PUBLICITY", "freezeBy", ["FROZEN"]],
  ["FROZEN", "witnesses reveal; the public source comes into being", ["SEEDED"]],
  ["FROZEN", "too few reveals", ["VOID"]],
  ["SEEDED", "draw once · notary", ["DRAWN"]],
  ["DRAWN", "publish same day", ["RESULT_PUBLICITY"]],
  ["RESULT_PUBLICITY", "end / objection", ["FINAL", "INVESTIGATING"]],
  ["INVESTIGATING", "clear / void · city + notary", ["FINAL", "VOID"]],
  ["FINAL", "sessions · rank order", ["SELECTING", "CLOSED"]],
] as const satisfies readonly (readonly [SchemeState, string, readonly SchemeState[]])[];
type Row = (typeof ROWS)[number];
type RowName = `${Row[0]} · ${Row[1]}`;

const tested = new Set<string>();
const row = (name: RowName, test: () => Promise<void>): void => {
  tested.add(name);
  it(name, { timeout: 90_000 }, test);
};

let world: World;
let households: Household[];
let scheme: SchemeDraft;
let entrants: Entrant[];
const id = "rulebook-5c";
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 5);
  scheme = schemeNamed(world, id);
});
afterAll(() => world.stop());

const at = (place: number): Entrant => {
  const one = entrants[place];
  if (!one) throw new Error("Nobody is there");
  return one;
};
const live = async () =>
  z
    .looseObject({ freezes: z.array(z.looseObject({ version: z.number() })) })
    .parse(JSON.parse((await world.file(`files/draws/${id}/live.json`)) ?? "{}"));
const statement = "经查该户情况与公示内容不一致，请予核实。";
const object = async (drawId: string, body: object): Promise<string> => {
  const answer = await (
    await world.as("tenant-huang")
  ).post(`/api/draws/${drawId}/objections`, { statement, ...body });
  return String(done(answer).id);
};
const decide = async (drawId: string, objectionId: string, body: object) =>
  (await world.as("approver-fengze")).post(
    `/api/office/draws/${drawId}/objections/${objectionId}/decision`,
    body,
  );
const upheld = (receipt: string) => ({
  ...{ outcome: "UPHELD", reason: "情况属实" },
  correction: { kind: "remove", receipt },
});
const dismissed = { outcome: "DISMISSED", reason: "经核查不属实" };

describe("the states of a scheme and its draw", () => {
  row("DRAFT · approve · 2 persons", async () => {
    const [one, two] = [await world.as("officer-city-1"), await world.as("officer-city-2")];
    done(await one.post("/api/office/schemes", scheme));
    const path = `/api/office/schemes/${id}/approval`;
    expect(refusal(await one.post(path, undefined))).toBe("403 same-person");
    done(await two.post(path, undefined));
    expect(await stateOf(world, scheme)).toBe("PUBLISHED");
    // The eleven published fields: basis, scope, homes, layouts by size, queues and quotas, ranking
    // and algorithm, window, dates, witnesses, forfeit and backfill, hotline.
    const page: unknown = JSON.parse((await world.file(`files/schemes/${id}.json`)) ?? "{}");
    const { basis, scope, homes, layoutRules, ranking, algorithm, intent, freezeBy } = scheme;
    const { revealBy, source, witnesses, selection, hotline, pools } = scheme;
    expect(page).toMatchObject({
      ...{ basis, scope, homes, layoutRules, pools, ranking, algorithm, intent },
      ...{ freezeBy, revealBy, source, witnesses, selection, hotline },
    });
    expect(selection).toMatchObject({ forfeit: "OFF_LIST", backfill: "NEXT_IN_RANKING" });
  });

  row("PUBLISHED · window", async () => {
    const rival = schemeNamed(world, "rival-5c", { homes: scheme.homes });
    done(await (await world.as("officer-city-1")).post("/api/office/schemes", rival));
    const path = "/api/office/schemes/rival-5c/approval";
    const answer = await (await world.as("officer-city-2")).post(path, undefined);
    expect(refusal(answer)).toBe("409 home-in-other-scheme");

    await world.api.moveTo(scheme.intent.opensAt);
    expect(await stateOf(world, scheme)).toBe("INTENT_OPEN");
    entrants = await enter(world, scheme, households);
    await world.api.moveTo(scheme.intent.closesAt);
    expect(await stateOf(world, scheme)).toBe("RECHECKING");
  });

  row("RECHECKING · all decided; witnesses have committed", async () => {
    const officer = await world.as("draw-officer");
    const propose = () => officer.post(`/api/office/draws/${id}/freeze-proposal`, { count: 5 });
    expect(refusal(await propose())).toBe("409 recheck-open");
    await recheckAll(world, scheme, households);
    expect(refusal(await propose())).toBe("409 witness-missing");
    await commitAll(world, scheme);
    await freeze(world, scheme, 5);
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
    expect(await world.file(`files/draws/${id}/roster-v1.csv`)).toContain(at(0).receipt);
  });

  row("ROSTER_PUBLICITY · objection upheld", async () => {
    const { receipt } = at(4);
    const objection = await object(id, { receipt, ground: "DUPLICATE" });
    done(await decide(id, objection, upheld(receipt)));
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
    expect((await live()).freezes).toMatchObject([
      { version: 1, count: 5 },
      { version: 2, count: 4, ground: "DUPLICATE" },
    ]);
    expect(await world.file(`files/draws/${id}/roster-v2.csv`)).not.toContain(receipt);
    expect(await applicationState(world, at(4))).toBe("WAITLISTED");
  });

  row("ROSTER_PUBLICITY · freezeBy", async () => {
    const objection = await object(id, { ground: "MISSING" });
    await fixRoster(world, scheme);
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
    done(await decide(id, objection, dismissed));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
  });

  row("FROZEN · witnesses reveal; the public source comes into being", async () => {
    await seed(world, scheme);
    expect(await stateOf(world, scheme)).toBe("SEEDED");
  });

  row("SEEDED · draw once · notary", async () => {
    const path = `/api/office/draws/${id}/result`;
    const officer = await world.as("draw-officer");
    expect(refusal(await officer.post(path, undefined))).toBe("403 forbidden");
    const notary = await world.as("notary");
    done(await notary.post(path, undefined));
    const again = await notary.post(path, undefined);
    expect([refusal(again), again.body.code]).toEqual(["409 already-drawn", "V41"]);
  });

  row("DRAWN · publish same day", async () => {
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    const report = await verified(world, scheme, at(0));
    expect([report.lines.at(-1), report.status]).toEqual(["RESULT OK", 0]);
  });

  row("RESULT_PUBLICITY · end / objection", async () => {
    const { receipt } = at(0);
    const objection = await object(id, { receipt, ground: "NOT_QUALIFIED" });
    expect(await stateOf(world, scheme)).toBe("INVESTIGATING");
    done(await decide(id, objection, dismissed));
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");

    const lines = await rankingOf(world, scheme);
    const first = lines.find(({ pool, status }) => pool === "A" && status === "W")?.receipt ?? "";
    const second = await object(id, { receipt: first, ground: "NOT_QUALIFIED" });
    done(await decide(id, second, upheld(first)));
    const [amend] = await listAmends(world.api.services.table, id);
    expect(amend).toMatchObject({ seq: 1, receipt: first, reason: "ineligible" });
    const report = await verified(world, scheme);
    expect([report.lines.at(-1), report.status]).toEqual(["RESULT OK", 0]);
    await makeFinal(world, scheme);
    expect(await stateOf(world, scheme)).toBe("FINAL");
    const late = await (
      await world.as("tenant-huang")
    ).post(`/api/draws/${id}/objections`, { receipt, ground: "NOT_QUALIFIED", statement });
    expect([refusal(late), late.body.code]).toEqual(["409 objection-closed", "V40"]);
  });

  row("FINAL · sessions · rank order", async () => {
    const [amend] = await listAmends(world.api.services.table, id);
    await openChoosing(world, scheme);
    expect(await stateOf(world, scheme)).toBe("SELECTING");
    const lines = await rankingOf(world, scheme);
    const [turn] = await findTurns(world.api.services.table, id, ["A"]);
    const due = lines
      .filter(({ pool, status }) => pool === "A" && status === "W")
      .map(({ receipt }) => receipt)
      .filter((receipt) => receipt !== amend?.receipt);
    const moved = amend?.fillPool === "A" && amend.fill !== null ? [amend.fill] : [];
    expect(turn?.order).toEqual([...due, ...moved]);
  });

  row("FROZEN · too few reveals", async () => {
    const people = await waitingHouseholds(world, 2, 10);
    const few = schemeNamed(world, "few-5c");
    await readyToFreeze(world, few, people);
    await freeze(world, few, 2);
    await fixRoster(world, few);
    await revealAll(world, few, ["notary"]);
    await world.api.moveTo(new Date(Date.parse(few.revealBy) + 60_000).toISOString());
    expect(await stateOf(world, few)).toBe("VOID");
    expect(await world.file("files/draws/few-5c/ranking.csv")).toBeUndefined();
  });

  row("INVESTIGATING · clear / void · city + notary", async () => {
    const people = await waitingHouseholds(world, 2, 20);
    const flawed = schemeNamed(world, "flawed-5c");
    await readyToDraw(world, flawed, people);
    const base = "/api/office/draws/flawed-5c";
    const [city, notary] = [await world.as("officer-city-1"), await world.as("notary")];
    const reason = { reason: "公告遗漏了一组房源，程序须重新进行。" };
    done(await notary.post(`${base}/result`, undefined));
    expect(refusal(await city.post(`${base}/voiding`, reason))).toBe("409 out-of-step");
    await object("flawed-5c", { ground: "PROCESS" });
    const confirm = () => notary.post(`${base}/voiding/confirmation`, undefined);
    expect(refusal(await confirm())).toBe("409 out-of-step");
    expect(refusal(await notary.post(`${base}/voiding`, reason))).toBe("403 forbidden");
    done(await city.post(`${base}/voiding`, reason));
    done(await confirm());
    expect(await stateOf(world, flawed)).toBe("VOID");
    for (const one of people) expect(await applicationState(world, one)).toBe("WAITLISTED");
    const next = schemeNamed(world, "anew-5c", { homes: flawed.homes, replaces: "flawed-5c" });
    await publish(world, next);
    expect(await world.file("files/draws/flawed-5c/ranking.csv")).toContain("A,1,");
    expect(await world.file("files/draws/anew-5c/rules.txt")).toContain("replaces: flawed-5c\n");
  });
});

describe("section 5 C of the rulebook", () => {
  it("has a test for every row, and no state that no row speaks of", () => {
    expect([...tested].toSorted()).toEqual(
      ROWS.map(([state, event]) => `${state} · ${event}`).toSorted(),
    );
    const spoken = new Set<string>(ROWS.flatMap(([state, , next]) => [state, ...next]));
    expect([...spoken].toSorted()).toEqual([...SchemeState.options].toSorted());
  });
});
