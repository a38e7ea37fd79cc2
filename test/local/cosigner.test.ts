import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { NoticeDocument } from "../../shared/contract/draw.ts";
import {
  cosignatureTimes,
  openCheckpoint,
  signCheckpoint,
} from "../../shared/domain/draws/checkpoint.ts";
import { consistencyProof } from "../../shared/domain/draws/consistency.ts";
import { digestOf, documentText } from "../../shared/domain/draws/documents.ts";
import { publicKeyOf, signerOf } from "../../shared/domain/draws/ed25519.ts";
import { concat, toBase64, utf8 } from "../../shared/domain/draws/encoding.ts";
import { leafHash, merkleTree } from "../../shared/domain/draws/merkle.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { buildRoster, readRoster, rosterSummary } from "../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { appendToLog, emptyLog } from "../../shared/domain/draws/tiles.ts";
import {
  COSIGNER_KEY,
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";
import { isProofOfGrowth } from "../../infra/local/cosigner/consistency.ts";
import { createCosigner } from "../../infra/local/cosigner/cosigner.ts";
import { Unreachable, publicFiles } from "../../infra/local/cosigner/public-files.ts";
import type { PublicFiles } from "../../infra/local/cosigner/public-files.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "quanju-cosigner-"));
  folders.push(folder);
  return folder;
};

const origin = "log.quanju.local/log";
const seed = new Uint8Array(32).fill(7);
const logVkey = verifierKeyText(origin, NOTE_KEY, publicKeyOf(seed));
const logKey = readVerifierKey(logVkey, NOTE_KEY);
if (!logKey) throw new Error("no log key");

const leavesOf = (entries: readonly string[]): Uint8Array =>
  concat(...entries.map((entry) => leafHash(sha256Suite, utf8(entry))));
const rootOf = (entries: readonly string[]): Uint8Array =>
  merkleTree(sha256Suite, leavesOf(entries)).root;
const headOf = (entries: readonly string[], key = seed): Promise<string> =>
  signCheckpoint({ size: entries.length, root: rootOf(entries) }, logKey, signerOf(key));

const requestFor = async (entries: readonly string[], old: number): Promise<string> => {
  const proof = consistencyProof(leavesOf(entries), old).map((hash) => `${toBase64(hash)}\n`);
  return `old ${old}\n${proof.join("")}\n${await headOf(entries)}`;
};

/** What the platform publishes, as a test wants it. */
class World {
  log: string[] = [];
  rosters = new Map<string, string>();
  bulletin: { value: string; at: number } | undefined;
  isDown = false;
  now = 1_800_000_000;

  readonly files: PublicFiles = {
    entries: (from, size) => this.whenUp(() => this.log.slice(from, size)),
    roster: (drawId, version) => this.whenUp(() => this.rosters.get(`${drawId}-v${version}`)),
    bulletin: () => this.whenUp(() => this.bulletin),
  };
  private whenUp<T>(read: () => T): Promise<T> {
    return this.isDown ? Promise.reject(new Unreachable("down")) : Promise.resolve(read());
  }
}

const cosignerIn = (folder: string, world: World) =>
  createCosigner({
    ...{ name: "notary.quanju.local/cosigner", folder, logVkey, logOrigin: origin },
    ...{ files: world.files, clock: () => Promise.resolve(world.now * 1000) },
  });

let world: World;
let folder: string;
let cosigner: ReturnType<typeof cosignerIn>;
beforeEach(() => {
  world = new World();
  folder = newFolder();
  cosigner = cosignerIn(folder, world);
});

/** Publishes these entries as the log, and asks for a cosignature from where the cosigner stands. */
const grow = async (entries: readonly string[]) => {
  world.log = [...entries];
  return cosigner.addCheckpoint(await requestFor(entries, cosigner.head().size));
};

const timeIn = async (entries: readonly string[], lines: string): Promise<number | undefined> => {
  const checkpoint = openCheckpoint((await headOf(entries)) + lines, logKey);
  const key = readVerifierKey(cosigner.vkey, COSIGNER_KEY);
  return checkpoint && key && cosignatureTimes(checkpoint.note, [key])?.[0];
};

const entries = (count: number, tag = "entry"): string[] =>
  Array.from({ length: count }, (_, at) => `${tag} ${at}`);

describe("a cosigner", () => {
  it("signs a head that it recomputed, with the time of the clock", async () => {
    const { status, body } = await grow(entries(3));
    expect(status).toBe(200);
    expect(await timeIn(entries(3), body)).toBe(world.now);
    expect(cosigner.vkey).toMatch(/^notary\.quanju\.local\/cosigner\+[0-9a-f]{8}\+B/);
    for (const size of [4, 255, 256, 257, 600]) {
      world.now += 60;
      const grown = await grow(entries(size));
      expect(grown.status).toBe(200);
      expect(await timeIn(entries(size), grown.body)).toBe(world.now);
    }
  });

  it("signs the same head again, and never with an earlier time", async () => {
    await grow(entries(3));
    const before = world.now;
    world.now -= 1000;
    const again = await grow(entries(3));
    expect(again.status).toBe(200);
    expect(await timeIn(entries(3), again.body)).toBe(before);
  });

  it("remembers, after a restart, its key, where it stood and when", async () => {
    await grow(entries(300));
    const { vkey } = cosigner;
    const head = cosigner.head();
    cosigner = cosignerIn(folder, world);
    expect(cosigner.vkey).toBe(vkey);
    expect(cosigner.head()).toEqual(head);
    expect((await grow(entries(301))).status).toBe(200);
    for (const name of ["key.json", "state.json"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it("says where it stands when the log believes otherwise", async () => {
    await grow(entries(3));
    world.log = entries(5);
    for (const old of [0, 2, 4]) {
      expect(await cosigner.addCheckpoint(await requestFor(entries(5), old))).toEqual({
        status: 409,
        body: "3\n",
        contentType: "text/x.tlog.size",
      });
    }
    expect((await cosigner.addCheckpoint(await requestFor(entries(2), 0))).status).toBe(409);
  });

  it("signs no fork, of the same size or larger, even with a proof that fits", async () => {
    await grow(entries(3));
    const fork = ["entry 0", "entry 1", "other"];
    expect((await grow(fork)).status).toBe(409);
    expect((await grow([...fork, "entry 3"])).status).toBe(422);
    // A right head, but the published entries are others.
    const { proof } = { proof: await requestFor(entries(4), 3) };
    world.log = [...entries(3), "other"];
    expect((await cosigner.addCheckpoint(proof)).status).toBe(422);
    expect(cosigner.head().size).toBe(3);
  });

  it("refuses requests as tlog-witness says", async () => {
    world.log = entries(2);
    const good = await requestFor(entries(2), 0);
    const head = await headOf(entries(2));
    const statusOf = async (body: string) => (await cosigner.addCheckpoint(body)).status;
    for (const bad of [
      "",
      "old 0",
      "old 00\n\n" + head,
      "old -1\n\n" + head,
      "old 0\nAA==\n\n" + head,
    ]) {
      expect(await statusOf(bad)).toBe(400);
    }
    expect(await statusOf(`old 3\n\n${head}`)).toBe(400);
    expect(await statusOf(good.replaceAll(origin, "other.local/log"))).toBe(404);
    const forged = await headOf(entries(2), new Uint8Array(32).fill(8));
    expect(await statusOf(`old 0\n\n${forged}`)).toBe(403);
    expect(await statusOf(`old 0\n${toBase64(rootOf(entries(1)))}\n\n${head}`)).toBe(422);
    world.isDown = true;
    expect(await statusOf(good)).toBe(503);
    world.isDown = false;
    expect(await statusOf(good)).toBe(200);
  });

  it("answers one after another: of two next heads at once, both stand on each other or one waits", async () => {
    world.log = entries(2);
    const [one, two] = await Promise.all([
      cosigner.addCheckpoint(await requestFor(entries(1), 0)),
      cosigner.addCheckpoint(await requestFor(entries(2), 0)),
    ]);
    expect([one.status, two.status]).toEqual([200, 409]);
    expect(two.body).toBe("1\n");
  });

  it("does not start on a memory that is damaged, or for a log that is not the one named", () => {
    writeFileSync(join(folder, "state.json"), `{"size":3}`);
    expect(() => cosignerIn(folder, world)).toThrow(/damaged/);
    expect(() =>
      createCosigner({
        ...{ name: "a", folder: newFolder(), logVkey, logOrigin: "b", files: world.files },
        clock: () => Promise.resolve(0),
      }),
    ).toThrow(/LOG_VKEY/);
  });
});

const witnessKey = (n: number): string =>
  verifierKeyText(`witness-${n}`, NOTE_KEY, publicKeyOf(new Uint8Array(32).fill(n)));

const notice: NoticeDocument = {
  type: "pvl1/notice",
  drawId: "fz-2026-01",
  suite: "PVL1-SHA256",
  title: "丰泽区 2026 年第 1 批",
  rules: "ab".repeat(32),
  freezeBy: 1_800_300_000,
  revealBy: 1_800_310_000,
  pools: [{ id: "A", units: 1, spill: "-" }],
  options: { score: false, weight: false, link: false },
  sources: [
    ...[1, 2, 3].map((n) => ({
      ...{ id: `w${n}`, kind: "witness" as const, role: "notary", vkey: witnessKey(n) },
    })),
    { id: "kl8", kind: "public", game: "kl8", issue: "2027015", at: 1_800_320_000 },
  ],
  minWitness: 2,
  fallback: null,
};
const noticeEntry = documentText(notice);

const rosterOf = (receipts: readonly string[]): string => {
  const text = buildRoster(
    receipts.map((receipt) => ({ receipt, pools: ["A"], commit: "cd".repeat(32) })),
    notice,
  );
  if (isRefusal(text)) throw new Error("no roster");
  return text;
};
const freezeOf = (text: string, version: number): string => {
  const roster = readRoster(text, notice);
  if (isRefusal(roster)) throw new Error("no roster");
  return documentText({
    ...{ type: "pvl1/freeze", drawId: notice.drawId, version, commits: [] },
    notice: digestOf(sha256Suite, noticeEntry),
    roster: rosterSummary(sha256Suite, roster, notice),
  });
};
const first = rosterOf(["AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB"]);
const second = rosterOf(["AAAAAAAAAAAAAAAA"]);
const numbers = "01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20";
const resultEntry = documentText({
  ...{ type: "pvl1/result", drawId: notice.drawId, freeze: "00".repeat(32) },
  ...{ reveals: "00".repeat(32), failure: null, seed: "00".repeat(32), poolKeys: {} },
  values: [{ id: "kl8", value: `kl8:2027015:${numbers}` }],
  ...{ ranking: { count: 0, root: "00".repeat(32) }, pools: [] },
});

describe("a cosigner of draws", () => {
  it("signs a freeze whose roster it recomputed, and no other", async () => {
    await grow([noticeEntry]);
    const frozen = [noticeEntry, freezeOf(first, 1)];
    expect(await grow(frozen)).toMatchObject({ status: 422, body: "roster-missing\n" });
    for (const wrong of [second, first.replace("AAAA", "AAAB"), `${first}junk`]) {
      world.rosters.set("fz-2026-01-v1", wrong);
      expect(await grow(frozen)).toMatchObject({ status: 422, body: "roster-differs\n" });
    }
    world.rosters.set("fz-2026-01-v1", first);
    expect((await grow(frozen)).status).toBe(200);
  });

  it("signs again once a later version is right, or freezeBy is past", async () => {
    const wrong = [noticeEntry, freezeOf(first, 1)];
    world.rosters.set("fz-2026-01-v1", second);
    expect((await grow(wrong)).status).toBe(422);
    world.rosters.set("fz-2026-01-v2", second);
    expect((await grow([...wrong, freezeOf(second, 2)])).status).toBe(200);

    cosigner = cosignerIn(newFolder(), world);
    world.now = notice.freezeBy + 1;
    expect((await grow(wrong)).status).toBe(200);
  });

  it("signs one notice for a draw, also when the first came before a restart", async () => {
    const again = documentText({ ...notice, title: "again" });
    expect(await grow([noticeEntry, again])).toMatchObject({
      status: 422,
      body: "second-notice\n",
    });
    await grow([noticeEntry]);
    cosigner = cosignerIn(folder, world);
    expect((await grow([noticeEntry, again])).body).toBe("second-notice\n");
    expect(
      (await grow([noticeEntry, documentText({ ...notice, drawId: "fz-2026-02" })])).status,
    ).toBe(200);
  });

  it("signs no freeze without its notice, and no failure without evidence", async () => {
    world.rosters.set("fz-2026-01-v1", first);
    expect((await grow([freezeOf(first, 1)])).body).toBe("freeze-without-notice\n");
    const failure = documentText({
      ...{ type: "pvl1/failure", drawId: notice.drawId, freeze: "00".repeat(32) },
      ...{ source: "kl8", round: 1, observedAt: 1 },
    });
    expect((await grow([noticeEntry, failure])).body).toBe("failure-without-evidence\n");
  });

  it("signs a result whose numbers and drawing time are the bulletin's", async () => {
    await grow([noticeEntry]);
    const log = [noticeEntry, resultEntry];
    expect((await grow(log)).body).toBe("number-differs-from-bulletin\n");
    world.bulletin = { value: `kl8:2027015:${numbers}`, at: 1_800_320_001 };
    expect((await grow(log)).status).toBe(422);
    world.bulletin = { value: `kl8:2027015:${numbers.replace("20", "21")}`, at: 1_800_320_000 };
    expect((await grow(log)).status).toBe(422);
    world.bulletin = { value: `kl8:2027015:${numbers}`, at: 1_800_320_000 };
    expect((await grow(log)).status).toBe(200);
  });
});

describe("a proof that a log grew", () => {
  it("holds as the domain makes it, for every pair of sizes, and not when changed", () => {
    const size = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(size, size, fc.nat(), (a, b, pick) => {
        const [small, large] = a <= b ? [a, b] : [b, a];
        const all = entries(large);
        const proof = consistencyProof(leavesOf(all), small);
        const from = { size: small, root: rootOf(all.slice(0, small)) };
        const to = { size: large, root: rootOf(all) };
        expect(isProofOfGrowth(proof, from, to)).toBe(true);
        if (small > 0 && small < large) {
          const other = { size: large, root: rootOf([...all.slice(0, -1), "other"]) };
          expect(isProofOfGrowth(proof, from, other)).toBe(false);
          expect(isProofOfGrowth([...proof, from.root], from, to)).toBe(false);
          expect(isProofOfGrowth(proof.toSpliced(pick % proof.length, 1), from, to)).toBe(false);
          expect(isProofOfGrowth(proof, to, from)).toBe(false);
        }
      }),
    );
  });
});

describe("a cosigner as a process", () => {
  it("works with nothing but a folder and public HTTP", async () => {
    const log = [noticeEntry, ...entries(255), freezeOf(first, 1), "one more"];
    const files = new Map<string, Uint8Array>(
      appendToLog(emptyLog, log).tiles.map(({ path, bytes }) => [`/log/${path}`, bytes]),
    );
    files.set("/files/draws/fz-2026-01/roster-v1.csv", utf8(first));
    files.set("/clock", utf8(`{"now":"2026-12-01T00:00:00Z"}`));
    const site = createServer((request, response) => {
      const file = files.get(request.url ?? "");
      response.writeHead(file ? 200 : 404).end(file);
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    const address = site.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const base = `http://127.0.0.1:${address.port}`;

    const program = new URL("../../infra/local/cosigner/main.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [program], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...{ PORT: "0", NAME: "university.quanju.local/cosigner", QUANJU_COSIGNER_DATA: folder },
        ...{ LOG_VKEY: logVkey, LOG_ORIGIN: origin, PUBLIC_URL: base, CLOCK_URL: `${base}/clock` },
      },
    });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const url = `http://127.0.0.1:${line.replace("ready ", "")}`;
    const vkey = (await (await fetch(`${url}/key`)).text()).trim();
    const { seed: own } = JSON.parse(readFileSync(join(folder, "key.json"), "utf8")) as {
      seed: string;
    };
    const publicKey = publicKeyOf(Uint8Array.from(Buffer.from(own, "hex")));
    expect(vkey).toBe(verifierKeyText("university.quanju.local/cosigner", COSIGNER_KEY, publicKey));

    const post = (body: string) => fetch(`${url}/add-checkpoint`, { method: "POST", body });
    const answer = await post(await requestFor(log, 0));
    expect(answer.status).toBe(200);
    const checkpoint = openCheckpoint((await headOf(log)) + (await answer.text()), logKey);
    const key = readVerifierKey(vkey, COSIGNER_KEY);
    expect(checkpoint && key && cosignatureTimes(checkpoint.note, [key])).toEqual([1796083200]);
    const stale = await post(await requestFor([...log, "next"], 0));
    expect([stale.status, stale.headers.get("content-type")]).toEqual([409, "text/x.tlog.size"]);
    expect(await stale.text()).toBe("258\n");
    expect((await post("x".repeat(200_000))).status).toBe(413);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
    site.close();
    site.closeAllConnections();
  });
});

describe("public files", () => {
  it("takes the entries from a full bundle where the partial one is gone", async () => {
    const log = entries(300);
    const { tiles } = appendToLog(emptyLog, log);
    const site = createServer((request, response) => {
      const file = tiles.find(({ path }) => `/log/${path}` === request.url);
      response.writeHead(file ? 200 : 404).end(file?.bytes);
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    const address = site.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const files = publicFiles(`http://127.0.0.1:${address.port}`, undefined);
    expect(await files.entries(0, 300)).toEqual(log);
    expect(await files.entries(17, 100)).toEqual(log.slice(17, 100));
    await expect(files.entries(0, 301)).rejects.toThrow(Unreachable);
    expect(await files.bulletin("kl8", "2026001")).toBe("unread");
    site.close();
    site.closeAllConnections();
  });
});
