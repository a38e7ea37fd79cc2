import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { OpenedEntry, OpeningView, RosterCheck } from "../../../shared/contract/inspection.ts";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { findIntent } from "../../../shared/store/intents.ts";
import { keys } from "../../../shared/store/keys.ts";
import { list, type Key } from "../../../shared/store/table.ts";
import {
  done,
  readyToFreeze,
  freeze,
  refusal,
  repeated,
  schemeNamed,
  waitingHouseholds,
  type Household,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";
import { personOfKey } from "../../../infra/local/people.ts";

let world: World;
let scheme: SchemeDraft;
let households: Household[];
const base = "/api/inspection/draws/opened-001/openings";
const purpose = { purpose: "名册公示期内核查重复登记和无申请登记。" };

beforeAll(async () => {
  world = await startWorld();
  households = await waitingHouseholds(world, 4);
  scheme = schemeNamed(world, "opened-001");
  await readyToFreeze(world, scheme, households);
});
afterAll(() => world.stop());

const as = (key: string) => world.as(key);
async function opened(by = "discipline", approvedBy = "notary"): Promise<string> {
  const { id } = OpeningView.parse(done(await (await as(by)).post(base, purpose)));
  done(await (await as(approvedBy)).post(`${base}/${id}/approval`, undefined));
  return id;
}
const Page = z.object({ entries: z.array(OpenedEntry), next: z.string().optional() });
const look = async (key: string, id: string, what: "entries" | "check") =>
  (await as(key)).get(`${base}/${id}/${what}`);
const check = async (id: string) => RosterCheck.parse(done(await look("notary", id, "check")));

describe("an opening of commitments", () => {
  it("waits for a roster, and is asked for by notary or discipline inspection only", async () => {
    expect(refusal(await (await as("discipline")).post(base, purpose))).toBe("409 no-roster-yet");
    await freeze(world, scheme, 4);
    for (const key of ["draw-officer", "officer-city-1", "auditor", "tenant-chen", "operator"])
      expect([key, refusal(await (await as(key)).post(base, purpose))]).toEqual([
        key,
        "403 forbidden",
      ]);
    expect(refusal(await (await as("notary")).post(base, { purpose: "短" }))).toBe(
      "400 invalid-request",
    );
  });

  it("is asked for once, however often it is sent, and says what for", async () => {
    const { first, twin, later, otherBody } = await repeated(await as("discipline"), base, {
      body: purpose,
      other: { purpose: "另一项核查，须另行申请办理。" },
    });
    expect([first.status, twin.status, later.status]).toEqual([201, 201, 201]);
    expect(refusal(otherBody)).toBe("422 key-reused");
    const openings = done(await (await as("notary")).get(base)).openings;
    expect(openings).toMatchObject([{ state: "REQUESTED", requestedAs: "discipline", ...purpose }]);
  });

  it("needs a second person, and is then for these two only", async () => {
    const asked = OpeningView.parse(done(await (await as("discipline")).post(base, purpose)));
    const path = `${base}/${asked.id}/approval`;
    expect(refusal(await look("discipline", asked.id, "entries"))).toBe("409 opening-not-approved");
    expect(refusal(await look("notary", asked.id, "entries"))).toBe("404 not-found");
    expect(refusal(await (await as("discipline")).post(path, undefined))).toBe("403 same-person");
    done(await (await as("notary")).post(path, undefined));
    expect(refusal(await (await as("notary")).post(path, undefined))).toBe("409 out-of-step");

    for (const key of ["notary", "discipline"]) {
      const { entries } = Page.parse(done(await look(key, asked.id, "entries")));
      expect(entries.map(({ opens }) => opens)).toEqual([true, true, true, true]);
      expect(entries.map(({ idNumber }) => idNumber).toSorted()).toEqual(
        households.map(({ key: one }) => personOfKey(one)?.idNumber).toSorted(),
      );
    }
    for (const key of ["draw-officer", "officer-city-1", "auditor", "sysadmin", "reviewer-fengze"])
      for (const what of ["entries", "check"] as const)
        expect(refusal(await look(key, asked.id, what))).toBe("403 forbidden");
  });

  it("is over after two days, a request after three", async () => {
    const id = await opened();
    const waiting = OpeningView.parse(done(await (await as("notary")).post(base, purpose)));
    const now = world.api.now();
    await world.api.moveTo(new Date(now + 49 * 3_600_000).toISOString());
    expect(refusal(await look("notary", id, "entries"))).toBe("409 opening-lapsed");
    await world.api.moveTo(new Date(now + 73 * 3_600_000).toISOString());
    const late = await (await as("discipline")).post(`${base}/${waiting.id}/approval`, undefined);
    expect(refusal(late)).toBe("409 opening-lapsed");
  });

  it("leaves every look in its own audit chain, before the answer", async () => {
    const id = await opened();
    await look("notary", id, "entries");
    await look("discipline", id, "check");
    const { pk, sk } = keys.opening(scheme.schemeId, id);
    const { items } = await list(world.api.services.table, pk, { prefix: `${sk}#AUDIT#` });
    expect(items.map(({ action, role, outcome }) => [action, role, outcome])).toEqual([
      ["requestOpening", "discipline", "REQUESTED"],
      ["approveOpening", "notary", "APPROVED"],
      ["readCommitments", "notary", "entries from 0"],
      ["checkRoster", "discipline", "check from 0"],
    ]);
    const auditor = done(await (await as("auditor")).get(base)).openings as { id: string }[];
    expect(auditor.find((one) => one.id === id)).toMatchObject({ looks: 2, mine: false });
  });

  it("is not there for another city's or district's inspectors, nor under another draw", async () => {
    const id = await opened();
    const other = `/api/inspection/draws/another-01/openings/${id}/entries`;
    expect(refusal(await (await as("notary")).get(other))).toBe("404 not-found");
  });
});

/** What someone with hands on the table could do; no route does. */
const forge = (key: Key, member: string, value: unknown) =>
  world.api.services.table.client.send(
    new UpdateItemCommand({
      TableName: world.api.services.table.name,
      Key: marshall({ pk: key.pk, sk: key.sk }),
      UpdateExpression: "SET #m = :v",
      ExpressionAttributeNames: { "#m": member },
      ExpressionAttributeValues: marshall({ ":v": value }),
    }),
  );

describe("the inspectors' check of a roster", () => {
  const intentOf = async (at: number) => {
    const { applicationId = "" } = households[at] ?? {};
    const intent = await findIntent(world.api.services.table, scheme.schemeId, applicationId);
    if (!intent) throw new Error("No such intent");
    return { intent, key: keys.intent(scheme.schemeId, applicationId), applicationId };
  };

  it("finds nothing wrong with an honest one", async () => {
    expect(await check(await opened())).toMatchObject({
      ...{ version: 1, count: 4, checked: 4, rootMatches: true, findings: [] },
    });
  });

  it("finds the same person twice, an entry without application, a wrong commitment and pools", async () => {
    const [a, b, c, d] = await Promise.all([0, 1, 2, 3].map((at) => intentOf(at)));
    if (!a || !b || !c || !d) throw new Error("Four households");
    await forge(b.key, "people", [...(b.intent.people ?? []), ...(a.intent.people ?? [])]);
    await forge(keys.application(c.applicationId), "state", "REJECTED");
    await forge(keys.application(d.applicationId), "receiptNo", "0000000000ZZ");
    await forge(keys.application(d.applicationId), "householdSize", 17);

    const { findings } = await check(await opened());
    const found = findings.map(({ receipt, kind, other }) => [receipt, kind, other]);
    const twice = (one: typeof a, other: typeof a) => [
      ...[one.intent.receipt, "PERSON_TWICE", other.intent.receipt],
    ];
    expect(found).toEqual(
      expect.arrayContaining([
        twice(a, b),
        twice(b, a),
        [b.intent.receipt, "PEOPLE_DIFFER", undefined],
        [c.intent.receipt, "NO_LIVE_APPLICATION", undefined],
        [d.intent.receipt, "COMMITMENT_WRONG", undefined],
        [d.intent.receipt, "POOLS_NOT_DUE", undefined],
      ]),
    );
    expect(found).toHaveLength(6);
    for (const { zh, en } of findings) expect([zh.length > 3, en.length > 3]).toEqual([true, true]);
  });

  it("finds who was left out, and an entry that nobody registered", async () => {
    const { intent, key } = await intentOf(0);
    await forge(key, "receipt", "0000000000000000");
    const { findings } = await check(await opened());
    expect(findings.map(({ receipt, kind }) => [receipt, kind])).toEqual(
      expect.arrayContaining([
        [intent.receipt, "NOT_ON_RECORD"],
        ["0000000000000000", "LEFT_OUT"],
      ]),
    );
  });
});
