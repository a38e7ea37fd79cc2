/**
 * `npm run bench -- verify-page [--entries 100000] [--runs 5]`: how long the verification page takes
 * in Chromium, and whether it stays a page meanwhile: it answers, shows where it is, and stops.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { startChromium } from "./chromium.ts";
import { startPageSite } from "./page-site.ts";

/** One verification as someone at the page meets it. Milliseconds. */
export type PageRun = {
  /** From the press of the button to the verdict. */
  milliseconds: number;
  /** The longest time for which the page would not have answered. */
  longestPause: number;
  /** The steps that the bar of progress stood at, in order, each once. */
  progress: number[];
  verdict: string;
};

/** From the press of the stop button to a page that is ready again. */
export type StopRun = { milliseconds: number; atStep: number; says: string };

/** Opens the page and waits until it offers to begin. */
async function ready(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText("需要下载约").waitFor();
  return page;
}

/**
 * Runs on the page: presses the button and notes what happens, every few milliseconds. To look from
 * outside would be part of what is measured.
 */
function pressAndWatch(): Promise<PageRun> {
  return new Promise((done) => {
    const begun = performance.now();
    const progress: number[] = [];
    let longestPause = 0;
    let last = begun;
    const beat = setInterval(() => {
      const now = performance.now();
      longestPause = Math.max(longestPause, now - last);
      last = now;
    }, 4);
    new MutationObserver((_, observer) => {
      const bar = document.querySelector("main progress");
      if (bar instanceof HTMLProgressElement && !progress.includes(bar.value))
        progress.push(bar.value);
      const heading = document.querySelector("main .note.ok h2, main .note.bad h2");
      if (!heading) return;
      observer.disconnect();
      clearInterval(beat);
      const milliseconds = performance.now() - begun;
      done({ milliseconds, longestPause, progress, verdict: heading.textContent });
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    document.querySelector<HTMLButtonElement>("main form button[type=submit]")?.click();
  });
}

/** Verifies once, on a page of its own. */
export async function verifyOnPage(browser: Browser, address: string): Promise<PageRun> {
  const page = await ready(browser, address);
  try {
    return await page.evaluate(pressAndWatch);
  } finally {
    await page.context().close();
  }
}

/** Runs on the page: begins, and presses the stop button once that step is reached. */
function pressAndStop(step: number): Promise<StopRun> {
  return new Promise((done) => {
    let pressed = 0;
    let atStep = 0;
    new MutationObserver((_, observer) => {
      const bar = document.querySelector("main progress");
      if (pressed === 0 && bar instanceof HTMLProgressElement && bar.value >= step) {
        pressed = performance.now();
        atStep = bar.value;
        document.querySelector<HTMLButtonElement>("main section button")?.click();
      }
      const said = document.querySelector("main form [role=alert]");
      if (pressed === 0 || !said) return;
      observer.disconnect();
      done({ milliseconds: performance.now() - pressed, atStep, says: said.textContent });
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    document.querySelector<HTMLButtonElement>("main form button[type=submit]")?.click();
  });
}

/**
 * Begins, stops in the middle of the work, and then begins anew.
 *
 * @param step - how far it is let go: the place in the order of the steps, from 0
 * @returns the stop, and the verification after it, which nothing of the first may disturb
 */
export async function stopOnPage(
  browser: Browser,
  address: string,
  step: number,
): Promise<{ stopped: StopRun; workersLeft: number; after: string }> {
  const page = await ready(browser, address);
  try {
    const stopped = await page.evaluate(pressAndStop, step);
    const workersLeft = await workersAfter(page, 5_000);
    await page.locator("main form button[type=submit]").click();
    const heading = page.locator("main .note.ok h2, main .note.bad h2").first();
    await heading.waitFor({ timeout: 120_000 });
    return { stopped, workersLeft, after: await heading.innerText() };
  } finally {
    await page.context().close();
  }
}

/** The browser tells of a worker's end a little later than it ends. */
async function workersAfter(page: Page, patienceMs: number): Promise<number> {
  const until = performance.now() + patienceMs;
  while (page.workers().length > 0 && performance.now() < until) await page.waitForTimeout(20);
  return page.workers().length;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The step at which the ranking is computed: the longest, and the last. */
const LAST_STEP = 7;

export async function benchVerifyPage(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: "string", default: "100000" },
      runs: { type: "string", default: "5" },
    },
  });
  const count = Number(values.entries);
  const site = await startPageSite(count);
  const browser = await startChromium();
  try {
    say(`Chromium ${browser.version()}, load ${loadavg()[0]?.toFixed(1)}, unthrottled`);
    const runs: PageRun[] = [];
    for (let run = 0; run < Number(values.runs); run++)
      runs.push(await verifyOnPage(browser, site.address));
    const times = runs.map(({ milliseconds }) => milliseconds);
    const pauses = runs.map(({ longestPause }) => longestPause);
    const [first] = runs;
    say(
      `${count} entries, download included: min ${Math.min(...times).toFixed(0)} ms, ` +
        `median ${middle(times).toFixed(0)} ms, first ${first?.milliseconds.toFixed(0)} ms`,
    );
    say(`longest the page did not answer: median ${middle(pauses).toFixed(0)} ms`);
    say(`steps shown: ${first?.progress.join(" ")}; ${first?.verdict}`);
    const { stopped, after } = await stopOnPage(browser, site.address, LAST_STEP);
    const stop = `${stopped.milliseconds.toFixed(0)} ms after the press at step ${stopped.atStep + 1}`;
    say(`stopped ${stop}: ${stopped.says}; begun anew: ${after}`);
  } finally {
    await browser.close();
    await site.stop();
  }
}
