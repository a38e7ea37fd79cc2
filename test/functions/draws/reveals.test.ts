import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { readDocument } from "../../../shared/domain/draws/documents.ts";
import { readEntries, readLogHead } from "../../../shared/store/log.ts";
import { findScheme } from "../../../shared/store/schemes.ts";
import {
  applicationState,
  done,
  fixRoster,
  freeze,
  hex,
  nonceOf,
  publish,
  readyToFreeze,
  refusal,
  repeated,
  revealAll,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  witnessPath,
  type Household,
  type WitnessId,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const reveal = async ({ schemeId }: SchemeDraft, id: WitnessId, tag?: number) =>
  (await world.as(id)).post(witnessPath(schemeId, id, "reveal"), { nonce: hex(nonceOf(id, tag)) });
const at = (text: string, minutes: number): string =>
  new Date(Date.parse(text) + minutes * 60_000).toISOString();

const known = new Map<number, Household>();
const household = (from: number): Household => known.get(from) ?? { key: "", applicationId: "" };

async function fixedScheme(schemeId: string, from: number): Promise<SchemeDraft> {
  const households = await waitingHouseholds(world, 1, from);
  if (households[0]) known.set(from, households[0]);
  const scheme = schemeNamed(world, schemeId);
  await readyToFreeze(world, scheme, households);
  await freeze(world, scheme, 1);
  return scheme;
}

/** The nonces in the log, in the notice's order; undefined: not logged. */
async function loggedNonces({
  schemeId,
}: SchemeDraft): Promise<readonly (string | null)[] | undefined> {
  const { table } = world.api.services;
  const index = (await findScheme(table, schemeId))?.reveals?.index;
  if (index === undefined) return undefined;
  const [text = ""] = await readEntries(table, index, index + 1);
  return readDocument(text, "pvl1/reveals")?.nonces;
}

describe("a witness's nonce", () => {
  it("is kept until the roster is fixed, opens the commitment, and is taken once", async () => {
    const scheme = await fixedScheme("reveal-001", 0);
    expect(refusal(await reveal(scheme, "notary"))).toBe("409 reveal-too-early");
    await fixRoster(world, scheme);
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    expect(refusal(await reveal(scheme, "notary", 0x11))).toBe("422 bad-nonce");
    const path = witnessPath(scheme.schemeId, "notary", "reveal");
    // Another witness may stand in with an envelope, which must hold the right nonce.
    expect(
      refusal(
        await (await world.as("discipline")).post(path, { nonce: hex(nonceOf("discipline")) }),
      ),
    ).toBe("422 bad-nonce");
    expect(
      refusal(
        await (await world.as("reviewer-fengze")).post(path, { nonce: hex(nonceOf("notary")) }),
      ),
    ).toBe("403 forbidden");
    const answers = await repeated(await world.as("notary"), path, {
      body: { nonce: hex(nonceOf("notary")) },
      other: { nonce: hex(nonceOf("notary", 0x11)) },
    });
    expect([answers.first, answers.twin, answers.later].map(({ status }) => status)).toEqual([
      ...[201, 201, 201],
    ]);
    expect(refusal(answers.otherBody)).toBe("422 key-reused");
    expect(refusal(await reveal(scheme, "notary"))).toBe("409 already-revealed");
    expect(await loggedNonces(scheme)).toBeUndefined();
  });

  it("with the last of them the reveals are in the log, cosigned, at once; then it is too late", async () => {
    const scheme = { ...schemeNamed(world, "reveal-001") };
    const before = (await readLogHead(world.api.services.table)).size;
    const [one, two] = await Promise.all([
      reveal(scheme, "representative"),
      reveal(scheme, "discipline"),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(await loggedNonces(scheme)).toEqual(
      (["notary", "representative", "discipline"] as const).map((id) => hex(nonceOf(id))),
    );
    const { size, published } = await readLogHead(world.api.services.table);
    expect([size, published]).toEqual([before + 1, before + 1]);
    expect(refusal(await reveal(scheme, "notary"))).toBe("409 reveal-too-late");
  });

  it("of an absent witness is left out: quorum is logged 15 minutes before revealBy, not sooner", async () => {
    const scheme = await fixedScheme("reveal-002", 10);
    await fixRoster(world, scheme);
    await revealAll(world, scheme, ["notary", "discipline"]);
    await world.api.moveTo(at(scheme.revealBy, -16));
    expect(await loggedNonces(scheme)).toBeUndefined();
    await world.api.moveTo(at(scheme.revealBy, -15));
    expect(await loggedNonces(scheme)).toEqual([
      hex(nonceOf("notary")),
      null,
      hex(nonceOf("discipline")),
    ]);
    expect(refusal(await reveal(scheme, "representative"))).toBe("409 reveal-too-late");
  });

  it("of too few makes the draw void before any outcome exists, however late the tick", async () => {
    const scheme = await fixedScheme("reveal-003", 20);
    await fixRoster(world, scheme);
    await revealAll(world, scheme, ["notary"]);
    await world.api.moveTo(at(scheme.revealBy, -1));
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    await world.api.moveTo(at(scheme.revealBy, 3 * 24 * 60));
    expect(await stateOf(world, scheme)).toBe("VOID");
    expect(await applicationState(world, household(20))).toBe("WAITLISTED");
    expect(await loggedNonces(scheme)).toBeUndefined();
    expect(refusal(await reveal(scheme, "discipline"))).toBe("409 out-of-step");
    const notary = await world.as("notary");
    expect(refusal(await notary.post("/api/office/draws/reveal-003/result", undefined))).toBe(
      "409 out-of-step",
    );
    expect(await world.file("files/draws/reveal-003/live.json")).toContain('"state":"VOID"');
    expect(done(await (await world.as()).get("/api/schemes/reveal-003")).state).toBe("VOID");
  });

  it("is never logged late: a tick missed past revealBy voids what quorum had not been logged for", async () => {
    const scheme = await fixedScheme("reveal-004", 30);
    await fixRoster(world, scheme);
    await revealAll(world, scheme, ["notary", "discipline"]);
    await world.api.moveTo(at(scheme.revealBy, 24 * 60));
    // The reveals were in the platform's hands in time, but their cosignatures would not be.
    const nonces = await loggedNonces(scheme);
    const state = await stateOf(world, scheme);
    expect([state, nonces]).toEqual(["VOID", undefined]);
  });

  it("counts only when cosigned in time: with cosigners gone past revealBy the draw is void", async () => {
    const scheme = await fixedScheme("reveal-005", 40);
    await fixRoster(world, scheme);
    for (const cosigner of world.cosigners.slice(0, 2)) cosigner.behave("down");
    await revealAll(world, scheme);
    expect(await loggedNonces(scheme)).toHaveLength(3);
    expect(await stateOf(world, scheme)).toBe("FROZEN");
    await world.api.moveTo(at(scheme.revealBy, 1));
    expect(world.cosigners[0]?.met.down).toBeGreaterThan(0);
    expect(await stateOf(world, scheme)).toBe("VOID");
    for (const cosigner of world.cosigners) cosigner.behave("up");
    expect((await world.api.tick()).left).toBe(0);
    expect(await stateOf(world, scheme)).toBe("VOID");
    expect(await applicationState(world, household(40))).toBe("WAITLISTED");
  });

  it("of a void draw leaves its homes free for a scheme with a notice of its own", async () => {
    const { homes } = schemeNamed(world, "reveal-005");
    const first = await world.as("officer-city-1");
    const second = await world.as("officer-city-2");
    done(await first.post("/api/office/schemes", schemeNamed(world, "reveal-007", { homes })));
    const silent = await second.post("/api/office/schemes/reveal-007/approval", undefined);
    expect(refusal(silent)).toBe("422 replaces-unnamed");
    const other = schemeNamed(world, "reveal-008", { homes, replaces: "reveal-006" });
    expect(refusal(await first.post("/api/office/schemes", other))).toBe("422 replaced-not-void");

    const next = schemeNamed(world, "reveal-006", { homes, replaces: "reveal-005" });
    await publish(world, next);
    expect(await world.file("files/draws/reveal-006/rules.txt")).toContain(
      "\nreplaces: reveal-005\n",
    );
    expect(await stateOf(world, { schemeId: "reveal-006" })).toBe("PUBLISHED");
    expect(await stateOf(world, { schemeId: "reveal-005" })).toBe("VOID");
  });
});
