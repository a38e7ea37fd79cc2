import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as waitingEndpoints } from "../../../functions/waiting-lists/index.ts";
import { WaitingPlaces } from "./shapes.ts";
import { joinWaitlist } from "../../../functions/steps/join-waitlist.ts";
import { PublicPlace, WaitingPosition, WaitlistCount } from "../../../shared/contract/waiting.ts";
import { applicationWrites, findApplication } from "../../../shared/store/applications.ts";
import { withoutChain } from "../../../shared/store/audit.ts";
import { transact } from "../../../shared/store/transact.ts";
import type { ApplicationState } from "../../../shared/contract/application.ts";
import {
  applied,
  formOf,
  generated,
  reviewed,
  startLine,
  type Line,
} from "../applications/line.ts";

let line: Line;
const ids: string[] = [];
const people = generated(12);

beforeAll(async () => {
  line = await startLine(undefined, waitingEndpoints);
  const { api } = line;
  for (const [at, { key }] of people.entries()) {
    await api.moveTo(new Date(api.now() + 1000).toISOString());
    const priorityEvidence = at % 4 === 0 ? (["LOW_INCOME_ALLOWANCE"] as const) : [];
    ids.push(
      await applied(await api.as(key), formOf(key, { priorityEvidence: [...priorityEvidence] })),
    );
  }
  await reviewed(api, ids);
  await api.moveTo("2026-03-13T16:00:00.000Z");
});
afterAll(() => line.stop());

const positionOf = async (at: number, query = "") => {
  const client = await line.api.as(people[at]?.key);
  const answer = await client.get(`/api/applications/${ids[at] ?? ""}/waiting${query}`);
  expect(answer.status).toBe(200);
  return WaitingPosition.parse(answer.body);
};

/** Moves a case as its own process would: what a withdrawal or an allocation does to the record. */
async function move(at: number, state: ApplicationState): Promise<void> {
  const { table } = line.api.services;
  const seen = await findApplication(table, ids[at] ?? "");
  if (!seen) throw new Error("No such case");
  const act = {
    ...{ actor: "test", role: "party", action: "move", outcome: state },
    at: new Date(line.api.now()).toISOString(),
  };
  const writes = applicationWrites({ ...withoutChain(seen), state }, seen, { act });
  expect((await transact(table, writes)).size).toBe(0);
}

const fileOf = async (path: string): Promise<unknown> => {
  const bytes = await line.api.services.publicFiles.read(path);
  return JSON.parse(Buffer.from(bytes ?? []).toString("utf8"));
};

const Lists = z.object({ lists: z.array(WaitlistCount) });

describe("waiting numbers", () => {
  it("are given per queue, in the order of application, without a gap", async () => {
    const stands = await Promise.all(people.map((_, at) => positionOf(at)));
    const ofQueue = (queue: string) =>
      stands.filter((one) => one.queue === queue).map(({ waitingNo }) => waitingNo);
    expect(ofQueue("PRIORITY")).toEqual([1, 2, 3]);
    expect(ofQueue("ORDINARY")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("are told with who stands before them, the priority queue in full", async () => {
    expect(await positionOf(1)).toMatchObject({
      ...{ queue: "ORDINARY", waitingNo: 1, position: 1, waiting: 9, onList: true },
      ahead: { ownQueue: 0, servedBefore: 3 },
      ...{ joined: { position: 1 }, moves: [] },
    });
    expect((await positionOf(4)).ahead).toEqual({ ownQueue: 1, servedBefore: 0 });
  });

  it("stay as they are when the same households join again and again at once", async () => {
    const { services } = line.api;
    const key = { jurisdiction: "350503", programme: "PRH", queue: "ORDINARY" } as const;
    const again = { ids, noticeDay: "2026-03-04", now: line.api.now(), isDue: () => false };
    await Promise.all(Array.from({ length: 5 }, () => joinWaitlist(services, key, again)));
    expect((await positionOf(11)).waitingNo).toBe(9);
  });
});

describe("a position", () => {
  it("moves up when someone in front withdraws or has a home, and says why", async () => {
    await move(1, "ALLOCATED");
    await move(2, "REJECTED");
    await line.api.tick();
    expect(await positionOf(5)).toMatchObject({
      ...{ waitingNo: 4, position: 2, waiting: 7 },
      moves: [
        {
          ...{ from: 4, to: 2 },
          because: expect.arrayContaining([
            { change: "LEFT", reason: "HOUSED", households: 1 },
            { change: "LEFT", reason: "NO_LONGER_QUALIFIED", households: 1 },
          ]) as unknown,
        },
      ],
    });
  });

  it("moves down again when they come back to their number", async () => {
    await move(1, "WAITLISTED");
    await line.api.tick();
    const { position, moves } = await positionOf(5);
    expect(position).toBe(3);
    expect(moves).toHaveLength(2);
    expect(moves[0]).toMatchObject({ from: 2, to: 3, because: [{ reason: "HOME_NOT_TAKEN" }] });
    expect(await positionOf(1)).toMatchObject({
      ...{ position: 1, onList: true },
      moves: [{ own: [{ change: "BACK" }] }, { own: [{ change: "LEFT", reason: "HOUSED" }] }],
    });
  });

  it("moves up when someone in front takes their application back over HTTP", async () => {
    const person = await line.api.as(people[3]?.key);
    const taken = await person.post(`/api/applications/${ids[3] ?? ""}/withdrawal`, {});
    expect(taken).toMatchObject({ status: 200, body: { state: "WITHDRAWN" } });
    await line.api.tick();
    const { position, moves } = await positionOf(5);
    expect(position).toBe(2);
    expect(moves[0]).toMatchObject({
      ...{ from: 3, to: 2 },
      because: [{ change: "LEFT", reason: "WITHDRAWN", households: 1 }],
    });
    expect(await positionOf(3)).toMatchObject({ onList: false, state: "WITHDRAWN" });
  });

  it("is the applicant's own: absent to others", async () => {
    const other = await line.api.as(people[3]?.key);
    expect((await other.get(`/api/applications/${ids[5] ?? ""}/waiting`)).status).toBe(404);
    const nobody = await line.api.as();
    expect((await nobody.get(`/api/applications/${ids[5] ?? ""}/waiting`)).status).toBe(401);
  });

  it("is not there before the publicity is over", async () => {
    const person = await line.api.as("tenant-chen");
    const id = await applied(person, formOf("tenant-chen"));
    expect(await person.get(`/api/applications/${id}/waiting`)).toMatchObject({
      status: 409,
      body: { type: "/problems/not-on-waiting-list", state: "SUBMITTED" },
    });
  });

  it("is paged by cursors that are one's own", async () => {
    const thief = await line.api.as(people[6]?.key);
    const answer = await thief.get(
      `/api/applications/${ids[6] ?? ""}/waiting?cursor=abc.${"0".repeat(64)}`,
    );
    expect(answer.status).toBe(400);
  });
});

describe("the public count", () => {
  it("is the same over the API and as a file, and names nobody", async () => {
    const nobody = await line.api.as();
    const answer = await nobody.get("/api/waiting-lists");
    const { lists } = Lists.parse(answer.body);
    expect(lists).toMatchObject([
      { queue: "ORDINARY", given: 9, away: 2, waiting: 7, servedBefore: ["PRIORITY"], moves: 3 },
      { queue: "PRIORITY", given: 3, away: 0, waiting: 3, servedBefore: [], moves: 0 },
    ]);
    expect(await fileOf("files/waiting/index.json")).toMatchObject({ lists });
    const numbers = await fileOf("files/waiting/350503-PRH-ORDINARY-1.json");
    // Each row is held to this shape: no member of it could name anyone.
    const { rows } = z.object({ rows: z.array(PublicPlace) }).parse(numbers);
    expect(rows.filter(({ waiting }) => !waiting).map(({ waitingNo }) => waitingNo)).toEqual([
      2, 3,
    ]);
    expect(rows).toHaveLength(9);
  });

  it("leaves nothing due behind it", async () => {
    expect(await line.api.tick()).toEqual({ done: 0, left: 0 });
  });
});

describe("the office's list", () => {
  const path = "/api/office/waiting-lists/350503/PRH/ORDINARY";

  it("gives places page by page, in order, none twice", async () => {
    const clerk = await line.api.as("clerk-fengze");
    const all: number[] = [];
    let next = "";
    do {
      const cursor = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
      const page = WaitingPlaces.parse((await clerk.get(`${path}?limit=4${cursor}`)).body);
      all.push(...page.places.map(({ waitingNo }) => waitingNo));
      next = page.next ?? "";
    } while (next !== "");
    expect(all).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("is empty to another district and forbidden to citizens", async () => {
    const jinjiang = await line.api.as("reviewer-jinjiang");
    expect((await jinjiang.get(path)).body).toEqual({ places: [] });
    const citizen = await line.api.as(people[0]?.key);
    expect((await citizen.get(path)).status).toBe(403);
  });
});
