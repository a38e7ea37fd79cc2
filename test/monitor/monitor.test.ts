import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runMonitor } from "../../infra/monitor/command.ts";
import { root } from "../../infra/paths.ts";
import { cosign } from "../../shared/domain/draws/checkpoint.ts";
import { documentText } from "../../shared/domain/draws/documents.ts";
import { publicKeyOf, signerOf } from "../../shared/domain/draws/ed25519.ts";
import { rulesDigest, rulesText } from "../../shared/domain/draws/rules-file.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import {
  COSIGNER_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";
import { headOf, logVkey, startSite, type Site } from "../support/a-log.ts";

const cosignerSeed = new Uint8Array(32).fill(9);
const cosignerVkey = verifierKeyText("press.example", COSIGNER_KEY, publicKeyOf(cosignerSeed));

let site: Site;
let folder: string;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());
beforeEach(() => {
  site.files.clear();
  folder = mkdtempSync(join(tmpdir(), "quanju-monitor-"));
  const policy = { log: logVkey, cosigners: [cosignerVkey], threshold: 1 };
  site.files.set("/policy.json", JSON.stringify(policy));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The command; its lines joined. */
async function monitor(...args: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const state = join(folder, "state.json");
  const code = await runMonitor([site.url, "--state", state, ...args], say, say);
  return { code, out: lines.join("\n") };
}

const run = promisify(execFile);

async function cosignature(entries: readonly string[], seed = cosignerSeed): Promise<string> {
  const key = readVerifierKey(cosignerVkey, COSIGNER_KEY);
  if (!key) throw new Error("no key");
  const time = Math.floor(Date.now() / 1000);
  return cosign(await headOf(entries), key, { time, sign: signerOf(seed) });
}
const publish = async (entries: readonly string[]): Promise<void> =>
  site.publish(entries, await cosignature(entries));
const some = (count: number, tag = "entry"): string[] =>
  Array.from({ length: count }, (_, at) => `${tag} ${String(at)}`);

describe("a monitor of an honest log", () => {
  it("says how it grew, remembers it in a file of its own, and ends with 0", async () => {
    await publish(some(3));
    const first = await monitor();
    expect([first.code, first.out.includes("OK size 3")]).toEqual([0, true]);
    await publish(some(300));
    expect((await monitor()).out).toMatch(/^OK size 300 \(\+297\)/);
    // The partial tiles of earlier sizes may be deleted once the full one is there.
    for (const path of site.files.keys())
      if (path.includes("/000.p/") && !path.includes("/1/")) site.files.delete(path);
    await publish(some(301));
    expect((await monitor()).out).toMatch(/^OK size 301 \(\+1\)/);
    expect(statSync(join(folder, "state.json")).mode & 0o777).toBe(0o600);
  });

  it("does the same as a program of its own, with the code that a shell reads", async () => {
    await publish(some(3));
    const program = join(root, "infra", "monitor", "main.ts");
    const args = [program, site.url, "--state", join(folder, "state.json")];
    expect((await run(process.execPath, args)).stdout).toMatch(/OK size 3/);
    await publish(some(2));
    const { code, stdout } = (await run(process.execPath, args).catch(
      (error: unknown) => error as { code: number; stdout: string },
    )) as { code: number; stdout: string };
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^ALARM shrunken from 3 to 2/)]);
  });

  it("gives no verdict while nothing can be reached, and refuses wrong commands", async () => {
    expect((await monitor()).code).toBe(3);
    expect((await monitor("--every", "0")).code).toBe(2);
    writeFileSync(join(folder, "state.json"), "{}");
    expect((await monitor()).code).toBe(2);
  });
});

describe("a monitor of a log that is altered", () => {
  /** Seen once as it was; then as altered. */
  async function altered(alter: () => Promise<void> | void, first = some(300)) {
    await publish(first);
    expect((await monitor()).code).toBe(0);
    await alter();
    const { code, out } = await monitor();
    expect(code).toBe(1);
    expect(readdirSync(folder).some((name) => name.includes("alarm"))).toBe(true);
    // What it remembered still stands: the next look finds the same again.
    expect((await monitor()).code).toBe(1);
    return /^ALARM (\S+)/m.exec(out)?.[1];
  }
  const resigned = async (entries: readonly string[]) => {
    site.files.set("/log/checkpoint", (await headOf(entries)) + (await cosignature(entries)));
  };

  it("reports a shrunken tree", async () => {
    expect(await altered(() => publish(some(299)))).toBe("shrunken");
  });

  it("reports another head of the same size", async () => {
    expect(await altered(() => publish([...some(299), "other"]))).toBe("fork");
  });

  it("reports a rewritten history under a larger, well signed head", async () => {
    const rewritten = ["other", ...some(301).slice(1)];
    expect(await altered(() => publish(rewritten))).toBe("file-changed");
    // Were the changed files not remembered, the root of the size seen before still tells.
    site.files.clear();
    rmSync(join(folder, "state.json"));
    site.files.set(
      "/policy.json",
      JSON.stringify({ log: logVkey, cosigners: [cosignerVkey], threshold: 1 }),
    );
    await publish(some(3));
    await monitor();
    const state = join(folder, "state.json");
    const memory = JSON.parse(readFileSync(state, "utf8")) as object;
    writeFileSync(state, JSON.stringify({ ...memory, files: {} }));
    await publish(["other", ...some(4).slice(1)]);
    expect((await monitor()).out).toMatch(/^ALARM history-rewritten/);
  });

  it("reports a changed or missing tile", async () => {
    const tile = "/log/tile/0/000";
    const spoil = () => {
      const bytes = Uint8Array.from(Buffer.from(site.files.get(tile) ?? ""));
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      site.files.set(tile, bytes);
    };
    expect(await altered(spoil)).toBe("file-changed");
  });

  it("reports a tile that is gone, and one that was wrong from the start", async () => {
    expect(await altered(() => void site.files.delete("/log/tile/0/000"))).toBe("file-gone");
    rmSync(join(folder, "state.json"));
    await publish(some(5));
    site.files.set("/log/tile/0/000.p/5", new Uint8Array(160));
    expect((await monitor()).out).toMatch(/^ALARM tile-wrong|\nALARM tile-wrong/);
  });

  it("reports a bad signature of the log, or of a cosigner, or too few", async () => {
    const forged = () => headOf(some(300), new Uint8Array(32).fill(8));
    const serve = async (head: string) => void site.files.set("/log/checkpoint", head);
    expect(await altered(async () => serve(await forged()))).toBe("log-signature");
    await resigned(some(300));
    const bad = await cosignature(some(300), new Uint8Array(32).fill(8));
    expect(await altered(async () => serve((await headOf(some(300))) + bad))).toBe("cosignatures");
    expect(await altered(async () => serve(await headOf(some(300))))).toBe("cosignatures");
    expect(await altered(() => serve("nothing\n"))).toBe("checkpoint-malformed");
    expect(await altered(() => void site.files.delete("/log/checkpoint"))).toBe("checkpoint-gone");
  });

  it("follows a log until it is rewritten, and then ends with 1", async () => {
    await publish(some(2));
    const following = monitor("--every", "1");
    setTimeout(() => void publish(["x", "y"]), 1_500);
    const { code, out } = await following;
    expect(code).toBe(1);
    expect(out).toMatch(/OK size 2[^]*ALARM (file-changed|fork)/);
  });
});

describe("what a monitor reads in the documents", () => {
  const rules = (drawId: string) =>
    rulesText({ project: "QZ", drawId, replaces: null }, "home\tA\tH1\tFLAT0001\tx");
  const notice = (drawId: string, revealBy: number) => {
    const text = rules(drawId);
    site.files.set(`/files/draws/${drawId}/rules.txt`, text);
    return documentText({
      ...{ type: "pvl1/notice", drawId, suite: "PVL1-SHA256", title: drawId },
      ...{ rules: rulesDigest(sha256Suite, text), freezeBy: revealBy - 1800, revealBy },
      ...{ pools: [], options: { score: false, weight: false, link: false } },
      ...{ sources: [], minWitness: 2, fallback: null },
    });
  };
  const soon = Math.floor(Date.now() / 1000) + 1000;

  it("raises the alarm for a second notice of one draw", async () => {
    await publish([notice("draw-1", soon)]);
    expect((await monitor()).code).toBe(0);
    await publish([notice("draw-1", soon), notice("draw-1", soon + 1)]);
    expect((await monitor()).out).toMatch(/^ALARM document second-notice/);
  });

  it("warns of a second draw for the same flats, unless the first was void", async () => {
    await publish([notice("draw-1", soon), notice("draw-2", soon)]);
    expect((await monitor()).out).toMatch(/WARN draw-2 is announced for FLAT0001, which draw-1/);
    rmSync(join(folder, "state.json"));
    await publish([notice("draw-1", soon - 2000), notice("draw-2", soon)]);
    expect((await monitor()).out).not.toMatch(/WARN/);
  });

  it("warns of rules that are missing or are not those announced", async () => {
    const entry = notice("draw-1", soon);
    site.files.set("/files/draws/draw-1/rules.txt", rules("draw-2"));
    await publish([entry]);
    expect((await monitor()).out).toMatch(/WARN draw-1 has another rules file/);
  });
});
