import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPageSite, type PageSite } from "../../infra/bench/page-site.ts";
import { stopOnPage, verifyOnPage } from "../../infra/bench/verify-page.ts";
import { chromiumPath, mustHaveBrowser, startChromium } from "../portal/chromium.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
if (isSkipped)
  console.warn("No Chromium here: no draw is verified in it (.ci/install-browser.sh).");

describe.skipIf(isSkipped)("a draw of a hundred thousand, verified in the browser", () => {
  let site: PageSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await startPageSite(100_000);
    browser = await startChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  it("is found right in seconds, on a page that goes on answering and shows every step", async () => {
    const { milliseconds, longestPause, progress, verdict } = await verifyOnPage(
      browser,
      site.address,
    );
    expect(verdict).toContain("验证通过");
    expect(progress).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // Two seconds on a machine of its own (`npm run bench -- verify-page`); tests share theirs.
    expect(milliseconds).toBeLessThan(10_000);
    // The work itself takes longer than this: it is not the page that does it.
    expect(longestPause).toBeLessThan(Math.max(250, milliseconds / 2));
  }, 120_000);

  it.each([
    ["while it reads", 0],
    ["while it reads the roster", 4],
    ["while it ranks", 7],
  ])(
    "stops at once when told to %s, leaves no work behind, and can begin anew",
    async (_, step) => {
      const { stopped, workersLeft, after } = await stopOnPage(browser, site.address, step);
      expect(stopped.atStep).toBeGreaterThanOrEqual(step);
      expect(stopped.milliseconds).toBeLessThan(1000);
      expect(stopped.says).toContain("已停止，没有得出结论");
      expect(workersLeft).toBe(0);
      expect(after).toContain("验证通过");
    },
    120_000,
  );
});
