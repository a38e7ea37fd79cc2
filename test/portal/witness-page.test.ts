import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPortal } from "../../web/portal/build.ts";
import { openCommit } from "../../shared/domain/draws/commit-note.ts";
import { digestOf, documentText } from "../../shared/domain/draws/documents.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { appendToLog, emptyLog } from "../../shared/domain/draws/tiles.ts";
import { NOTE_KEY, readVerifierKey } from "../../shared/domain/draws/verifier-key.ts";
import { envelopeText, opensNote, readEnvelope } from "../../shared/domain/draws/witness.ts";
import { headOf, logVkey } from "../support/a-log.ts";
import { chromiumPath, mustHaveBrowser, openPage, startChromium } from "./chromium.ts";
import { json, servePortal } from "./portal-site.ts";
import { startSite, type Answerer } from "./site.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "quanju-witness-page-"));
const path = "/witness/qz-2026-011";
const logFiles = new Map<string, string | Uint8Array>();
const handed: unknown[] = [];

const fromLog: Answerer = (_request, response, url) => {
  const file = logFiles.get(url.pathname);
  response.writeHead(file === undefined ? 404 : 200).end(file);
};
const takes: Answerer = async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  handed.push(JSON.parse(Buffer.concat(chunks).toString()));
  response.writeHead(201, { "content-type": "application/json" }).end("{}");
};

let browser: Browser;
let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  if (isSkipped) return;
  await buildPortal(folder);
  browser = await startChromium();
  site = await startSite(() =>
    Promise.resolve({
      "/": servePortal(folder),
      "/files/": json(undefined),
      "/policy.json": json({ log: logVkey, cosigners: [], threshold: 0 }),
      "/log/": fromLog,
      "/api/draws/": takes,
    }),
  );
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (isSkipped) return;
  await browser.close();
  await site.stop();
});

type Violations = { violations: { id: string; nodes: { html: string }[] }[] };
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violations>("axe.run()");
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The log holds a notice that names this witness. */
async function announce(vkey: string): Promise<string> {
  const soon = Math.floor(Date.now() / 1000) + 100_000;
  const notice = documentText({
    ...{ type: "pvl1/notice", drawId: "qz-2026-011", suite: "PVL1-SHA256", title: "第十一批" },
    ...{ rules: "ab".repeat(32), freezeBy: soon, revealBy: soon + 3600, pools: [] },
    options: { score: false, weight: false, link: false },
    sources: [{ id: "w-notary", kind: "witness", role: "notary", vkey }],
    ...{ minWitness: 2, fallback: null },
  });
  for (const { path: file, bytes } of appendToLog(emptyLog, [notice]).tiles)
    logFiles.set(`/log/${file}`, bytes);
  logFiles.set("/log/checkpoint", await headOf([notice]));
  return digestOf(sha256Suite, notice);
}

describe.skipIf(isSkipped)("a witness's page", () => {
  it("makes key and commit on the device, hands the commit in, and opens without a network", async () => {
    const { page, complaints } = await openPage(browser, site.origin + path);
    await page.getByLabel("密钥名称").fill("notary.example");
    await page.getByRole("button", { name: "生成密钥" }).click();
    const vkey = await page.locator(".code").first().innerText();
    const key = readVerifierKey(vkey, NOTE_KEY);
    expect(key?.name).toBe("notary.example");
    await page.getByText("暂时读取不到公开日志").waitFor();

    const digest = await announce(vkey);
    await page.reload();
    await page.getByRole("button", { name: "生成随机数和承诺" }).click();
    const note = await page.locator("pre.code").first().textContent();
    const terms = { drawId: "qz-2026-011", witness: "w-notary", notice: digest };
    expect(key && openCommit(note ?? "", terms, key)).toMatch(/^[0-9a-f]{64}$/);
    await page.getByRole("button", { name: "提交承诺" }).click();
    await page.getByText("已提交").waitFor();
    expect(handed).toEqual([{ note }]);
    await page.getByRole("button", { name: "显示密封件" }).click();
    const sealed = readEnvelope((await page.locator("pre.code").nth(1).textContent()) ?? "");
    expect(sealed).toMatchObject({ drawId: "qz-2026-011", source: "w-notary", notice: digest });
    await page.getByText("名册尚未冻结").waitFor();
    expect(await violations(page)).toEqual([]);
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, String(width)).toBeLessThanOrEqual(0);
    }

    await page.getByText("已保存，可以断网使用").waitFor();
    await page.waitForTimeout(1_000);
    await page.reload();
    await page.getByText("已保存，可以断网使用").waitFor();
    await page.context().setOffline(true);
    await page.reload();
    expect(await page.locator("pre.code").first().textContent()).toBe(note);
    expect(await page.locator(".code").first().innerText()).toBe(vkey);
    await page.getByRole("button", { name: "提交承诺" }).click();
    await page.getByText("没有收到答复").waitFor();
    expect(complaints.filter((one) => !/404|ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([]);
  }, 60_000);
});

describe("a sealed copy", () => {
  const kept = {
    ...{ drawId: "qz-2026-011", source: "w-1", notice: "ab".repeat(32), nonce: "cd".repeat(32) },
    note: "",
  };

  it("is read back as it was written, also when typed with stray spaces, and nothing else is", () => {
    const { note: _, ...sealed } = kept;
    expect(readEnvelope(envelopeText(kept))).toEqual(sealed);
    expect(readEnvelope(` ${envelopeText(kept).replaceAll("\n", " \r\n")}\n`)).toEqual(sealed);
    for (const wrong of ["", "x", envelopeText(kept).replace("cd", "zz"), `${envelopeText(kept)}1`])
      expect(readEnvelope(wrong)).toBeUndefined();
  });

  it("opens nothing without the witness's own note", () => {
    const draw = { notice: { drawId: "x", sources: [] }, suite: sha256Suite, digest: "" };
    expect(opensNote(draw as unknown as Parameters<typeof opensNote>[0], kept)).toBe(false);
  });
});
