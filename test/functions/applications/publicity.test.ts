import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applied, formOf, generated, progressOf, reviewed, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const DAY = 86_400_000;

describe("the end of publicity", () => {
  it("gives 30 households of one day consecutive numbers, in the order they applied", async () => {
    const { api } = line;
    const people = generated(30);
    const ids: string[] = [];
    for (const { key } of people) ids.push(await applied(await api.as(key), formOf(key)));
    await reviewed(api, ids);
    await api.moveTo("2026-03-13T16:00:00.000Z");
    const numbers = await Promise.all(
      ids.map(async (id, at) => {
        const client = await api.as(people[at]?.key);
        return (await progressOf(client, id)).waitingNo;
      }),
    );
    // All applied at one instant of the clock: the order is then that of their ids.
    expect(numbers.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
  });

  it("goes on with the next numbers for those of later days, the earlier notice first", async () => {
    const { api } = line;
    const people = generated(36).slice(30);
    const start = api.now();
    const ids: string[] = [];
    for (const [day, half] of [people.slice(0, 3), people.slice(3)].entries()) {
      await api.moveTo(new Date(start + day * 3 * DAY).toISOString());
      const those: string[] = [];
      for (const { key } of half) those.push(await applied(await api.as(key), formOf(key)));
      await reviewed(api, those);
      ids.push(...those);
    }
    await api.moveTo("2026-05-01T00:00:00.000Z");
    const numbers = await Promise.all(
      ids.map(async (id, at) => {
        const client = await api.as(people[at]?.key);
        return (await progressOf(client, id)).waitingNo ?? 0;
      }),
    );
    expect(numbers.slice(0, 3).toSorted()).toEqual([31, 32, 33]);
    expect(numbers.slice(3).toSorted()).toEqual([34, 35, 36]);
  });

  it("changes nothing when the clock comes again", async () => {
    expect(await line.api.tick()).toEqual({ done: 0, left: 0 });
    const bytes = await line.api.services.publicFiles.read("files/notices/index.json");
    const Index = z.object({ notices: z.array(z.object({ file: z.string() })) });
    const { notices } = Index.parse(JSON.parse(Buffer.from(bytes ?? []).toString("utf8")));
    expect(notices).toHaveLength(3);
  });
});
