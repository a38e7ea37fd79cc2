import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinWaitlist } from "../../../functions/steps/join-waitlist.ts";
import type { WaitlistKey } from "../../../shared/contract/waiting.ts";
import type { StoredApplication } from "../../../shared/store/applications.ts";
import { listPlaces } from "../../../shared/store/waitlists.ts";
import { everything } from "../../support/emulator.ts";
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
const key: WaitlistKey = { jurisdiction: "350503", programme: "PRH", queue: "ORDINARY" };

beforeAll(async () => {
  line = await startLine();
  for (const { key: person } of generated(50))
    ids.push(await applied(await line.api.as(person), formOf(person)));
  await reviewed(line.api, ids);
}, 120_000);
afterAll(() => line.stop());

const isDue = ({ state }: StoredApplication): boolean => state === "PUBLICITY";

describe("waiting numbers taken by many at once", () => {
  it("are given once each, without a gap, and again change nothing", async () => {
    const { services } = line.api;
    const joining = (some: readonly string[]) =>
      joinWaitlist(services, key, {
        ids: some,
        noticeDay: "2026-03-04",
        now: line.api.now(),
        isDue,
      });
    // Five runs over the same households, and parts of them, as a clock that ticks twice would.
    const runs = [ids, ids.slice(0, 20), ids.slice(15), ids, ids.slice(30)];
    const ended = await Promise.allSettled(runs.map(joining));
    // Whoever met the others too often gives up and comes again.
    if (ended.some(({ status }) => status === "rejected")) await joining(ids);
    await joining(ids);
    const places = await listPlaces(services.table, key, { after: 0, limit: 100 });
    expect(places.map(({ waitingNo }) => waitingNo)).toEqual(ids.map((_, at) => at + 1));
    expect(new Set(places.map(({ applicationId }) => applicationId))).toEqual(new Set(ids));
  });

  it("leave a chain of audit entries, one behind the other, for the list as for each case", async () => {
    const items = await everything(line.api.services.table);
    const chain = items
      .filter(
        ({ pk, sk }) => pk === "WAITLIST#350503#PRH#ORDINARY" && String(sk).startsWith("AUDIT#"),
      )
      .sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1));
    expect(chain.length).toBeGreaterThan(1);
    for (const [at, { prev }] of chain.entries())
      if (at > 0) expect(prev).toBe(chain[at - 1]?.hash);
  });
});
