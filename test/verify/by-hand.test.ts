import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { DrawBundle } from "../../shared/contract/draw.ts";

type Vector = {
  bundle: DrawBundle & { ranking: string };
  expect: { tickets: { pool: string; receipt: string; ticket: string }[] };
};

const vector = (name: string) =>
  JSON.parse(readFileSync(`test/vectors/${name}.json`, "utf8")) as Vector;

/** The shell blocks of the citizen's guide. */
const guide = readFileSync("docs/verify-a-draw.md", "utf8");
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
const block = (start: string): string => {
  const found = blocks.find((text) => text.startsWith(start));
  if (found === undefined) throw new Error(`no block begins with ${start}`);
  return found;
};

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const run = promisify(execFile);

describe.skipIf(!hasOpenssl)("the citizen's guide", () => {
  const folder = mkdtempSync(join(tmpdir(), "by-hand-"));
  const shell = (script: string) =>
    execFileSync("sh", ["-c", script], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
      .trim()
      .split("\n");
  const publish = ({ bundle: { roster, ranking, ...rest } }: Vector) => {
    writeFileSync(join(folder, "bundle.json"), JSON.stringify(rest));
    writeFileSync(join(folder, "roster.csv"), roster);
    writeFileSync(join(folder, "ranking.csv"), ranking);
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("computes a ticket that stands in the ranking of the draw it names", () => {
    const lines = blocks.filter((text) => text.startsWith("printf "));
    expect(new Set(lines).size).toBe(1);
    const ticket =
      shell(lines[0] ?? "")[0]
        ?.split(" ")
        .at(-1) ?? "";
    const line = /```text\n(.*)\n```/.exec(guide)?.[1] ?? "";
    expect(line.split(",")[4]).toBe(ticket.slice(0, 16));
    expect(vector("draw-n7").bundle.ranking.split("\n")).toContain(line);
  });

  it.each([
    ["draw-n7", "-sha256"],
    ["draw-n100-points", "-sha256"],
    ["draw-n7-sm3", "-sm3"],
  ])("finds any receipt's key and ticket in the files of %s", (name, digest) => {
    const given = vector(name);
    publish(given);
    const { pool, receipt, ticket } = given.expect.tickets[0] ?? {
      pool: "",
      receipt: "",
      ticket: "",
    };
    const script = block("DRAW=")
      .replace("DRAW=pub-n7", `DRAW=${given.bundle.drawId}`)
      .replace("POOL=G", `POOL=${pool}`)
      .replace(/RECEIPT=.*/, `RECEIPT=${receipt}`)
      .replace("-sha256", digest);
    const [computed = "", published = ""] = shell(script);
    expect(computed.split(" ").at(-1)).toBe(ticket);
    expect(published.split(",")[4]).toBe(ticket.slice(0, 16));
  });

  it.skipIf(!hasCurl)(
    "takes the first of a pool of a published draw, as of the demo's",
    async () => {
      const { bundle } = vector("draw-n7");
      const files = new Map([
        [
          `/files/draws/${bundle.drawId}/bundle.json`,
          JSON.stringify({ ...bundle, ranking: undefined }),
        ],
        [`/files/draws/${bundle.drawId}/ranking.csv`, bundle.ranking],
      ]);
      const server = createServer((request, response) => {
        const body = files.get(request.url ?? "");
        response.writeHead(body === undefined ? 404 : 200).end(body);
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const { port } = server.address() as AddressInfo;
      const script = block("ADDRESS=")
        .replace("127.0.0.1:3000", `127.0.0.1:${port}`)
        .replace("DRAW=fz-prh-2026-001", `DRAW=${bundle.drawId}`)
        .replace("POOL=A", "POOL=G");
      const { stdout } = await run("sh", ["-c", script], { cwd: folder });
      server.close();
      const [computed = "", published = ""] = stdout.trim().split("\n");
      expect(published).toBe(bundle.ranking.split("\n").find((line) => line.startsWith("G,1,")));
      expect(computed.split(" ").at(-1)?.slice(0, 16)).toBe(published.split(",")[4]);
    },
  );

  it("sees whether a pool is in order", () => {
    const given = vector("draw-n100-points");
    publish(given);
    const script = `POOL=B\n${block("grep ")}`;
    expect(shell(script)).toEqual(["顺序正确"]);
    const spoiled = given.bundle.ranking.split("\n").reverse().join("\n");
    writeFileSync(join(folder, "ranking.csv"), spoiled);
    expect(() => shell(script)).toThrow();
    expect(() => shell(script.replace("B", "NOSUCH"))).toThrow();
  });
});
