import { randomInt } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { BulletinDraw } from "../../../shared/contract/registers.ts";
import { readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";
import { issueOfNumber } from "./kl8-schedule.ts";
import { Refused, clockAt, required, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

const Draws = z.record(z.string(), BulletinDraw);

/** 20 of 80 without bias: the first twenty of a shuffle. */
function drawNumbers(): string {
  const balls = Array.from({ length: 80 }, (_, at) => String(at + 1).padStart(2, "0"));
  for (let at = 0; at < 20; at++) {
    const other = randomInt(at, 80);
    [balls[at], balls[other]] = [balls[other] ?? "", balls[at] ?? ""];
  }
  return balls.slice(0, 20).sort().join(",");
}

/** Other numbers, still well formed: what a bulletin that lies would show. */
function otherThan(numbers: string): string {
  const balls = numbers.split(",");
  const free = Array.from({ length: 80 }, (_, at) => String(at + 1).padStart(2, "0")).find(
    (ball) => !balls.includes(ball),
  );
  return [...balls.slice(1), free ?? ""].sort().join(",");
}

/**
 * The lottery's bulletin: `GET /kl8/{issue}` gives the numbers once the issue has been drawn, and
 * 404 before. With `?at=` (Unix seconds) it also refuses an issue whose drawing time is another.
 *
 * Numbers do not exist, here or anywhere, before the drawing time has passed by the clock; then
 * they are drawn, written down, and never change. The script's cases are issues.
 *
 * @param folder - keeps `kl8.json`
 * @throws Refusal when that file is damaged: what was published must not change
 */
export function bulletin(folder: string, clock: Clock): Simulator {
  const path = join(folder, "kl8.json");
  const drawn = readKept(path, (value) => Draws.parse(value)) ?? {};

  const draw = (issue: string, at: number): BulletinDraw => {
    const drawnAt = new Date(at * 1000).toISOString();
    const made: BulletinDraw = { game: "kl8", issue, numbers: drawNumbers(), drawnAt };
    writeDurably(path, `${JSON.stringify({ ...drawn, [issue]: made }, null, 1)}\n`);
    drawn[issue] = made;
    return made;
  };

  return {
    caseOf: (method, { path: asked }) =>
      method === "GET" ? /^\/kl8\/([0-9]{1,9})$/.exec(asked)?.[1] : undefined,

    answer: async (_method, { path: asked, query, verdict }) => {
      const issue = issueOfNumber(asked.slice("/kl8/".length));
      if (!issue) throw new Refused(404, "no-such-issue");
      const at = query.get("at");
      if (at !== null && at !== String(issue.at)) throw new Refused(404, "other-drawing-time");
      if ((await clock()) < issue.at * 1000) throw new Refused(404, "not-drawn-yet");
      // From here to the writing nothing else runs, so that two who ask at once see one draw.
      const found = drawn[issue.issue] ?? draw(issue.issue, issue.at);
      const numbers = verdict === "lie" ? otherThan(found.numbers) : found.numbers;
      return { status: 200, body: { ...found, numbers } };
    },
  };
}

if (import.meta.main) {
  await runSimulator(() =>
    bulletin(required("QUANJU_SIMULATOR_DATA"), clockAt(required("CLOCK_URL"))),
  );
}
