import type { Browser, Page } from "playwright-core";

export { chromiumPath, startChromium } from "../../infra/bench/chromium.ts";

/** CI must look at the pages; a laptop without a browser need not. */
export const mustHaveBrowser = process.env.CI === "true" || process.env.CI === "1";

/** A page that remembers every complaint of the browser: policy violations, errors, 404s. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 390, height = 844 }: { width?: number; height?: number } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}
