import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../functions/http/serve.ts";
import { endpoints } from "../../functions/identity/index.ts";
import { createIssuer } from "../../infra/local/oidc/issuer.ts";
import { personOfKey } from "../../infra/local/people.ts";
import { buildPortal } from "../../web/portal/build.ts";
import { configFor, makeServices } from "../support/api.ts";
import { startEmulator, type Emulator } from "../support/emulator.ts";
import { chromiumPath, mustHaveBrowser, openPage, startChromium } from "./chromium.ts";
import { json, servePortal } from "./portal-site.ts";
import { startSite, throughGateway } from "./site.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
const folder = mkdtempSync(join(tmpdir(), "quanju-signed-in-"));
let emulator: Emulator;
let browser: Browser;
let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  if (isSkipped) return;
  const portal = join(folder, "portal");
  await buildPortal(portal, { demo: true });
  emulator = await startEmulator();
  browser = await startChromium();
  const table = await emulator.newTable();
  site = await startSite(async (origin) => {
    const services = makeServices(table, configFor(origin));
    const issuer = await createIssuer({ origin, dataFolder: join(folder, "oidc") });
    const made = endpoints.map((make) => make(services));
    return {
      "/": servePortal(portal),
      "/files/schemes/": json({ schemes: [] }),
      "/files/draws/": json({ draws: [] }),
      "/api": throughGateway(serve(() => made)),
      "/oidc": (request, response) => {
        issuer.handle(request, response);
      },
    };
  });
}, 60_000);

afterAll(async () => {
  if (!isSkipped) {
    await browser.close();
    await site.stop();
    await emulator.stop();
  }
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(isSkipped)("a person in a real browser", () => {
  it("signs in from the first page as one of the demo people, is greeted, and signs out", async () => {
    const name = personOfKey("tenant-chen")?.name ?? "";
    const { page, complaints } = await openPage(browser, `${site.origin}/`);
    await page.getByRole("link", { name: "登录为演示人物" }).click();
    await page.getByRole("button", { name }).click();
    await page.waitForURL(`${site.origin}/`);
    await page.getByText(`您已登录：${name}。`).waitFor();
    expect(await page.getByRole("link", { name: "登录为演示人物" }).count()).toBe(0);
    expect(await page.evaluate(() => document.cookie)).toBe("quanju-signed-in=1");

    await page.goto(`${site.origin}/en/help/`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: /退出 Sign out/ }).click();
    await page.waitForURL(`${site.origin}/`);
    await page.getByRole("link", { name: "登录", exact: true }).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe("");
    expect(complaints).toEqual([]);
  }, 60_000);

  it("comes back to the page they were on, in its language", async () => {
    const { page } = await openPage(browser, `${site.origin}/en/verify/`);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("button", { name: personOfKey("tenant-wu")?.name ?? "" }).click();
    await page.waitForURL(`${site.origin}/en/verify/`);
    await page.getByRole("button", { name: "Sign out" }).waitFor();
  }, 60_000);
});
