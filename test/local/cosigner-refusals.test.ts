import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startChild, type Child } from "../../infra/local/children.ts";
import { simulatedChain, simulatedSignature } from "../../infra/local/simulators/drand-chain.ts";
import { drandRelay } from "../../infra/local/simulators/drand-relay.ts";
import { serve } from "../../infra/local/simulators/service.ts";
import { root } from "../../infra/paths.ts";
import type { NoticeDocument } from "../../shared/contract/draw.ts";
import { digestOf, documentText } from "../../shared/domain/draws/documents.ts";
import { roundTime } from "../../shared/domain/draws/drand-chain.ts";
import { isRefusal } from "../../shared/domain/draws/refusal.ts";
import { buildRoster, readRoster, rosterSummary } from "../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { growthOf, LOG_ORIGIN, logVkey, startSite, type Site } from "../support/a-log.ts";

const DAY = 86_400;
const ROUND = 40_000_000;
const comes = roundTime(simulatedChain, ROUND);
let now = comes;
let site: Site;
let relay: Awaited<ReturnType<typeof serve>>;
let cosigner: Child;
let folder: string;

beforeAll(async () => {
  site = await startSite();
  relay = await serve(
    drandRelay(() => Promise.resolve(now * 1000)),
    0,
  );
});
afterAll(async () => {
  await relay.close();
  await site.stop();
});

/** The program itself, with its own folder and key, seeing nothing but public HTTP. */
const startCosigner = (): Promise<Child> =>
  startChild({
    name: "cosigner",
    script: join(root, "infra", "local", "cosigner", "main.ts"),
    environment: {
      ...{ NAME: "notary.example/cosigner", QUANJU_COSIGNER_DATA: folder },
      ...{ LOG_VKEY: logVkey, LOG_ORIGIN, PUBLIC_URL: site.url },
      CLOCK_URL: `${site.url}/clock`,
      DRAND: JSON.stringify({
        chain: simulatedChain,
        relays: ["a", "b", "c"].map((name) => `http://127.0.0.1:${String(relay.port)}/${name}`),
      }),
    },
    report: (text) => void process.stderr.write(text),
    fell: () => undefined,
  });

beforeEach(async () => {
  now = comes - DAY;
  site.files.clear();
  folder = mkdtempSync(join(tmpdir(), "quanju-cosigner-"));
  setClock();
  await scriptRelay("usual");
  cosigner = await startCosigner();
});
afterEach(async () => {
  await cosigner.stop();
  rmSync(folder, { recursive: true });
});

const setClock = (): void => {
  site.files.set("/clock", JSON.stringify({ now: new Date(now * 1000).toISOString() }));
};
const moveTo = (seconds: number): void => {
  now = seconds;
  setClock();
};
const scriptRelay = async (as: string): Promise<void> => {
  await fetch(`http://127.0.0.1:${String(relay.port)}/script`, {
    method: "POST",
    body: JSON.stringify({ as }),
  });
};

/** Asks for a cosignature on a head with these entries, from a size at which the log saw it before. */
async function ask(entries: readonly string[], old: number): Promise<string> {
  await site.publish(entries);
  const body = await growthOf(entries, old);
  const answer = await fetch(`${cosigner.url}/add-checkpoint`, { method: "POST", body });
  const text = await answer.text();
  return answer.ok ? "signed" : `${String(answer.status)} ${text.trim()}`;
}

const witnesses = [1, 2, 3].map((n) => ({
  ...{ id: `w${String(n)}`, kind: "witness" as const, role: "notary", vkey: `w+${String(n)}+k` },
}));
const notice: NoticeDocument = {
  ...{ type: "pvl1/notice", drawId: "qz-2026-09", suite: "PVL1-SHA256", title: "第九批" },
  ...{ rules: "ab".repeat(32), freezeBy: comes - 7200, revealBy: comes - 3600 },
  pools: [{ id: "A", units: 1, spill: "-" }],
  options: { score: false, weight: false, link: false },
  sources: [...witnesses, { id: "drand", kind: "drand", chain: simulatedChain.hash, round: ROUND }],
  minWitness: 2,
  fallback: {
    after: 3 * DAY,
    source: { id: "kl8", kind: "public", game: "kl8", issue: "2027015", at: comes + 4 * DAY },
  },
};
const noticeEntry = documentText(notice);

function rosterOf(receipts: readonly string[]): string {
  const text = buildRoster(
    receipts.map((receipt) => ({ receipt, pools: ["A"], commit: "cd".repeat(32) })),
    notice,
  );
  if (isRefusal(text)) throw new Error("no roster");
  return text;
}
function freezeOf(text: string): string {
  const roster = readRoster(text, notice);
  if (isRefusal(roster)) throw new Error("no roster");
  return documentText({
    ...{ type: "pvl1/freeze", drawId: notice.drawId, version: 1, commits: [] },
    notice: digestOf(sha256Suite, noticeEntry),
    roster: rosterSummary(sha256Suite, roster, notice),
  });
}
const failureEntry = documentText({
  ...{ type: "pvl1/failure", drawId: notice.drawId, freeze: "00".repeat(32) },
  ...{ source: "drand", round: ROUND, observedAt: comes + 3 * DAY },
});

describe("a cosigner, as the process it is", () => {
  it("refuses a fork, also after a restart", async () => {
    expect(await ask(["a", "b", "c"], 0)).toBe("signed");
    expect(await ask(["a", "b", "other"], 3)).toBe("409 3");
    expect(await ask(["a", "b", "other", "d"], 3)).toMatch(/^422/);
    await cosigner.stop();
    cosigner = await startCosigner();
    expect(await ask(["a", "b", "other", "d"], 3)).toMatch(/^422/);
    expect(await ask(["a", "b", "c", "d"], 3)).toBe("signed");
  });

  it("refuses a rollback, also after a restart", async () => {
    expect(await ask(["a", "b", "c"], 0)).toBe("signed");
    expect(await ask(["a", "b"], 0)).toBe("409 3");
    expect(await ask(["a", "b"], 3)).toBe("400 A log does not shrink.");
    await cosigner.stop();
    cosigner = await startCosigner();
    expect(await ask(["a", "b"], 2)).toBe("409 3");
  });

  it("refuses a freeze whose roster does not match", async () => {
    const right = rosterOf(["AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB"]);
    const log = [noticeEntry, freezeOf(right)];
    const roster = "/files/draws/qz-2026-09/roster-v1.csv";
    expect(await ask(log, 0)).toBe("422 roster-missing");
    site.files.set(roster, rosterOf(["AAAAAAAAAAAAAAAA"]));
    expect(await ask(log, 0)).toBe("422 roster-differs");
    site.files.set(roster, right);
    expect(await ask(log, 0)).toBe("signed");
  });

  it("refuses a failure record before the wait is over, and while one relay answers", async () => {
    const log = [noticeEntry, failureEntry];
    moveTo(comes + 3 * DAY - 1);
    expect(await ask(log, 0)).toBe("422 failure-too-early");
    moveTo(comes + 3 * DAY);
    expect(await ask(log, 0)).toBe("422 beacon-answers");
  });

  it("signs a failure record when no relay serves the round", async () => {
    await scriptRelay("down");
    moveTo(comes + 3 * DAY);
    expect(await ask([noticeEntry, failureEntry], 0)).toBe("signed");
  });

  it("refuses it once anyone has handed it the signature, also after a restart", async () => {
    await scriptRelay("lie");
    moveTo(comes + 3 * DAY);
    const hand = async (signature: string) =>
      (
        await fetch(`${cosigner.url}/beacon`, {
          method: "POST",
          body: JSON.stringify({ round: ROUND, signature }),
        })
      ).status;
    expect(await hand(simulatedSignature(ROUND + 1))).toBe(422);
    expect(await hand("junk")).toBe(422);
    const served = () => fetch(`${cosigner.url}/${simulatedChain.hash}/public/${String(ROUND)}`);
    expect((await served()).status).toBe(404);
    expect(await hand(simulatedSignature(ROUND))).toBe(200);
    expect(await ask([noticeEntry, failureEntry], 0)).toBe("422 beacon-answers");
    await cosigner.stop();
    cosigner = await startCosigner();
    expect(await ask([noticeEntry, failureEntry], 0)).toBe("422 beacon-answers");
    // It serves the round to whoever asks, as a relay does.
    expect(await (await served()).json()).toMatchObject({
      ...{ round: ROUND, signature: simulatedSignature(ROUND) },
    });
  });

  it("signs heads again when the fallback's number is drawn: the record counts for nothing then", async () => {
    const log = [noticeEntry, failureEntry];
    moveTo(comes + 3 * DAY);
    expect(await ask(log, 0)).toBe("422 beacon-answers");
    moveTo(comes + 4 * DAY + 1);
    expect(await ask(log, 0)).toBe("signed");
  });

  it("believes no failure of a beacon that no notice declares", async () => {
    await scriptRelay("down");
    moveTo(comes + 3 * DAY);
    expect(await ask([failureEntry], 0)).toBe("422 failure-without-evidence");
    const bare = documentText({ ...notice, fallback: null });
    expect(await ask([bare, failureEntry], 0)).toBe("422 failure-without-evidence");
  });
});
