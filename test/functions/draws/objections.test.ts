import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { findApplication } from "../../../shared/store/applications.ts";
import { findScheme } from "../../../shared/store/schemes.ts";
import { everything } from "../../support/emulator.ts";
import {
  applicationState,
  done,
  fixRoster,
  freeze,
  readyToFreeze,
  refusal,
  repeated,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  type Household,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
let scheme: SchemeDraft;
const OBJECTIONS = "/api/draws/object-001/objections";
const BASE = "files/draws/object-001";
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 3);
  scheme = schemeNamed(world, "object-001");
  await readyToFreeze(world, scheme, households);
});
afterAll(() => world.stop());

const STATEMENT = "该户在本市另有住房，请予核实。";
const object = async (as: string, but: object = {}) =>
  (await world.as(as)).post(OBJECTIONS, { ground: "PROCESS", statement: STATEMENT, ...but });
const decide = async (id: unknown, body: object, as = "approver-fengze") =>
  (await world.as(as)).post(`/api/office/draws/object-001/objections/${String(id)}/decision`, body);
const DISMISSED = { outcome: "DISMISSED", reason: "经核实不属实" };
const upheld = (correction: object) => ({ outcome: "UPHELD", reason: "经核实属实", correction });
const receipts = async () =>
  ((await world.file(`${BASE}/roster.csv`)) ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(",", 1)[0] ?? "");

describe("an objection to a roster", () => {
  it("is heard while the roster is public, not before", async () => {
    expect(refusal(await object("tenant-huang"))).toBe("409 objection-closed");
    await freeze(world, scheme, 3);
    expect(refusal(await (await world.as()).post(OBJECTIONS, {}))).toBe("401 unauthenticated");
  });

  it("names an entry unless one is missing, in words of ten characters at least", async () => {
    const [receipt] = await receipts();
    expect((await object("tenant-huang", { ground: "DUPLICATE" })).status).toBe(400);
    expect((await object("tenant-huang", { receipt, statement: "短" })).status).toBe(400);
  });

  it("is taken once; its words and its author are under seal", async () => {
    const [receipt] = await receipts();
    const body = { receipt, ground: "NOT_QUALIFIED", statement: STATEMENT };
    const answers = await repeated(await world.as("tenant-huang"), OBJECTIONS, {
      ...{ body, other: { ...body, ground: "DUPLICATE" } },
    });
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[201, 201, 201],
    ]);
    expect(answers.twin.body.id).toBe(answers.first.body.id);
    expect(refusal(answers.otherBody)).toBe("422 key-reused");
    expect((await findScheme(world.api.services.table, "object-001"))?.openObjections).toBe(1);
    const stored = JSON.stringify(await everything(world.api.services.table));
    expect(stored).not.toContain(STATEMENT);
  });

  it("is decided by another person, in that district or the city", async () => {
    const officer = await world.as("approver-fengze");
    const list = done(await officer.get("/api/office/draws/object-001/objections")).objections;
    const [{ id }] = list as [{ id: string; statement: string }];
    expect(JSON.stringify(list)).toContain(STATEMENT);
    expect(refusal(await decide(id, DISMISSED, "reviewer-fengze"))).toBe("403 forbidden");
    expect(refusal(await decide("J00000000000000000000", DISMISSED))).toBe("404 not-found");
    const own = String(done(await object("officer-city-1")).id);
    expect(refusal(await decide(own, DISMISSED, "officer-city-1"))).toBe("403 same-person");
    done(await decide(own, DISMISSED, "officer-city-2"));
  });

  it("dismissed leaves the roster as it was, and is dismissed once", async () => {
    const before = await world.file(`${BASE}/roster.csv`);
    const id = String(done(await object("tenant-wu")).id);
    const path = `/api/office/draws/object-001/objections/${id}/decision`;
    const answers = await repeated(await world.as("approver-fengze"), path, {
      ...{ body: DISMISSED, other: { ...DISMISSED, reason: "另有理由" } },
    });
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[200, 200, 200],
    ]);
    expect(refusal(await decide(id, DISMISSED))).toBe("409 out-of-step");
    expect(await world.file(`${BASE}/roster.csv`)).toBe(before);
    const stored = await findScheme(world.api.services.table, "object-001");
    expect([stored?.openObjections, stored?.freezes.length]).toEqual([1, 1]);
    const items = await everything(world.api.services.table);
    expect(items.filter(({ kind }) => kind === "objection-decided").length).toBe(2);
    expect(JSON.stringify(items)).not.toContain(DISMISSED.reason);
    const officer = await world.as("approver-fengze");
    const list = done(await officer.get("/api/office/draws/object-001/objections"));
    expect(JSON.stringify(list)).toContain(DISMISSED.reason);
  });

  it("cannot be upheld with a correction of nobody, or into a pool that is not there", async () => {
    const [receipt = ""] = await receipts();
    const id = String(done(await object("tenant-wu")).id);
    const unknown = upheld({ kind: "remove", receipt: "0000000000000000" });
    expect(refusal(await decide(id, unknown))).toBe("422 unknown-receipt");
    const noPool = upheld({ kind: "pools", receipt, pools: ["A", "Z"] });
    expect(refusal(await decide(id, noPool))).toBe("422 pool-not-open");
    done(await decide(id, DISMISSED));
  });

  it("upheld makes the next public version; who is removed waits again with the old number", async () => {
    const officer = await world.as("approver-fengze");
    const { objections } = done(await officer.get("/api/office/draws/object-001/objections"));
    const open = (objections as { id: string; state: string; receipt?: string }[]).find(
      ({ state }) => state === "OPEN",
    );
    const receipt = open?.receipt ?? "";
    const answers = await repeated(
      officer,
      `/api/office/draws/object-001/objections/${open?.id ?? ""}/decision`,
      { body: upheld({ kind: "remove", receipt }), other: DISMISSED },
    );
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[200, 200, 200],
    ]);
    expect(await receipts()).not.toContain(receipt);
    expect(await world.file(`${BASE}/roster-v1.csv`)).toContain(receipt);
    expect(await world.file(`${BASE}/roster-v2.csv`)).toBe(await world.file(`${BASE}/roster.csv`));

    const states = await Promise.all(households.map((one) => applicationState(world, one)));
    expect(states.toSorted()).toEqual(["IN_ROSTER", "IN_ROSTER", "WAITLISTED"]);
    const removed = households[states.indexOf("WAITLISTED")]?.applicationId ?? "";
    const stored = await findApplication(world.api.services.table, removed);
    expect(stored?.waitingNo).toBeGreaterThan(0);
    expect(stored?.decisions.at(-1)).toMatchObject({ event: "remove-from-roster" });
  });

  it("may change pools, in the notice's order", async () => {
    const [receipt = ""] = await receipts();
    const id = String(done(await object("tenant-wu")).id);
    done(await decide(id, upheld({ kind: "pools", receipt, pools: ["B"] })));
    expect(await world.file(`${BASE}/roster-v3.csv`)).toContain(`${receipt},B,`);
    const again = String(done(await object("tenant-wu")).id);
    done(await decide(again, upheld({ kind: "pools", receipt, pools: ["B", "A"] })));
    expect(await world.file(`${BASE}/roster.csv`)).toContain(`${receipt},A+B,`);
  });

  it("never leaves nobody in the roster", async () => {
    const [first = "", last = ""] = await receipts();
    const one = String(done(await object("tenant-wu")).id);
    done(await decide(one, upheld({ kind: "remove", receipt: first })));
    const two = String(done(await object("tenant-wu")).id);
    const nobody = upheld({ kind: "remove", receipt: last });
    expect(refusal(await decide(two, nobody))).toBe("409 roster-empty");
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
  });

  it("while it is open holds the roster back; decided late it fixes it, upheld late it cannot", async () => {
    const [receipt = ""] = await receipts();
    await fixRoster(world, scheme);
    expect(await stateOf(world, scheme)).toBe("ROSTER_PUBLICITY");
    expect(refusal(await object("tenant-wu"))).toBe("409 objection-closed");
    const officer = await world.as("approver-fengze");
    const { objections } = done(await officer.get("/api/office/draws/object-001/objections"));
    const open = (objections as { id: string; state: string }[]).filter(
      ({ state }) => state === "OPEN",
    );
    expect(open.length).toBe(1);
    const late = upheld({ kind: "pools", receipt, pools: ["B"] });
    expect(refusal(await decide(open[0]?.id, late))).toBe("409 objection-closed");
    done(await decide(open[0]?.id, DISMISSED));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
  });
});
