import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { readLogHead } from "../../../shared/store/log.ts";
import { findScheme } from "../../../shared/store/schemes.ts";
import {
  done,
  freeze,
  nonceOf,
  noteOf,
  publish,
  readyToFreeze,
  recheckAll,
  refusal,
  registerAll,
  repeated,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  witnessPath,
  type Household,
  type WitnessId,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
let scheme: SchemeDraft;
const office = "/api/office/draws/freeze-001";
beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 3);
  scheme = schemeNamed(world, "freeze-001");
  await publish(world, scheme);
});
afterAll(() => world.stop());

const commit = async (as: string, id: WitnessId, note: string) =>
  (await world.as(as)).post(witnessPath(scheme.schemeId, id, "commit"), { note });
const propose = async (count: number) =>
  (await world.as("draw-officer")).post(`${office}/freeze-proposal`, { count });
const confirm = async (count: number, root: string) =>
  (await world.as("notary")).post(`${office}/freeze`, { count, root });
const ROOT = "0".repeat(64);
const Proposal = z.object({ count: z.number(), root: z.string() });

describe("a witness's commitment", () => {
  it("is taken from the person in that role only", async () => {
    const note = await noteOf(world, scheme, "notary");
    expect(refusal(await commit("tenant-chen", "notary", note))).toBe("403 forbidden");
    expect(refusal(await commit("discipline", "notary", note))).toBe("403 not-this-witness");
  });

  it("is taken for this draw, this notice and this witness only", async () => {
    const wrong = [
      await noteOf(world, scheme, "notary", { drawId: "freeze-002" }),
      await noteOf(world, scheme, "notary", { notice: ROOT }),
      await noteOf(world, scheme, "notary", { witness: "discipline" }),
      await noteOf(world, scheme, "discipline"),
      (await noteOf(world, scheme, "notary")).replace("pvl1/commit", "pvl1/Commit"),
      "x".repeat(100),
    ];
    for (const note of wrong)
      expect(refusal(await commit("notary", "notary", note))).toBe("422 bad-commit");
  });

  it("is taken once, however often it is sent, and never changed", async () => {
    const note = await noteOf(world, scheme, "notary");
    const other = await noteOf(world, scheme, "notary", {}, nonceOf("notary", 0x40));
    const path = witnessPath(scheme.schemeId, "notary", "commit");
    const answers = await repeated(await world.as("notary"), path, {
      ...{ body: { note }, other: { note: other } },
    });
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[201, 201, 201],
    ]);
    expect(refusal(answers.otherBody)).toBe("422 key-reused");
    expect(refusal(await commit("notary", "notary", other))).toBe("409 already-committed");
    expect(await world.file("files/draws/freeze-001/live.json")).toContain('"committed":true');
  });
});

describe("the first freeze", () => {
  it("waits for the end of intent, for every recheck and every witness", async () => {
    await world.api.moveTo(scheme.intent.opensAt);
    await registerAll(world, scheme, households);
    expect(refusal(await propose(3))).toBe("409 out-of-step");
    await world.api.moveTo(scheme.intent.closesAt);
    expect(refusal(await propose(3))).toBe("409 recheck-open");
    await recheckAll(world, scheme, households.slice(0, 2));
    expect(refusal(await propose(2))).toBe("409 recheck-open");
    await recheckAll(world, scheme, households.slice(2));
    expect(refusal(await propose(3))).toBe("409 witness-missing");
    for (const id of ["representative", "discipline"] as const)
      done(await commit(id, id, await noteOf(world, scheme, id)));
  });

  it("is of the count that a person typed, the root that was proposed, by two persons", async () => {
    expect(refusal(await propose(2))).toBe("422 count-differs");
    expect(refusal(await confirm(3, ROOT))).toBe("409 out-of-step");
    const { count, root } = Proposal.parse(done(await propose(3)));
    expect(count).toBe(3);
    expect(refusal(await confirm(2, root))).toBe("422 count-differs");
    expect(refusal(await confirm(3, ROOT))).toBe("409 root-differs");
    expect(await stateOf(world, scheme)).toBe("RECHECKING");
    expect(await world.file("files/draws/freeze-001/roster.csv")).toBeUndefined();
  });

  it("happens once: roster, log entry and cosigned checkpoint are public when it is answered", async () => {
    const { root } = Proposal.parse(done(await propose(3)));
    const before = (await readLogHead(world.api.services.table)).size;
    const body = { count: 3, root };
    const answers = await repeated(await world.as("notary"), `${office}/freeze`, {
      ...{ body, other: { count: 4, root } },
    });
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[201, 201, 201],
    ]);
    expect(refusal(answers.otherBody)).toBe("422 key-reused");
    expect(refusal(await confirm(3, root))).toBe("409 out-of-step");

    const { size, published } = await readLogHead(world.api.services.table);
    expect([size, published]).toEqual([before + 1, before + 1]);
    const roster = await world.file("files/draws/freeze-001/roster-v1.csv");
    expect(roster?.trimEnd().split("\n").length).toBe(3);
    expect(await world.file("files/draws/freeze-001/roster.csv")).toBe(roster);
    expect(world.cosigners.map((one) => one.signed())).toEqual(world.cosigners.map(() => size));
  });

  it("comes too late when fewer working days of publicity are left than there must be", async () => {
    const people = await waitingHouseholds(world, 1, 10);
    const now = schemeNamed(world, "freeze-late");
    await readyToFreeze(world, now, people);
    await world.api.moveTo(new Date(Date.parse(now.freezeBy) - 86_400_000).toISOString());
    const officer = await world.as("draw-officer");
    const path = `/api/office/draws/${now.schemeId}/freeze-proposal`;
    expect(refusal(await officer.post(path, { count: 1 }))).toBe("409 freeze-too-late");
  });
});

describe("two who freeze at once, of two minds", () => {
  it("end with the roster that the log names, whatever each had laid down", async () => {
    const people = await waitingHouseholds(world, 3, 20);
    const fresh = schemeNamed(world, "freeze-two");
    await readyToFreeze(world, fresh, people);
    await freeze(world, fresh, 3);

    const base = `files/draws/${fresh.schemeId}`;
    const receipts = ((await world.file(`${base}/roster-v1.csv`)) ?? "")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(",", 1)[0] ?? "");
    const objector = await world.as("tenant-huang");
    const approver = await world.as("approver-fengze");
    const ids = await Promise.all(
      receipts.slice(0, 2).map(async (receipt) => {
        const body = {
          receipt,
          ground: "NOT_QUALIFIED",
          statement: "该户另有住房，请予核实清楚。",
        };
        return String(
          done(await objector.post(`/api/draws/${fresh.schemeId}/objections`, body)).id,
        );
      }),
    );
    const decided = await Promise.all(
      ids.map((id, at) =>
        approver.post(`/api/office/draws/${fresh.schemeId}/objections/${id}/decision`, {
          outcome: "UPHELD",
          reason: "情况属实",
          correction: { kind: "remove", receipt: receipts[at] },
        }),
      ),
    );
    expect(decided.map(({ status }) => status)).toEqual([200, 200]);

    const stored = await findScheme(world.api.services.table, fresh.schemeId);
    expect(stored?.freezes.map(({ version, count }) => [version, count])).toEqual([
      [1, 3],
      [2, 2],
      [3, 1],
    ]);
    expect(stored?.openObjections).toBe(0);
    for (const { version, root } of stored?.freezes ?? [])
      expect(await world.file(`${base}/roster-v${version}.csv`)).toBe(
        await world.file(`${base}/roster-${root}.csv`),
      );
    expect(await world.file(`${base}/roster.csv`)).toBe(await world.file(`${base}/roster-v3.csv`));
  });
});
