import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
] as const;

/** The system's Chromium, if there is one (`.ci/install-browser.sh` installs it). */
export const chromiumPath: string | undefined = CANDIDATES.find((path) => existsSync(path));

/** CI must look at the pages; a laptop without a browser need not. */
export const mustHaveBrowser = process.env.CI === "true" || process.env.CI === "1";

/** Starts the browser, without any of the traffic of its own. */
export function startChromium(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error("No Chromium here. Run .ci/install-browser.sh to install it.");
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

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
