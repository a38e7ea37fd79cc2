import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { drawInAddress, pageAddress } from "../../web/portal/addresses.ts";
import { buildPortal } from "../../web/portal/build.ts";
import { awaited, parseLive, stepsOf } from "../../web/portal/live-draw.ts";
import { chromiumPath, mustHaveBrowser, openPage, startChromium } from "./chromium.ts";
import { json, startPortal, vectorDraw } from "./portal-site.ts";
import type { Answerer } from "./site.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "quanju-draw-pages-"));
const soon = new Date(Date.now() + 90_000).toISOString();
const past = "2026-11-20T02:00:00.000Z";

const live = (but: Record<string, unknown> = {}) => ({
  ...{ drawId: "qz-2026-007", title: "丰泽区第七批", titleEn: "Fengze, batch 7" },
  ...{ state: "FROZEN", freezeBy: past, revealBy: soon, minWitness: 2, notice: "ab" },
  witnesses: ["notary", "representative", "discipline"].map((role, at) => ({
    ...{ id: role, role, vkey: "k", committed: true, revealed: at === 0 },
  })),
  freezes: [{ version: 1, count: 300, root: "00", digest: "cd" }],
  source: { id: "kl8", game: "kl8", issue: "2026330", at: soon },
  cosignedAt: { notice: past, freeze: past },
  ...but,
});

let browser: Browser;
let site: Awaited<ReturnType<typeof startPortal>>;
let now: Answerer = json(live());
const base = "/files/draws/qz-2026-007";
beforeAll(async () => {
  if (isSkipped) return;
  await buildPortal(folder);
  browser = await startChromium();
  site = await startPortal(folder, vectorDraw("draw-n7"), {
    [`${base}/live.json`]: (...request) => now(...request),
    [`${base}/results/index.json`]: json({ prefix: 1, entries: 2, files: 1 }),
    [`${base}/results/A.json`]: json({
      AAAA000011112222: { places: [["A", 12, "W", 12]] },
      ABBB000011112222: { places: [["A", 40, "B", 3]], moved: "A" },
    }),
  });
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (isSkipped) return;
  await browser.close();
  await site.stop();
});
afterEach(async () => {
  if (!isSkipped) for (const context of browser.contexts()) await context.close();
});

type Violations = { violations: { id: string; nodes: { html: string }[] }[] };
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violations>("axe.run()");
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe("the address of a draw", () => {
  it("has one file for all draws, in each language", () => {
    expect(pageAddress("/draws/qz-2026-007")).toBe("/draws/");
    expect(pageAddress("/en/draws/qz-2026-007/results")).toBe("/en/draw-results/");
    expect(pageAddress("/witness/qz-2026-007")).toBe("/witness/");
    expect(pageAddress("/draws/")).toBe("/draws/");
    expect(drawInAddress("/en/draws/qz-2026-007/results")).toBe("qz-2026-007");
    expect(drawInAddress("/draws/")).toBeUndefined();
  });
});

describe("the steps of a draw", () => {
  const states = (but: Record<string, unknown>) =>
    stepsOf(parseLive(live(but)))
      .map(({ state }) => state[0])
      .join("");

  it("follow from the public file alone", () => {
    expect(states({ state: "ROSTER_PUBLICITY" })).toBe("ddnwww");
    expect(states({})).toBe("dddnww");
    expect(states({ reveals: "ef" })).toBe("ddddnw");
    expect(states({ reveals: "ef", state: "SEEDED" })).toBe("dddddn");
    expect(states({ reveals: "ef", state: "FINAL", result: "00" })).toBe("dddddd");
    expect(states({ state: "VOID" })).toBe("dddfww");
    expect(awaited(parseLive(live()))).toEqual({ name: "reveals", at: soon });
  });

  it("are not made of anything that is not such a file", () => {
    for (const wrong of [null, 1, {}, { ...live(), witnesses: 1 }])
      expect(() => parseLive(wrong)).toThrow(TypeError);
  });
});

describe.skipIf(isSkipped)("the live page of a draw", () => {
  it("shows each step with its time, counts down, and changes as the file does", async () => {
    now = json(live());
    const { page, complaints } = await openPage(browser, `${site.origin}/draws/qz-2026-007`);
    await page.getByText("丰泽区第七批").waitFor();
    expect(await page.locator(".steps .done").count()).toBe(3);
    expect(await page.locator("[role=timer]").innerText()).toMatch(/分 \d+ 秒/);
    expect(await violations(page)).toEqual([]);
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    }
    now = json(live({ reveals: "ef", waitsForBeacon: true }));
    await page.getByText("等待信标，不会重摇").waitFor({ timeout: 9_000 });
    expect(await page.locator(".steps .done").count()).toBe(4);
    expect(complaints).toEqual([]);
    const other = page.locator("header a[hreflang=en]");
    expect(await other.getAttribute("href")).toBe("/en/draws/qz-2026-007");
  }, 60_000);

  it("says why a draw is void, and when there is none", async () => {
    now = json(live({ state: "VOID" }));
    const { page } = await openPage(browser, `${site.origin}/en/draws/qz-2026-007`);
    await page.getByText("void, before any outcome existed").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${site.origin}/draws/qz-0000-000`);
    await page.getByText("没有这次摇号").waitFor();
  }, 30_000);
});

describe.skipIf(isSkipped)("the look-up of a result", () => {
  it("asks for one small file that names the beginning of the receipt only", async () => {
    const { page } = await openPage(browser, `${site.origin}/draws/qz-2026-007/results`);
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/files/")) asked.push(pathname);
    });
    await page.getByLabel("摇号编号").fill("aaaa 0000 1111 2222");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByRole("heading", { name: "A 组: 选房顺序号 12，入选" }).waitFor();
    expect(asked).toEqual([`${base}/results/index.json`, `${base}/results/A.json`]);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("摇号编号").fill("ABBB000011112222");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByRole("heading", { name: "已递补" }).waitFor();
    await page.getByLabel("摇号编号").fill("AZZZ000011112222");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByRole("heading", { name: "没有这个编号" }).waitFor();
    await page.getByLabel("摇号编号").fill("?");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByRole("link", { name: "请输入凭证上的完整编号" }).waitFor();
    expect(await violations(page)).toEqual([]);
  }, 60_000);
});
