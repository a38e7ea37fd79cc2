import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import type { Term } from "../../../shared/domain/filings/overlap.ts";
import type { Answered, Client } from "../../support/api.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import {
  aFlat,
  chenAlone,
  confirm,
  drafted,
  filed,
  filingOf,
  startLine,
  termsOf,
  type Line,
} from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let fengze: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, fengze] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as("reviewer-fengze"),
  ]);
});
afterAll(() => line.stop());

type Flat = ReturnType<typeof aFlat>;
type Span = readonly [from: string, until: string];

const leaseOf = (flat: Flat, [from, until]: Span, roomId?: string) =>
  aLease({
    unit: aUnit({ ...flat, ...(roomId !== undefined && { roomId }) }),
    signedOn: "2026-06-28",
    ...{ from, until },
  });

const YEAR_END: Span = ["2026-12-01", "2026-12-31"];
const ROOMS = ["A", "B", "C"];
/** Rooms let twice on some day, one by one. */
function doubles(terms: readonly Term[]): string[] {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (const { roomId, from, until } of terms)
    for (let day = from; day <= until; day = addDays(day, 1))
      for (const room of roomId === undefined ? ROOMS : [roomId]) {
        const cell = `${room} ${day}`;
        if (seen.has(cell)) twice.push(cell);
        seen.add(cell);
      }
  return twice;
}

/** Sends it again when the register was busy, as the answer asks. */
async function persistently(send: () => Promise<Answered>): Promise<Answered> {
  for (let round = 0; ; round++) {
    const answer = await send();
    if (answer.status !== 503 || round === 20) return answer;
  }
}

const submitNew = async (flat: Flat, span: Span, roomId?: string) => {
  const lease = { ...leaseOf(flat, span, roomId), contractDigest: "ab".repeat(32) };
  const { id } = await drafted(chen, chenAlone({ lease }));
  return { id, send: () => chen.post(`/api/filings/${id}/submit`, {}) };
};

describe("P4: fifty writers at once on the rooms of one flat", () => {
  it.each([1, 2, 3])(
    "with changes, renewals and early ends among them leave no day let twice (round %i)",
    async (round) => {
      const flat = aFlat();
      const base = (room: string) => ({
        lease: leaseOf(flat, ["2026-07-01", "2026-09-30"], room),
      });
      const [a, b, c] = await Promise.all(ROOMS.map((room) => filed({ lin, chen }, base(room))));
      if (!a || !b || !c) throw new Error("three leases");
      const post = (id: string, act: string, body: object) =>
        lin.post(`/api/filings/${id}/${act}`, body);
      const agreedOn = "2026-07-01";
      await post(a.id, "renewals", { agreedOn, until: "2026-11-30" });
      await post(b.id, "ends", { basis: "AGREEMENT", on: "2026-08-15" });
      await post(c.id, "changes", {
        ...{ agreedOn, effectiveOn: agreedOn },
        terms: { until: "2026-10-31" },
      });

      const spans: Span[] = [
        ["2026-10-01", "2026-10-31"],
        ["2026-08-16", "2026-09-30"],
        ["2026-11-01", "2026-12-31"],
        ["2026-08-16", "2026-12-31"],
        ["2026-12-01", "2027-01-31"],
      ];
      const news = await Promise.all(
        Array.from({ length: 47 }, (_, n) =>
          submitNew(
            flat,
            spans[(n * round) % spans.length] ?? YEAR_END,
            [undefined, ...ROOMS][n % 4],
          ),
        ),
      );
      const writers = [a, b, c].map(
        ({ id }) =>
          () =>
            confirm(chen, id),
      );
      const answers = await Promise.all(
        [...news.map(({ send }) => send), ...writers].map(persistently),
      );
      for (const { status } of answers) expect([201, 202, 409]).toContain(status);
      await line.api.tick();

      const standing = await termsOf(line, flat.flatId);
      expect(doubles(standing)).toEqual([]);
      const all = [...news.map(({ id }) => id), a.id, b.id, c.id];
      const filings = await Promise.all(all.map((id) => filingOf(chen, id)));
      for (const { id, state, lease, ended } of filings)
        if (state === "FILED")
          expect(standing.find(({ filingId }) => filingId === id)).toMatchObject({
            from: lease.from,
            until: ended?.on ?? lease.until,
          });
      // Each change is on record, or before a reviewer who cannot take it over another lease.
      await decideAll(filings);
      expect(doubles(await termsOf(line, flat.flatId))).toEqual([]);
    },
    120_000,
  );
});

/** Reviewers say yes to everything that waits: only what overlaps nothing goes through. */
async function decideAll(filings: Awaited<ReturnType<typeof filingOf>>[]): Promise<void> {
  await Promise.all(
    filings.map(async ({ id, state, pendingChange }) => {
      const path = `/api/office/filings/${id}`;
      const send = () =>
        state === "UNDER_REVIEW"
          ? fengze.post(`${path}/decision`, { decision: "FILE" })
          : fengze.post(`${path}/change-decision`, { decision: "TAKE" });
      if (state !== "UNDER_REVIEW" && pendingChange?.state !== "UNDER_REVIEW") return;
      const answer = await persistently(send);
      expect([200, 409]).toContain(answer.status);
    }),
  );
}

describe("P4: the whole flat against its rooms", () => {
  it("holds for a renewal of the whole flat over a room let after it, and the other way round", async () => {
    const flat = aFlat();
    const whole = await filed(
      { lin, chen },
      { lease: leaseOf(flat, ["2026-07-01", "2026-09-30"]) },
    );
    const room = await filed(
      { lin, chen },
      { lease: leaseOf(flat, ["2026-11-01", "2026-12-31"], "A") },
    );
    const renew = (id: string, until: string) =>
      lin.post(`/api/filings/${id}/renewals`, { agreedOn: "2026-07-01", until });
    expect((await renew(whole.id, "2026-11-01")).body).toMatchObject({ code: "V16" });
    expect((await renew(whole.id, "2026-10-31")).status).toBe(201);
    expect((await confirm(chen, whole.id)).status).toBe(201);
    const earlier = {
      ...{ agreedOn: "2026-07-01", effectiveOn: "2026-10-31" },
      terms: { from: "2026-10-31" },
    };
    expect((await lin.post(`/api/filings/${room.id}/changes`, earlier)).body).toMatchObject({
      code: "V16",
    });
  });

  it("holds when two renewals into the same days are confirmed at once", async () => {
    const flat = aFlat();
    const whole = await filed(
      { lin, chen },
      { lease: leaseOf(flat, ["2026-07-01", "2026-09-30"]) },
    );
    const room = await filed(
      { lin, chen },
      { lease: leaseOf(flat, ["2026-11-01", "2026-11-30"], "B") },
    );
    const proposals = [
      lin.post(`/api/filings/${whole.id}/renewals`, {
        agreedOn: "2026-07-01",
        until: "2026-10-31",
      }),
      lin.post(`/api/filings/${room.id}/changes`, {
        ...{ agreedOn: "2026-07-01", effectiveOn: "2026-10-15" },
        terms: { from: "2026-10-15" },
      }),
    ];
    for (const { status } of await Promise.all(proposals)) expect(status).toBe(201);
    await Promise.all([whole, room].map(({ id }) => persistently(() => confirm(chen, id))));
    await line.api.tick();
    expect(doubles(await termsOf(line, flat.flatId))).toEqual([]);
    const after = await Promise.all([whole, room].map(({ id }) => filingOf(chen, id)));
    expect(after.map(({ filedVersion = 0 }) => filedVersion).toSorted()).toEqual([1, 2]);
    const waiting = after.find(({ filedVersion }) => filedVersion === 1);
    expect(waiting?.pendingChange).toMatchObject({ state: "UNDER_REVIEW" });
    const path = `/api/office/filings/${String(waiting?.id)}/change-decision`;
    expect((await fengze.post(path, { decision: "TAKE" })).body).toMatchObject({ code: "V16" });
  });
});
