import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Buckets } from "../../../infra/local/buckets.ts";
import { StaticFiles } from "../../../infra/local/static-files.ts";
import { memoryFiles } from "../../support/api.ts";
import { done, readyToDraw, schemeNamed, waitingHouseholds } from "../../functions/draws/story.ts";
import { startWorld, type World } from "../../functions/draws/world.ts";
import { runMonitor } from "../../../infra/monitor/command.ts";

/** Every path that was written, so that the bucket can be laid out as the front door serves it. */
const paths = new Set<string>();
const files = memoryFiles();
const folder = mkdtempSync(join(tmpdir(), "quanju-static-"));
let world: World;
let origin = "";
const server = createServer();

beforeAll(async () => {
  world = await startWorld({
    files: {
      ...files,
      write: (path, body, type) => {
        paths.add(path);
        return files.write(path, body, type);
      },
    },
  });
  const households = await waitingHouseholds(world, 2);
  const scheme = schemeNamed(world, "static-001");
  await readyToDraw(world, scheme, households);
  done(await (await world.as("notary")).post("/api/office/draws/static-001/result", undefined));
  writeFileSync(join(folder, "policy.json"), JSON.stringify(world.policyFile));
  mkdirSync(join(folder, "portal"));
  const buckets = new Buckets(join(folder, "buckets"), ["public"]);
  for (const path of paths) {
    const bytes = Buffer.from((await files.read(path)) ?? []);
    const about = { contentType: "application/octet-stream" };
    await buckets.write("public", path, { bytes, about, onlyNew: false });
  }
  // The front door without anything behind it: neither gateway nor functions nor table.
  const front = new StaticFiles({
    buckets,
    bucket: "public",
    portal: join(folder, "portal"),
    folder,
  });
  server.on("request", (request, response) => {
    void front.handle(request, response).then((served) => {
      if (!served) response.writeHead(503).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}, 120_000);
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await world.stop();
  rmSync(folder, { recursive: true });
});

describe("with the API stopped", () => {
  it("everything of a draw is served, and its log can be followed", async () => {
    expect((await fetch(`${origin}/api/draws/static-001`)).status).toBe(503);
    const base = `${origin}/files/draws/static-001`;
    const names = ["rules.txt", "roster.csv", "roster-v1.csv", "ranking.csv", "bundle.json"];
    const more = ["live.json", "checkpoints.json", "winners.json", "results/index.json"];
    for (const name of [...names, ...more, "texts/result.zh.txt", "texts/roster-v1.en.txt"])
      expect((await fetch(`${base}/${name}`)).status, name).toBe(200);
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const state = ["--state", join(folder, "state.json"), "--clock", `${world.origin}/dev/clock`];
    expect(await runMonitor([origin, ...state], say, say), lines.join("\n")).toBe(0);
  });
});
