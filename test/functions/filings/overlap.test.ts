import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { aUnit } from "../../support/builders/lease.ts";
import { aFlat, chenAlone, drafted, filingOf, startLine, type Line } from "./line.ts";

let line: Line;
let chen: Client;
let reviewer: Client;

beforeAll(async () => {
  line = await startLine();
  [chen, reviewer] = await Promise.all([
    line.api.as("tenant-chen"),
    line.api.as("reviewer-fengze"),
  ]);
});
afterAll(() => line.stop());

/** Chen's lease of this flat, or of one room of it, for this term. */
const leaseOf = (
  flat: ReturnType<typeof aFlat>,
  [from, until]: readonly [string, string],
  roomId?: string,
): FilingDraft => {
  const draft = chenAlone();
  const unit = aUnit({ ...flat, ...(roomId !== undefined && { roomId }) });
  return { ...draft, lease: { ...draft.lease, unit, from, until } };
};

const submit = (id: string) => chen.post(`/api/filings/${id}/submit`, {});

const file = async (draft: FilingDraft) => {
  const { id } = await drafted(chen, draft);
  const answer = await submit(id);
  return answer.status === 202 ? (await filingOf(chen, id)).state : answer.body.type;
};

const YEAR = ["2026-07-01", "2027-06-30"] as const;
const REFUSED = "/problems/overlapping-filing";

describe("a term that meets another of the same flat", () => {
  it("is refused (V16) when only its first day is the other's last", async () => {
    const flat = aFlat();
    expect(await file(leaseOf(flat, YEAR))).toBe("FILED");
    expect(await file(leaseOf(flat, ["2027-06-30", "2028-06-29"]))).toBe(REFUSED);
    expect(await file(leaseOf(flat, ["2027-07-01", "2028-06-30"]))).toBe("FILED");
  });

  it("is refused as a room of a flat let whole, and the flat whole over a room of it", async () => {
    const whole = aFlat();
    expect(await file(leaseOf(whole, YEAR))).toBe("FILED");
    expect(await file(leaseOf(whole, YEAR, "A"))).toBe(REFUSED);
    const shared = aFlat();
    expect(await file(leaseOf(shared, YEAR, "A"))).toBe("FILED");
    expect(await file(leaseOf(shared, YEAR, "B"))).toBe("FILED");
    expect(await file(leaseOf(shared, YEAR, "A"))).toBe(REFUSED);
    expect(await file(leaseOf(shared, YEAR))).toBe(REFUSED);
  });
});

describe("fifty leases of one flat submitted at once", () => {
  it("end with one on record, and no reviewer can file another", async () => {
    const flat = aFlat();
    const rooms = [undefined, "A", "B"];
    const ids = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const from = `2026-${String(7 + (n % 6)).padStart(2, "0")}-01`;
        return (await drafted(chen, leaseOf(flat, [from, "2027-06-30"], rooms[n % 3]))).id;
      }),
    );
    const answers = await Promise.all(ids.map(submit));
    for (const { status } of answers) expect([202, 409]).toContain(status);

    const standing = await Promise.all(ids.map((id) => filingOf(chen, id)));
    const filed = standing.filter(({ state }) => state === "FILED");
    expect(filed.length).toBeGreaterThanOrEqual(1);
    for (const one of filed)
      for (const other of filed)
        if (one !== other) {
          const [here, there] = [one.lease.unit.roomId, other.lease.unit.roomId];
          expect(here !== undefined && there !== undefined && here !== there).toBe(true);
        }
    const terms = (await everything(line.api.services.table)).filter(
      ({ pk, sk }) => pk === `FLAT#${flat.flatId}` && String(sk).startsWith("TERM#"),
    );
    expect(terms).toHaveLength(filed.length);

    const waiting = standing.filter(({ state }) => state === "UNDER_REVIEW");
    expect(waiting.length).toBeGreaterThan(0);
    for (const { checks = [] } of waiting)
      expect(checks.find(({ name }) => name === "overlap")).toMatchObject({
        verdict: "disagree",
        code: "V16",
      });
    const words = await Promise.all(
      waiting.map(({ id }) =>
        reviewer.post(`/api/office/filings/${id}/decision`, { decision: "FILE" }),
      ),
    );
    for (const word of words) expect(word).toMatchObject({ status: 409, body: { type: REFUSED } });
  }, 60_000);
});
