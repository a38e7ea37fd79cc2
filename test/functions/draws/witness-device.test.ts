import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWitness } from "../../../infra/witness/command.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import {
  bulletinOf,
  done,
  fixRoster,
  freeze,
  hex,
  nonceOf,
  noteOf,
  publish,
  recheckAll,
  refusal,
  registerAll,
  schemeNamed,
  stateOf,
  waitingHouseholds,
  witnessPath,
  type Household,
} from "./story.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let households: Household[];
let scheme: SchemeDraft;
const folder = mkdtempSync(join(tmpdir(), "quanju-witness-"));
const at = (name: string): string => join(folder, name);

/** The command on one witness's machine. */
async function witness(device: string, ...args: string[]) {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const own = ["--folder", at(device), "--policy", at("policy.json"), "--clock", clock()];
  const code = await runWitness([...args, ...own], say, say);
  return { code, out: lines.join("\n") };
}
const clock = (): string => `${world.origin}/dev/clock`;
const noteIn = (out: string): string => out.slice(out.indexOf("pvl1/commit"));

beforeAll(async () => {
  world = await startWorld();
  writeFileSync(at("policy.json"), JSON.stringify(world.policyFile));
  households = await waitingHouseholds(world, 2);
  const made = await witness("notary", "key", "--name", "notary.example");
  const other = await witness("discipline", "key", "--name", "discipline.example");
  const planned = schemeNamed(world, "device-001");
  scheme = {
    ...planned,
    witnesses: planned.witnesses.map((one) =>
      one.id === "notary"
        ? { ...one, vkey: made.out }
        : one.id === "discipline"
          ? { ...one, vkey: other.out }
          : one,
    ),
  };
  await publish(world, scheme);
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const handIn = async (id: "notary" | "representative" | "discipline", note: string) =>
  (await world.as(id)).post(witnessPath(scheme.schemeId, id, "commit"), { note });

describe("a witness's own machine", () => {
  it("makes a key once, and keeps what is secret for its user alone", async () => {
    expect((await witness("notary", "key", "--name", "again")).code).toBe(1);
    expect(statSync(at("notary/key.json")).mode & 0o777).toBe(0o600);
    expect((await witness("nobody", "commit", world.origin, "device-001")).code).toBe(1);
    expect((await witness("notary", "nothing")).code).toBe(2);
  });

  it("signs a commit to a nonce of its own, from the notice in the log, the same when asked again", async () => {
    const first = await witness("notary", "commit", world.origin, "device-001");
    const again = await witness("notary", "commit", world.origin, "device-001");
    expect([first.code, noteIn(again.out)]).toEqual([0, noteIn(first.out)]);
    done(await handIn("notary", noteIn(first.out)));
    const other = await witness("discipline", "commit", world.origin, "device-001");
    expect(refusal(await handIn("notary", noteIn(other.out)))).toMatch(/bad-commit|already/);
    done(await handIn("discipline", noteIn(other.out)));
    done(await handIn("representative", await noteOf(world, scheme, "representative")));
    expect((await witness("notary", "commit", world.origin, "device-002")).out).toContain(
      "no-such-draw",
    );
  });

  it("keeps the nonce until the roster is fixed with its own commit in it", async () => {
    const tried = async () => (await witness("notary", "reveal", world.origin, "device-001")).out;
    expect(await tried()).toContain("not-frozen");
    await world.api.moveTo(scheme.intent.opensAt);
    await registerAll(world, scheme, households);
    await world.api.moveTo(scheme.intent.closesAt);
    await recheckAll(world, scheme, households);
    await freeze(world, scheme, 2);
    expect(await tried()).toContain("before-freeze-by");
    await fixRoster(world, scheme);
    const shown = await witness("notary", "reveal", world.origin, "device-001");
    expect([shown.code, shown.out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    const path = witnessPath(scheme.schemeId, "notary", "reveal");
    done(await (await world.as("notary")).post(path, { nonce: shown.out }));
  });

  it("hands out a sealed copy, which stands in for a witness who is absent", async () => {
    const sealed = await witness("discipline", "envelope", "device-001");
    writeFileSync(at("envelope.txt"), sealed.out);
    writeFileSync(at("spoiled.txt"), sealed.out.replace(/[0-9a-f]{8}\n?$/, "00000000"));
    const wrong = await witness("notary", "open", world.origin, at("spoiled.txt"));
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining("does not open")]);
    const opened = await witness("notary", "open", world.origin, at("envelope.txt"));
    expect(opened.code).toBe(0);
    const path = witnessPath(scheme.schemeId, "discipline", "reveal");
    done(await (await world.as("notary")).post(path, { nonce: opened.out }));
    const representative = await world.as("representative");
    const last = witnessPath(scheme.schemeId, "representative", "reveal");
    done(await representative.post(last, { nonce: hex(nonceOf("representative")) }));
    // All are in: the act logged the reveals at once, and nothing more is shown.
    expect((await witness("notary", "reveal", world.origin, "device-001")).out).toContain(
      "reveals-logged",
    );
  });

  it("takes part in a draw that verifies", async () => {
    await world.api.moveTo(new Date(Date.parse(scheme.source?.at ?? "") + 120_000).toISOString());
    const reading = await bulletinOf(world, scheme);
    const office = `/api/office/draws/${scheme.schemeId}`;
    for (const reader of ["draw-officer", "notary"])
      done(await (await world.as(reader)).post(`${office}/readings`, reading));
    done(await (await world.as("notary")).post(`${office}/result`, undefined));
    expect(await stateOf(world, scheme)).toBe("RESULT_PUBLICITY");
    const bundle: unknown = JSON.parse(
      (await world.file("files/draws/device-001/bundle.json")) ?? "null",
    );
    expect(verifyBundle(bundle, world.policy).code).toBeNull();
  });
});
