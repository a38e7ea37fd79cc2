import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CertificateStatus } from "../../shared/contract/filing.ts";
import { pageAddress } from "../../web/portal/addresses.ts";
import { buildPortal } from "../../web/portal/build.ts";
import { certificateTexts } from "../../web/portal/texts/certificates.ts";
import { chromiumPath, mustHaveBrowser, openPage, startChromium } from "./chromium.ts";
import { certificateFacts, json, startPortal, vectorDraw } from "./portal-site.ts";
import type { Answerer } from "./site.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "quanju-scanned-"));
const TOKEN = "0123456789ABCDEFGHJKMNPQ";
const SIGNED = "#AQIDBA";
/** Where to leave pictures of the pages, for whoever wants to look at them. */
const pictures = process.env.QUANJU_PICTURES;
let browser: Browser;
let site: Awaited<ReturnType<typeof startPortal>>;
let says: Answerer = json(certificateFacts);
const asked: string[] = [];

beforeAll(async () => {
  if (isSkipped) return;
  await buildPortal(folder, { demo: true });
  browser = await startChromium();
  site = await startPortal(folder, vectorDraw("draw-n7-public"), {
    "/api/certificates/": (request, ...rest) => {
      asked.push(request.url ?? "");
      return says(request, ...rest);
    },
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

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
const open = (path: string, size: keyof typeof SIZES = "phone") =>
  openPage(browser, site.origin + path, SIZES[size]);
const statement = {
  kind: "RESIDENCE_STATEMENT",
  certificateNo: "3505002026112300004",
  holder: "陈*远",
  issuedOn: "2026-11-23",
  continuousDays: 412,
  homes: [
    {
      building: "丰泽区东海街道通港西街 8 号 3 幢",
      ...{ wholeOrRoom: "WHOLE", capacity: "TENANT", from: "2025-10-08" },
      ...{ filedOn: "2025-10-08", status: "IN_FORCE" },
    },
  ],
  checkedAt: "2026-11-23T10:05:00.000Z",
};

describe("the address in a QR", () => {
  it("is one page, whatever token it ends in, in its own language", () => {
    expect(pageAddress(`/c/${TOKEN}`)).toBe("/c/");
    expect(pageAddress(`/en/c/${TOKEN}`)).toBe("/en/c/");
    expect(pageAddress("/c/")).toBe("/c/");
    expect(pageAddress("/certificates/")).toBe("/certificates/");
    expect(pageAddress(`/c/${TOKEN}/x`)).toBe(`/c/${TOKEN}/x`);
  });
});

describe.skipIf(isSkipped)("a scanned certificate", () => {
  for (const language of ["zh", "en"] as const)
    for (const status of CertificateStatus.options)
      it(`says that it is ${status}, in ${language}, on a phone and on a desk`, async () => {
        says = json({ ...certificateFacts, status });
        const prefix = language === "en" ? "/en" : "";
        for (const size of ["phone", "desk"] as const) {
          const { page, complaints } = await open(`${prefix}/c/${TOKEN}${SIGNED}`, size);
          const heading = page.getByRole("heading", { level: 2 });
          await heading.waitFor();
          expect(await heading.textContent()).toContain(
            certificateTexts[language].statuses[status],
          );
          expect(await page.locator("main").textContent()).toContain("林*国");
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(wide).toBeLessThanOrEqual(0);
          expect(complaints).toEqual([]);
          if (pictures !== undefined)
            await page.screenshot({
              path: join(pictures, `c-${language}-${status}-${size}.png`),
              fullPage: true,
            });
        }
      }, 60_000);

  it.each(["", "/en"])(
    "has no violation in either size of text (%s)",
    async (prefix) => {
      says = json({ ...certificateFacts, status: "CHANGED" });
      const { page } = await open(`${prefix}/c/${TOKEN}${SIGNED}`);
      await page.getByRole("heading", { level: 2 }).waitFor();
      await page.evaluate(axe);
      for (const elder of [false, true]) {
        await page.evaluate(
          (isOn) => document.documentElement.toggleAttribute("data-elder", isOn),
          elder,
        );
        const found = await page.evaluate<{ violations: { id: string }[] }>("axe.run()");
        expect(found.violations.map(({ id }) => id)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
      }
    },
    60_000,
  );

  it("that nobody was given is none, and neither is what is no token; nothing is asked then", async () => {
    says = json({ type: "/problems/not-found" }, 404);
    const { page } = await open(`/c/${TOKEN}`);
    await page.getByText("查无此证").waitFor();
    await page.getByRole("button", { name: "改用编号查验" }).click();
    await page.waitForURL("**/certificates/");
    asked.length = 0;
    const other = await open("/c/not-a-token");
    await other.page.getByText("查无此证").waitFor();
    expect(asked).toEqual([]);
  });

  it("of which nothing can be known now says so, and is asked again on a click", async () => {
    says = json({ type: "/problems/busy" }, 503);
    const { page } = await open(`/c/${TOKEN}`);
    await page.getByText("暂时查不了").waitFor();
    says = json(certificateFacts);
    await page.getByRole("button", { name: "重试" }).click();
    await page.getByText("已备案，有效").waitFor();
  });

  it("stays the same in the other language, its signed facts with it", async () => {
    says = json(certificateFacts);
    const { page } = await open(`/c/${TOKEN}${SIGNED}`, "desk");
    await page.getByText("已备案，有效").waitFor();
    await page.getByRole("banner").getByRole("link", { name: "English" }).click();
    await page.getByText("On file and in force").waitFor();
    expect(page.url()).toBe(`${site.origin}/en/c/${TOKEN}${SIGNED}`);
  });

  it("sends the signed facts behind # to nobody", async () => {
    says = json(certificateFacts);
    asked.length = 0;
    const { page } = await open(`/c/${TOKEN}${SIGNED}`);
    await page.getByText("已备案，有效").waitFor();
    expect(asked).toEqual([`/api/certificates/${TOKEN}`]);
  });

  it("may be a residence statement, with each home as it stands now", async () => {
    says = json(statement);
    const { page } = await open(`/c/${TOKEN}`);
    await page.getByText("居住登记证明材料，真实").waitFor();
    const text = await page.locator("main").textContent();
    expect(text).toContain("412");
    expect(text).toContain("不定期");
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, "c-statement.png"), fullPage: true });
  });
});
