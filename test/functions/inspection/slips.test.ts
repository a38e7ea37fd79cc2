import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../shared/domain/draws/encoding.ts";
import { privateCommit } from "../../../shared/domain/draws/private-commit.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import { isSealOf } from "../../../shared/domain/schemes/slip-seal.ts";
import { personOfKey } from "../../../infra/local/people.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { findIntent } from "../../../shared/store/intents.ts";
import {
  commitAll,
  done,
  freeze,
  publish,
  recheckAll,
  refusal,
  schemeNamed,
  waitingHouseholds,
  type Household,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";
import { drawNow, enter, slipOf, verified, type Entrant } from "../schemes/drawing.ts";

let world: World;
let scheme: SchemeDraft;
let entrants: Entrant[];
beforeAll(async () => {
  world = await startWorld();
  const households = await waitingHouseholds(world, 4);
  scheme = schemeNamed(world, "slips-0001");
  await publish(world, scheme);
  await world.api.moveTo(scheme.intent.opensAt);
  entrants = await enter(world, scheme, households);
});
afterAll(() => world.stop());

const first = (): Entrant => {
  const [one] = entrants;
  if (!one) throw new Error("Nobody registered");
  return one;
};
const slipPath = ({ applicationId }: Household) => `/api/applications/${applicationId}/slip`;

describe("a slip", () => {
  it("is the applicant's from registration on, under the bureau's seal, and binds number and person", async () => {
    for (const one of entrants) {
      const { state, receipt, slip } = await slipOf(world, one);
      expect([state, slip]).toEqual(["REGISTERED", undefined]);
      const person = personOfKey(one.key);
      expect(receipt).toMatchObject({
        ...{ receipt: one.receipt, name: person?.name, idNumber: person?.idNumber },
        pools: ["A", "B"],
      });
      const at = { drawId: scheme.schemeId, receipt: one.receipt, salt: fromHex(receipt.salt) };
      expect(toHex(privateCommit(sha256Suite, at, receipt))).toBe(receipt.commit);
      expect(isSealOf(receipt.seal, receipt, receipt.sealKey)).toBe(true);
      const other = { ...receipt, pools: ["A"] };
      expect(isSealOf(receipt.seal, other, receipt.sealKey)).toBe(false);
      const rules = await world.file(`files/draws/${scheme.schemeId}/rules.txt`);
      expect(rules).toContain(`slips of applicants are sealed by: ${receipt.sealKey}\n`);
    }
  });

  it("is handed out by registration itself, the same however often it is sent, without the salt", async () => {
    const [fresh] = await waitingHouseholds(world, 1, 20);
    if (!fresh) throw new Error("Nobody waits");
    const next = schemeNamed(world, "slips-0002");
    await publish(world, next);
    await world.api.moveTo(next.intent.opensAt);
    const client = await world.as(fresh.key);
    const body = { applicationId: fresh.applicationId, pools: ["A"] };
    const path = `/api/schemes/${next.schemeId}/intents`;
    const key = { key: "register-once-0001" };
    const [one, twin] = await Promise.all([
      client.post(path, body, key),
      client.post(path, body, key),
    ]);
    expect(done(one)).toEqual(done(twin));
    const { receipt } = await slipOf(world, fresh);
    expect(one.body).toMatchObject({ receipt: receipt.receipt, seal: receipt.seal });
    expect(JSON.stringify(one.body)).not.toContain(receipt.salt);
    const stored = await findIntent(world.api.services.table, next.schemeId, fresh.applicationId);
    expect(JSON.stringify(stored)).not.toContain(receipt.salt);
    expect(stored?.saltSealed).toMatch(/^s1\|salt-0001\|/);
  });

  it("is nobody else's: not another applicant's, not of any of the staff", async () => {
    const staff = [
      ...["draw-officer", "city-officer", "reviewer-fengze", "clerk-fengze", "approver-fengze"],
      ...["notary", "discipline", "representative", "operator", "auditor", "sysadmin"],
    ].map((key) => (key === "city-officer" ? "officer-city-1" : key));
    for (const key of [...staff, entrants[1]?.key ?? ""]) {
      if (!personOfKey(key)) continue;
      const answer = await (await world.as(key)).get(slipPath(first()));
      expect([key, refusal(answer)]).toEqual([key, "404 not-found"]);
    }
    expect(refusal(await (await world.as()).get(slipPath(first())))).toBe("401 unauthenticated");
  });

  it("has its inclusion proof as soon as the roster is public, and its rank with the result", async () => {
    await commitAll(world, scheme);
    await world.api.moveTo(scheme.intent.closesAt);
    await recheckAll(world, scheme, entrants);
    await freeze(world, scheme, entrants.length);
    const { state, slip } = await slipOf(world, first());
    expect(state).toBe("IN_ROSTER");
    expect(slip?.entry).toMatchObject({ count: 4 });
    const roster = await world.file(`files/draws/${scheme.schemeId}/roster.csv`);
    expect(roster).toContain(`${slip?.entry.line ?? "-"}\n`);

    await drawNow(world, scheme);
    for (const one of entrants) {
      expect((await slipOf(world, one)).state).toBe("RANKED");
      const report = await verified(world, scheme, one);
      expect([report.lines.at(-1), report.status]).toEqual(["RESULT OK", 0]);
    }
  });
});
