import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildPortal } from "../../web/portal/build.ts";
import { chromiumPath, mustHaveBrowser, openPage, startChromium } from "./chromium.ts";
import { certificateFacts, json, startPortal, vectorDraw } from "./portal-site.ts";
import type { Answerer } from "./site.ts";

const isSkipped = chromiumPath === undefined && !mustHaveBrowser;
if (isSkipped)
  console.warn("No Chromium here: the pages are not looked at (.ci/install-browser.sh).");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const draw = vectorDraw("draw-n7-public");
const { drawId } = draw.bundle;
const folder = mkdtempSync(join(tmpdir(), "quanju-pages-"));
let browser: Browser;
let site: Awaited<ReturnType<typeof startPortal>>;
let answer: { check: Answerer; lists?: Answerer };

beforeAll(async () => {
  if (isSkipped) return;
  await buildPortal(folder, { demo: true });
  browser = await startChromium();
  answer = { check: json(certificateFacts) };
  site = await startPortal(folder, draw, {
    "/api/certificate-checks": (...request) => answer.check(...request),
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

const open = (path: string, size?: { width: number; height: number }) =>
  openPage(browser, site.origin + path, size);

type Violations = { violations: { id: string; nodes: { html: string }[] }[] };

/** What axe finds against WCAG 2.2 AA and best practice, one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violations>("axe.run()");
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const PAGES = [
  "/",
  "/certificates/",
  "/verify/",
  "/help/",
  "/privacy/",
  "/accessibility/",
  "/login-failed/?reason=expired&returnTo=/",
];

describe.skipIf(isSkipped)("every page", () => {
  for (const path of PAGES)
    for (const language of ["", "/en"])
      it(`${language}${path} has no violation, no complaint and no sideways scrolling`, async () => {
        const { page, complaints } = await open(language + path);
        for (const elder of [false, true]) {
          await page.evaluate(
            (isOn) => document.documentElement.toggleAttribute("data-elder", isOn),
            elder,
          );
          await page.waitForFunction(() => !document.querySelector(".loading"));
          expect(await violations(page)).toEqual([]);
          for (const width of [320, 390, 1440]) {
            await page.setViewportSize({ width, height: 844 });
            expect(await overflow(page), `${String(width)} ${String(elder)}`).toBeLessThanOrEqual(
              0,
            );
          }
        }
        expect(complaints).toEqual([]);
      }, 60_000);

  it("says that a page is not there, in the language of its address", async () => {
    const { page } = await open("/en/nothing");
    expect(await page.title()).toContain("No such page");
    expect(await violations(page)).toEqual([]);
  });
});

describe.skipIf(isSkipped)("large text", () => {
  it("is switched in place, kept on the next page, and given up again", async () => {
    const { page } = await open("/");
    const size = () => page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(await size()).toBe("17px");
    await page.getByRole("link", { name: "长辈版" }).click();
    expect(await size()).toBe("20px");
    await page.goto(`${site.origin}/help/`);
    expect(await size()).toBe("20px");
    const least = await page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll("main *, header *, footer *")]
          .filter((element) => element.textContent.trim() !== "")
          .map((element) => parseFloat(getComputedStyle(element).fontSize)),
      ),
    );
    expect(least).toBeGreaterThanOrEqual(18);
    await page.getByRole("link", { name: "标准版" }).click();
    expect(await size()).toBe("17px");
  });

  it("makes every control at least 60 by 60", async () => {
    const { page } = await open("/certificates/?elder=1");
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("main a, main button, main input, nav a, nav button")]
        .filter((element) => element.getClientRects().length > 0)
        .filter((element) => element.getBoundingClientRect().height < 60)
        .map((element) => element.outerHTML),
    );
    expect(small).toEqual([]);
  });
});

describe.skipIf(isSkipped)("the first page", () => {
  it("lists what is under way and what has a result, from public files", async () => {
    const { page } = await open("/");
    await page.getByText("意向登记截止 2026 年 12 月 8 日 17:00（北京时间）").waitFor();
    await page.getByText("名册已锁定").waitFor();
    const verify = page.getByRole("link", { name: "验证 晋江市梅岭人才公寓" });
    await verify.click();
    expect(new URL(page.url()).searchParams.get("draw")).toBe(drawId);
  });

  it("says so when the lists cannot be read, and reads them on another try", async () => {
    const { page } = await open("/help/");
    await page.route("**/files/**", (route) => route.abort());
    await page.goto(`${site.origin}/`);
    await page.getByText("暂时读不到配租方案").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.unroute("**/files/**");
    await page.getByRole("button", { name: "重试" }).first().click();
    await page.getByText("名册已锁定").waitFor();
  });

  it("says why a list is empty and what comes next", async () => {
    const { page } = await open("/help/");
    await page.route("**/files/schemes/index.json", (route) =>
      route.fulfill({ json: { schemes: [] } }),
    );
    await page.route("**/files/draws/index.json", (route) =>
      route.fulfill({ json: { draws: [] } }),
    );
    await page.goto(`${site.origin}/`);
    await page.getByText("暂无进行中的配租方案").waitFor();
    await page.getByText("还没有公布过摇号结果").waitFor();
  });

  it("takes a certificate's number to the check without putting it into an address", async () => {
    const { page } = await open("/");
    await page.getByLabel("查证明、查摇号").last().fill("350503 2026112300017");
    await page.getByRole("button", { name: "查询" }).click();
    await page.waitForURL("**/certificates/");
    expect(await page.getByLabel("证明编号").inputValue()).toBe("3505032026112300017");
    expect(page.url()).not.toContain("3505");
  });

  it("says when a number is neither, beside the field", async () => {
    const { page } = await open("/");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByText("没有认出这个编号").waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe.skipIf(isSkipped)("checking a certificate", () => {
  async function check(page: Page): Promise<void> {
    await page.getByLabel("证明编号").fill("3505032026112300017");
    await page.getByLabel("验证码").fill("abcde12345");
    await page.getByRole("button", { name: "查验" }).click();
  }

  it("shows the masked facts and moves to them", async () => {
    const { page, complaints } = await open("/certificates/");
    await check(page);
    await page.getByRole("heading", { name: "已备案，有效" }).waitFor();
    await page.waitForFunction((tag) => document.activeElement?.tagName === tag, "H2");
    expect(await page.innerText("main")).toContain("林*国");
    expect(await page.innerText("main")).toContain("2026 年 11 月 23 日 18:05（北京时间）");
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  it("never calls a fault of ours a missing certificate", async () => {
    answer.check = json({ type: "/problems/not-found" }, 404);
    const { page } = await open("/certificates/");
    await check(page);
    await page.getByRole("heading", { name: "查无此证" }).waitFor();
    for (const [status, type] of [
      [503, "busy"],
      [500, "internal"],
      [404, "unknown-route"],
    ] as const) {
      answer.check = json({ type: `/problems/${type}` }, status);
      await page.getByRole("button", { name: "重试" }).click();
      await page.getByRole("button", { name: "查验" }).click();
      await page.getByRole("heading", { name: "暂时查不了" }).waitFor();
    }
    answer.check = json({ type: "/problems/too-many-requests" }, 429);
    await page.getByRole("button", { name: "重试" }).click();
    await page.getByRole("button", { name: "查验" }).click();
    await page.getByRole("heading", { name: "查验过于频繁" }).waitFor();
    answer.check = json(certificateFacts);
  });

  it("names every mistake in a summary that leads to its field", async () => {
    const { page } = await open("/certificates/");
    await page.getByRole("button", { name: "查验" }).click();
    const alert = page.getByRole("alert");
    await page.waitForFunction(() => document.title.startsWith("错误："));
    await alert.getByRole("link", { name: "请输入 10 位字母和数字的验证码" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("certificate-code");
    expect(await violations(page)).toEqual([]);
  });
});

describe.skipIf(isSkipped)("verifying in the browser", () => {
  async function verify(page: Page): Promise<void> {
    await page.getByText("需要下载约").waitFor();
    await page.getByRole("button", { name: "开始验证" }).click();
  }
  const jsonFile = (name: string, value: unknown) => ({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(value)),
  });
  const published = (): string =>
    draw.bundle.log
      .map((entry) => JSON.parse(entry) as { type?: string; values?: { value: string }[] })
      .find(({ type }) => type === "pvl1/result")
      ?.values?.[0]?.value.split(":")[2] ?? "";

  it("recomputes a published draw, and asks for the lottery number until it is compared", async () => {
    const { page, complaints } = await open(`/verify/?draw=${drawId}`);
    await verify(page);
    await page.getByRole("heading", { name: "验证通过" }).waitFor();
    await page.getByText("验证通过：名册、随机数和排名均与公布数据一致。").waitFor();
    await page.getByText("号码尚未核对").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    const numbers = published().split(",").reverse().map(Number);
    await page.getByLabel("官方公告上的号码").fill(numbers.join(" "));
    await page.getByRole("button", { name: "核对并重新验证" }).click();
    await page.getByText("您输入的号码与本次摇号采用的一致").waitFor();
    expect(await page.getByText("号码尚未核对").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("fails when the number in the bulletin is another one, and lets a slip of the pen be mended", async () => {
    const { page } = await open(`/verify/?draw=${drawId}`);
    await verify(page);
    const field = page.getByLabel("官方公告上的号码");
    await field.fill(Array.from({ length: 20 }, (_, n) => n + 1).join(" "));
    await page.getByRole("button", { name: "核对并重新验证" }).click();
    await page.getByRole("heading", { name: "验证未通过" }).waitFor();
    await page.getByText("E_SOURCE").waitFor();
    await field.fill(published());
    await page.getByRole("button", { name: "核对并重新验证" }).click();
    await page.getByRole("heading", { name: "验证通过" }).waitFor();
  });

  it("finds an applicant's own result and checks the whole slip on the device", async () => {
    const { page } = await open(`/verify/?draw=${drawId}`);
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await verify(page);
    const good = draw.slips.find(({ expect }) => expect === null);
    const receipt = good?.receipt ?? "";
    await page.getByLabel("凭证编号").fill(receipt.toLowerCase());
    await page.getByRole("button", { name: "查我的结果" }).click();
    await page.getByText("编号在名册中").waitFor();
    const slip = page.getByLabel("打开凭证文件核对");
    await slip.setInputFiles(jsonFile("slip.json", good));
    await page.getByText("凭证核对无误").waitFor();
    await slip.setInputFiles(jsonFile("view.json", { state: "RANKED", slip: good }));
    await page.getByText("凭证核对无误").waitFor();
    await slip.setInputFiles(jsonFile("slip.json", { ...good, name: "别人" }));
    await page.getByText("E_PRIVATE").waitFor();
    await slip.setInputFiles(jsonFile("slip.json", { other: true }));
    await page.getByText("这不是摇号凭证文件").waitFor();
    expect(sent.join("\n")).not.toContain(receipt);
    expect(await violations(page)).toEqual([]);
  });

  it("shows code and words of a failure, with everything needed to complain", async () => {
    const { page } = await open("/en/verify/");
    const { bundle } = draw;
    const changed = { ...bundle, roster: bundle.roster.replace(/,1,-,/, ",2,-,") };
    await page.getByLabel("Or open a result file").setInputFiles(jsonFile("b.json", changed));
    await page.getByRole("heading", { name: "Not verified" }).waitFor();
    expect(await page.innerText("main")).toMatch(/E_ROSTER_(LINE|ROOT)/);
    await page.getByText("Tell the notary and the inspectors").waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("calls a file that is not there and a lost network what they are, not a failed draw", async () => {
    const { page } = await open("/verify/?draw=no-such-draw");
    await page.getByText("没有找到这次摇号的结果文件").waitFor();
    await page.getByRole("button", { name: "开始验证" }).click();
    await page.getByRole("alert").getByText("没有找到这次摇号的结果文件").waitFor();
    await page.goto(`${site.origin}/verify/?draw=${drawId}`);
    await page.getByText("需要下载约").waitFor();
    await page.route("**/bundle.json", (route) => route.abort());
    await page.getByRole("button", { name: "开始验证" }).click();
    await page.getByText("这不表示摇号有问题").waitFor();
    expect(await page.getByText("验证未通过").count()).toBe(0);
  });

  it("will not verify without the keys it is to rely on", async () => {
    const { page } = await open("/help/");
    await page.route("**/policy.json", (route) => route.fulfill({ status: 404 }));
    await page.goto(`${site.origin}/verify/?draw=${drawId}`);
    await verify(page);
    await page.getByText("读不到本页预置的公钥").waitFor();
  });

  it("stops when told to", async () => {
    const { page } = await open(`/verify/?draw=${drawId}`);
    await page.route("**/bundle.json", () => undefined);
    await page.getByRole("button", { name: "开始验证" }).click();
    await page.getByRole("button", { name: "停止" }).click();
    await page.getByText("已停止，没有得出结论").waitFor();
  });
});
