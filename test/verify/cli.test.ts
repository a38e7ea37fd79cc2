import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DrawLog } from "../../infra/bench/make-draw.ts";
import { entryBundle } from "../../shared/domain/draws/tiles.ts";
import { kl8Value, playDraw, START, testPolicy, type TestDraw } from "../domain/draws/a-draw.ts";

type Run = { status: number; lines: string[]; stderr: string };

const run = (args: string[], env: Record<string, string> = {}): Promise<Run> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, ["web/verify/cli.ts", ...args], options, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : 0;
      resolve({ status, lines: stdout.trimEnd().split("\n"), stderr });
    });
  });

describe("the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  const file = (name: string) => join(folder, name);
  const write = (name: string, value: unknown) => {
    writeFileSync(file(name), typeof value === "string" ? value : JSON.stringify(value));
    return file(name);
  };
  let draw: TestDraw;

  beforeAll(async () => {
    draw = await playDraw();
    const { roster, ranking, ...rest } = draw.bundle;
    write("whole.json", draw.bundle);
    write("bundle.json", rest);
    write("roster.csv", roster);
    write("ranking.csv", ranking);
    write("policy.json", testPolicy);
    write("slip.json", draw.slipOf(0));
    write("bad-slip.json", { ...draw.slipOf(0), name: "another" });
    write("spoiled.json", { ...draw.bundle, ranking: ranking.replace("W", "B") });
    write("broken.json", "{");
  });

  it("says everything about a good bundle and ends with RESULT OK", async () => {
    const policy = file("policy.json");
    const { status, lines } = await run([file("whole.json"), "--policy", policy, "--lang", "en"]);
    expect(lines[0]).toBe("drawId test-draw");
    expect(lines.filter((line) => line.startsWith("witness "))).toHaveLength(3);
    expect(
      lines.filter((line) => /^(freeze|result|seed|ranking) [0-9a-f]{64}$/.test(line)),
    ).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith("STEP "))).toHaveLength(8);
    expect(lines).toContain("WARN W_PUBLIC_UNCHECKED:kl8");
    expect(lines.at(-1)).toBe("RESULT OK");
    expect(status).toBe(0);
  });

  it("takes a folder, and the pinned policy of the instance", async () => {
    const { status, lines } = await run([folder, "--public", `kl8=${kl8Value.value}`], {
      QUANJU_DATA: folder,
    });
    expect(lines.filter((line) => line.startsWith("WARN"))).toEqual([]);
    expect([lines.at(-1), status]).toEqual(["RESULT OK", 0]);
  });

  it("takes a URL of a folder, with files beside the bundle and the log of its site", async () => {
    const served = new Map<string, string | Buffer>([
      ["/d/bundle.json", JSON.stringify({ ...draw.bundle, roster: undefined, ranking: undefined })],
      ["/d/roster.csv", draw.bundle.roster],
    ]);
    const server = createServer((request, response) => {
      const body = served.get(request.url ?? "");
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/d/`;
    const good = await run([url, "--policy", file("policy.json"), "--lang", "en"]);
    const { log, checkpoints } = draw.bundle;
    served.set("/log/checkpoint", checkpoints.result ?? "");
    served.set(`/log/tile/entries/000.p/${log.length}`, Buffer.from(entryBundle(log)));
    const whole = await run([url, "--policy", file("policy.json"), "--lang", "en"]);
    const second = log.find((entry) => entry.includes("pvl1/reveals")) ?? "";
    const later = new DrawLog();
    for (const entry of log) await later.append(entry);
    await later.publish("newest", second, START + 60_000);
    served.set("/log/checkpoint", later.checkpoints.newest ?? "");
    for (const [path, bytes] of later.tiles) served.set(`/log/${path}`, Buffer.from(bytes));
    const twice = await run([url, "--policy", file("policy.json")]);
    const missing = await run([`${url}none.json`, "--policy", file("policy.json")]);
    server.close();
    expect([good.lines.at(-1), good.status]).toEqual(["RESULT OK", 0]);
    expect([missing.status, missing.lines]).toEqual([2, [""]]);
    expect(
      good.lines.filter((line) => line.startsWith("NOTE The log itself was not read")),
    ).toHaveLength(1);
    expect([whole.lines.at(-1), whole.status]).toEqual(["RESULT OK", 0]);
    expect(whole.lines).toContain(`log ${log.length} entries`);
    expect([twice.lines.at(-1), twice.status]).toEqual(["RESULT FAIL E_LOG_DUP", 1]);
  });

  it.each([
    ["a spoiled ranking", ["spoiled.json"], "E_RANKING_FILE"],
    ["a file that is not JSON", ["broken.json"], "E_FILE"],
    [
      "a number that differs from the bulletin",
      ["whole.json", "--public", "kl8=kl8:1:1"],
      "E_SOURCE",
    ],
  ])("ends with RESULT FAIL for %s", async (_, [name = "", ...rest], code) => {
    const { status, lines } = await run([file(name), "--policy", file("policy.json"), ...rest]);
    expect([lines.at(-1), status]).toEqual([`RESULT FAIL ${code}`, 1]);
  });

  it("checks a slip, whose private fields it never prints", async () => {
    const verify = (slip: string) =>
      run([file("whole.json"), "--policy", file("policy.json"), "--slip", file(slip)]);
    const good = await verify("slip.json");
    expect([good.lines.at(-1), good.status]).toEqual(["RESULT OK", 0]);
    expect(good.lines.join("\n")).not.toContain("测试0");
    const bad = await verify("bad-slip.json");
    expect([bad.lines.at(-1), bad.status]).toEqual(["RESULT FAIL E_PRIVATE", 1]);
  });

  it("never takes the policy from beside the bundle", async () => {
    const { status, stderr } = await run([folder], { QUANJU_DATA: join(folder, "none") });
    expect(status).toBe(2);
    expect(stderr).toContain("policy.json");
  });

  it.each([
    ["no bundle", []],
    ["two bundles", ["a", "b"]],
    ["an unknown option", ["a", "--nope"]],
    ["an unknown language", ["a", "--lang", "fr"]],
    ["vectors without a file", ["--vectors"]],
    ["a reading without a value", ["whole.json", "--public", "kl8"]],
    ["a reading of a source that is not there", ["whole.json", "--public", "ssq=1"]],
    ["a slip that is none", ["whole.json", "--slip", "roster.csv"]],
    ["a bundle that is not there", ["none.json"]],
  ])("calls %s a usage error", async (_, args) => {
    const placed = args.map((arg) => (/\.(json|csv)$/.test(arg) ? file(arg) : arg));
    const { status, stderr } = await run(placed, { QUANJU_DATA: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("verify BUNDLE");
  });

  it("runs vectors and counts them", async () => {
    const good = await run(["--vectors", "test/vectors/drand.json", "test/vectors/draw-n2.json"]);
    expect([good.lines.at(-1), good.status]).toEqual(["14 passed, 0 failed", 0]);
    const bad = await run(["--vectors", write("odd.json", { name: "odd" })]);
    expect([bad.lines.at(-1), bad.status]).toEqual(["0 passed, 1 failed", 1]);
  });
});
