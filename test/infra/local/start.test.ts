import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "../../../infra/local/free-port.ts";
import { launch, processesAbout } from "../../support/running.ts";

const folders: string[] = [];
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "quanju-start-"));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const here = async (QUANJU_DATA: string) => ({ QUANJU_DATA, PORT: String(await freePort()) });

const Clock = z.object({ now: z.iso.datetime(), left: z.number().optional() });
const clockOf = async (origin: string, move?: object) => {
  const answer = await fetch(`${origin}/dev/clock`, {
    ...(move && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(move),
    }),
  });
  return { status: answer.status, body: answer.ok ? Clock.parse(await answer.json()) : undefined };
};

/** Everything that belongs to this folder has gone, within the time that an orderly end may take. */
async function expectNothingLeft(folder: string): Promise<void> {
  for (let tries = 0; tries < 50 && processesAbout(folder).length > 0; tries++) await wait(100);
  expect(processesAbout(folder)).toEqual([]);
}

describe("npm start", () => {
  it("serves, moves its clock, keeps data and keys over kill -9, and leaves nothing running", async () => {
    const folder = aFolder();
    const first = launch(await here(folder));
    const origin = await first.ready;
    expect(first.said()).toMatch(/^Quanju is ready at http:\/\/127\.0\.0\.1:\d+$/m);

    const health: unknown = await (await fetch(`${origin}/api/health`)).json();
    expect(health).toMatchObject({ status: "ok", table: "answers" });
    expect((await fetch(`${origin}/`)).status).toBe(200);
    const unknown = await fetch(`${origin}/api/nothing`);
    expect([unknown.status, unknown.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json",
    ]);

    const before = Date.parse((await clockOf(origin)).body?.now ?? "");
    const moved = await clockOf(origin, { advance: "P3D" });
    expect(Date.parse(moved.body?.now ?? "") - before).toBeGreaterThanOrEqual(3 * 86_400_000);
    expect(moved.body?.left).toBe(0);
    expect((await clockOf(origin, { now: new Date(before).toISOString() })).status).toBe(409);
    expect((await clockOf(origin, { advance: "3 days" })).status).toBe(400);
    expect((await clockOf(origin, { advance: "P1D", more: 1 })).status).toBe(400);

    const rival = launch(await here(folder));
    expect(await rival.exited).toBe(1);
    expect(rival.said()).toMatch(
      /^Another Quanju \(process \d+\) is running on the data in .*\.\n$/,
    );

    const policy = readFileSync(join(folder, "policy.json"), "utf8");
    expect(await (await fetch(`${origin}/policy.json`)).text()).toBe(policy);
    expect(statSync(join(folder, "kms.json")).mode & 0o777).toBe(0o600);

    const { pid } = z
      .object({ pid: z.number() })
      .parse(JSON.parse(readFileSync(join(folder, "instance.json"), "utf8")));
    process.kill(pid, "SIGKILL");
    await first.exited;
    const second = launch(await here(folder));
    const again = await second.ready;
    expect(readFileSync(join(folder, "policy.json"), "utf8")).toBe(policy);
    expect(Date.parse((await clockOf(again)).body?.now ?? "") - before).toBeGreaterThan(
      2.9 * 86_400_000,
    );

    second.child.kill("SIGTERM");
    expect(await second.exited).toBe(0);
    await expectNothingLeft(folder);
  }, 300_000);

  it("ends when its launcher is killed outright", async () => {
    const folder = aFolder();
    const running = launch(await here(folder));
    await running.ready;
    running.child.kill("SIGKILL");
    await expectNothingLeft(folder);
  }, 300_000);

  it("can be broken off while it starts", async () => {
    const folder = aFolder();
    const running = launch(await here(folder));
    while (!existsSync(join(folder, "lock"))) await wait(20);
    running.child.kill("SIGINT");
    expect(await running.exited).toBe(0);
    await expectNothingLeft(folder);
  }, 60_000);
});

describe("npm start refuses in one plain sentence and exit 1", () => {
  const refused = async (environment: Readonly<Record<string, string>>) => {
    const running = launch(environment);
    expect(await running.exited).toBe(1);
    const [sentence = "", ...rest] = running
      .said()
      .split("\n")
      .filter((line) => line !== "");
    expect(rest).toEqual([]);
    return sentence;
  };

  it("a port that is busy", async () => {
    const server = createServer();
    const { PORT, QUANJU_DATA } = await here(aFolder());
    await new Promise<void>((listening) => server.listen(Number(PORT), "127.0.0.1", listening));
    expect(await refused({ PORT, QUANJU_DATA })).toBe(
      `Port ${PORT} is busy: stop what listens there, or set PORT to another one.`,
    );
    server.close();
  }, 60_000);

  it("a port that is none", async () => {
    expect(await refused({ PORT: "many", QUANJU_DATA: aFolder() })).toMatch(/^PORT is a number/);
  }, 60_000);

  it("a data folder that cannot be written", async () => {
    expect(await refused(await here("/proc/quanju"))).toMatch(
      /^The data folder \/proc\/quanju cannot/,
    );
  }, 60_000);

  it("a data file that is no database, or was cut short in its header", async () => {
    for (const content of ["not a database at all", "SQLite format 3\0 and then nonsense"]) {
      const folder = aFolder();
      writeFileSync(join(folder, "table.db"), content);
      expect(await refused(await here(folder))).toContain("table.db");
    }
  }, 60_000);

  it("damaged keys, clock or place in the stream", async () => {
    for (const file of ["kms.json", "clock.json"]) {
      const folder = aFolder();
      writeFileSync(join(folder, file), "{");
      expect(await refused(await here(folder))).toMatch(/^The file .* is damaged/);
    }
  }, 300_000);

  it("a file where the folder should be", async () => {
    const folder = aFolder();
    mkdirSync(join(folder, "x"));
    writeFileSync(join(folder, "x", "file"), "");
    expect(await refused(await here(join(folder, "x", "file")))).toContain("cannot be written");
  }, 60_000);
});

describe("the launcher", () => {
  it("says its commands when it is given none that it knows", async () => {
    const running = launch({}, "fly");
    expect(await running.exited).toBe(1);
    expect(running.said()).toMatch(/^Usage: .*start\|test\|check/);
  });
});
