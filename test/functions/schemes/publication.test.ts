import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { readLogHead } from "../../../shared/store/log.ts";
import { listHomes } from "../../../shared/store/schemes.ts";
import { aHome } from "../../support/builders/scheme.ts";
import type { Client } from "../../support/api.ts";
import { done, publish, refusal, repeated, schemeNamed, stateOf } from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";

let world: World;
let first: Client;
let second: Client;
beforeAll(async () => {
  world = await startWorld();
  first = await world.as("officer-city-1");
  second = await world.as("officer-city-2");
});
afterAll(() => world.stop());

const drafted = async (schemeId: string, but: Partial<SchemeDraft> = {}): Promise<SchemeDraft> => {
  const scheme = schemeNamed(world, schemeId, but);
  done(await first.post("/api/office/schemes", scheme));
  return scheme;
};
const approval = (schemeId: string): string => `/api/office/schemes/${schemeId}/approval`;
const logSize = async () => (await readLogHead(world.api.services.table)).size;

const Errors = z.object({
  errors: z.array(z.looseObject({ pointer: z.string(), earliest: z.string().optional() })),
});

describe("a scheme of homes", () => {
  it("is nobody's but the officers' while it is a draft", async () => {
    await drafted("draft-only");
    const anyone = await world.as();
    expect(refusal(await anyone.get("/api/schemes/draft-only"))).toBe("404 not-found");
    expect(refusal(await anyone.get("/api/draws/draft-only"))).toBe("404 not-found");
    expect(done(await anyone.get("/api/schemes")).schemes).toEqual([]);
    expect(await world.file("files/schemes/draft-only.json")).toBeUndefined();
    expect(await stateOf(world, { schemeId: "draft-only" })).toBe("DRAFT");
  });

  it("is published by a second person only; the notice is in the log, the page is public", async () => {
    const { schemeId } = await drafted("two-persons");
    expect(refusal(await first.post(approval(schemeId), undefined))).toBe("403 same-person");
    expect(refusal(await (await world.as("tenant-chen")).post(approval(schemeId), undefined))).toBe(
      "403 forbidden",
    );
    const before = await logSize();
    done(await second.post(approval(schemeId), undefined));

    expect(await logSize()).toBe(before + 1);
    expect(await world.file("log/checkpoint")).toContain(`\n${before + 1}\n`);
    const page: unknown = JSON.parse((await world.file(`files/schemes/${schemeId}.json`)) ?? "");
    expect(page).toMatchObject({ state: "PUBLISHED", homeCount: 3 });
    expect(await world.file(`files/draws/${schemeId}/rules.txt`)).toMatch(/^pvl1\/rules\n/);
    expect(await world.file("files/draws/index.json")).toContain(schemeId);
    expect(await world.file("files/draws/index.json")).not.toContain("draft-only");
  });

  it("is refused with every flaw named by its member, dates with the earliest that is legal", async () => {
    const good = schemeNamed(world, "flawed-001");
    const scheme = {
      ...good,
      freezeBy: good.intent.closesAt,
      pools: good.pools.map((pool) => ({ ...pool, units: pool.units + 1 })),
      minWitness: 4,
    };
    const answer = await first.post("/api/office/schemes", scheme);
    expect(refusal(answer)).toBe("422 scheme-flawed");
    const { errors } = Errors.parse(answer.body);
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      ...["/freezeBy", "/minWitness", "/pools/0/units", "/pools/1/units"],
    ]);
    const tooEarly = errors.find(({ pointer }) => pointer === "/freezeBy");
    const earliest = String(tooEarly?.earliest);
    expect(Date.parse(earliest)).toBe(Date.parse(good.freezeBy) - 10 * 3_600_000);
    const legal = { ...good, freezeBy: earliest };
    expect((await first.post("/api/office/schemes", legal)).status).toBe(201);
  });

  it("is refused when its dates have passed before the second person came", async () => {
    const { schemeId } = await drafted("too-late-1", {
      intent: {
        ...schemeNamed(world, "too-late-1").intent,
        opensAt: new Date(world.api.now() + 60_000).toISOString().replace(/\.\d+Z/, "Z"),
      },
    });
    await world.api.moveTo(new Date(world.api.now() + 120_000).toISOString());
    const answer = await second.post(approval(schemeId), undefined);
    expect(refusal(answer)).toBe("422 scheme-flawed");
    expect(Errors.parse(answer.body).errors.map(({ pointer }) => pointer)).toEqual([
      "/intent/opensAt",
    ]);
    expect(await stateOf(world, { schemeId })).toBe("DRAFT");
  });

  it("offers no home that another scheme offers, and lets go of the others it had locked", async () => {
    const taken = aHome({ homeId: "T-1", flatId: "TAKEN0000001", pool: "B" });
    const free = aHome({ homeId: "T-2", flatId: "TAKEN0000002", pool: "A" });
    const also = aHome({ homeId: "T-3", flatId: "TAKEN0000003", pool: "A" });
    const ownB = aHome({ homeId: "T-4", flatId: "TAKEN0000004", pool: "B" });
    const [a, b, c, d] = ["1", "2", "3", "4"].map((n) =>
      aHome({ homeId: `U-${n}`, flatId: `OTHER000000${n}`, pool: "A" }),
    );
    if (!a || !b || !c || !d) throw new Error("Four homes");
    await publish(world, schemeNamed(world, "holder-001", { homes: [a, b, taken] }));

    await drafted("rival-0001", { homes: [free, also, taken] });
    const answer = await second.post(approval("rival-0001"), undefined);
    expect(refusal(answer)).toBe("409 home-in-other-scheme");
    expect(answer.body.homeId).toBe("T-1");
    expect(await listHomes(world.api.services.table, "rival-0001")).toEqual([]);

    await publish(world, schemeNamed(world, "third-0001", { homes: [free, also, ownB] }));
    expect(await stateOf(world, { schemeId: "third-0001" })).toBe("PUBLISHED");
    expect((await listHomes(world.api.services.table, "holder-001")).length).toBe(3);
  });

  it("keeps its homes when another drafts under the same code", async () => {
    const scheme = await drafted("same-code1");
    const other = { ...scheme, homes: scheme.homes.map((home) => ({ ...home, no: "9999" })) };
    expect(refusal(await second.post("/api/office/schemes", other))).toBe("409 scheme-exists");
    done(await second.post(approval(scheme.schemeId), undefined));
    const homes = await listHomes(world.api.services.table, scheme.schemeId);
    expect(homes.map(({ home }) => home.no)).toEqual(["0", "1", "2"]);
  });

  it("is drafted and published once, however often and at once the same is sent", async () => {
    const scheme = schemeNamed(world, "repeat-001");
    const draft = await repeated(first, "/api/office/schemes", {
      ...{ body: scheme, other: { ...scheme, hotline: "0595-00000" } },
    });
    expect([draft.first.status, draft.twin.status, draft.later.status]).toEqual([201, 201, 201]);
    expect(draft.later.body).toEqual(draft.first.body);
    expect(refusal(draft.otherBody)).toBe("422 key-reused");

    const before = await logSize();
    const key = { key: "approve-it-once-only" };
    const path = approval(scheme.schemeId);
    const twins = await Promise.all([
      second.post(path, undefined, key),
      second.post(path, undefined, key),
    ]);
    expect(twins.map(({ status }) => status)).toEqual([200, 200]);
    const others = await Promise.all([second.post(path, undefined), second.post(path, undefined)]);
    expect(others.map(refusal)).toEqual(["409 out-of-step", "409 out-of-step"]);
    expect(await logSize()).toBe(before + 1);
    expect(refusal(await second.post(approval("flawed-001"), undefined, key))).toBe(
      "422 key-reused",
    );
  });

  it("of a thousand homes is published within one request", async () => {
    const homes = Array.from({ length: 1000 }, (_, at) => {
      const no = String(at).padStart(4, "0");
      return aHome({ homeId: `M-${no}`, flatId: `MANYHOMES${no}`, no, pool: at < 900 ? "A" : "B" });
    });
    const pools = schemeNamed(world, "many-0001").pools.map((pool) => ({
      ...pool,
      units: pool.id === "A" ? 900 : 100,
    }));
    const begun = performance.now();
    await publish(world, schemeNamed(world, "many-0001", { homes, pools }));
    expect(performance.now() - begun).toBeLessThan(29_000);
    expect((await listHomes(world.api.services.table, "many-0001")).length).toBe(1000);
  });
});
