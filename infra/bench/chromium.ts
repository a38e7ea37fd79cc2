/** The system's Chromium, for measuring and testing pages. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
] as const;

/** Where it is, if there is one (`.ci/install-browser.sh` installs it). */
export const chromiumPath: string | undefined = CANDIDATES.find((path) => existsSync(path));

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
