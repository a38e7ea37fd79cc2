import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPortal } from "../../web/portal/build.ts";
import { PAGE_HEADERS } from "../../web/portal/headers.ts";
import { vectorDraw } from "./portal-site.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-portal-"));
const out = join(folder, "portal");

const filesOf = (at: string): Map<string, Buffer> =>
  new Map(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [file.slice(at.length + 1), readFileSync(file)]),
  );

let files: Map<string, Buffer>;
const text = (file: string): string => files.get(file)?.toString() ?? "";
const pages = (): [string, string][] =>
  [...files].filter(([name]) => name.endsWith(".html")).map(([name]) => [name, text(name)]);

beforeAll(async () => {
  await buildPortal(out);
  files = filesOf(out);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the built portal", () => {
  it("has every page in both languages", () => {
    const names = pages().map(([name]) => name);
    for (const page of [
      "",
      "certificates/",
      "c/",
      "verify/",
      "help/",
      "privacy/",
      "accessibility/",
    ])
      expect(names).toEqual(expect.arrayContaining([`${page}index.html`, `en/${page}index.html`]));
    expect(names).toEqual(expect.arrayContaining(["404.html", "en/404.html"]));
  });

  it("comes out the same byte for byte when built again", async () => {
    const again = join(folder, "again");
    await buildPortal(again);
    expect(filesOf(again)).toEqual(files);
  });

  it("holds no inline script, style or handler, which its own policy forbids", () => {
    expect(PAGE_HEADERS["content-security-policy"]).toMatch(/script-src 'self';/);
    for (const [, html] of pages()) {
      expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
      for (const [script] of html.matchAll(/<script[^>]*>/g)) expect(script).toMatch(/ src="\//);
    }
  });

  it("names no other site: nothing is loaded from elsewhere", () => {
    for (const [name, content] of files)
      if (/\.(html|css)$/.test(name))
        expect(content.toString().replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
          /https?:\/\//,
        );
  });

  it("asks for files that are there, under names with their digest", () => {
    for (const [, html] of pages())
      for (const [, file = ""] of html.matchAll(/(?:src|href|data-worker)="\/(assets\/[^"]+)"/g)) {
        expect(file).toMatch(/-[0-9a-f]{10}\.(js|css|svg)$/);
        expect(files.has(file)).toBe(true);
      }
  });

  it("links to no page of its own that is not there", () => {
    for (const [, html] of pages())
      for (const [, path = "", part] of html.matchAll(/href="(\/[^"?#]*)(?:#([^"]*))?"/g)) {
        if (path.startsWith("/assets/") || path.startsWith("/api/")) continue;
        const target = `${path.slice(1)}index.html`;
        expect(files.has(target), target).toBe(true);
        if (part !== undefined) expect(text(target)).toContain(`id="${part}"`);
      }
  });

  it("stays within 35 KB of scripts and styles and 15 KB of HTML a page, gzipped; 90 KB for a witness", () => {
    for (const [name, html] of pages()) {
      const assets = [...html.matchAll(/"\/(assets\/[^"]+\.(?:js|css))"/g)]
        .map(([, file = ""]) => file)
        .filter((file) => !file.includes("verifier"));
      const size = assets.reduce((sum, file) => sum + gzipSync(files.get(file) ?? "").length, 0);
      expect(size, name).toBeLessThan(name.includes("witness/") ? 90_000 : 35_000);
      expect(gzipSync(html).length, name).toBeLessThan(15_000);
    }
  });

  it("speaks of invented people only where it is told to", async () => {
    expect(text("index.html")).not.toContain("演示");
    const demo = join(folder, "demo");
    await buildPortal(demo, { demo: true });
    const html = readFileSync(join(demo, "index.html"), "utf8");
    expect(html).toContain("登录为演示人物");
    expect(html).toContain('href="/api/sign-in?returnTo=%2F"');
  });

  it("carries the policy it was given in the verification page, unable to close the block", async () => {
    const pinned = join(folder, "pinned");
    const policyFile = join(folder, "policy.json");
    const policy = { ...(vectorDraw("draw-n7").policy as object), note: "</script>" };
    writeFileSync(policyFile, JSON.stringify(policy));
    await buildPortal(pinned, { policyFile });
    const html = readFileSync(join(pinned, "verify/index.html"), "utf8");
    const block = /<script type="application\/json" id="policy">(.*?)<\/script>/.exec(html)?.[1];
    expect(JSON.parse(block ?? "")).toEqual(policy);
  });

  it("marks the language of each page and its counterpart", () => {
    expect(text("index.html")).toMatch(/^<!doctype html><html lang="zh-Hans">/);
    expect(text("en/index.html")).toMatch(/^<!doctype html><html lang="en">/);
    expect(text("help/index.html")).toContain('hreflang="en" href="/en/help/"');
  });
});
