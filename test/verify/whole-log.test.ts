import { beforeAll, describe, expect, it } from "vitest";
import { DrawLog } from "../../infra/bench/make-draw.ts";
import { utf8 } from "../../shared/domain/draws/encoding.ts";
import { entriesPath, entryBundle } from "../../shared/domain/draws/tiles.ts";
import { verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { summarise } from "../../web/verify/summary.ts";
import { logLines, logOf } from "../../web/verify/verify.ts";
import { readWholeLog, type ReadLogFile } from "../../web/verify/whole-log.ts";
import { openTestPolicy, playDraw, START, type TestDraw } from "../domain/draws/a-draw.ts";

const policy = openTestPolicy();
const LATER = START + 90_000;

/** A log with these entries, the last of them cosigned then. */
async function aLog(entries: readonly string[], time = LATER): Promise<DrawLog> {
  const log = new DrawLog();
  for (const entry of entries.slice(0, -1)) await log.append(entry);
  await log.publish("newest", entries.at(-1) ?? "", time);
  return log;
}

const headOf = ({ checkpoints, entries }: DrawLog) => ({
  checkpoint: checkpoints.newest ?? "",
  entries,
});

/** The files of a log in memory; `but` replaces some, undefined takes them away. */
const filesOf = (
  log: DrawLog,
  but: Readonly<Record<string, Uint8Array | undefined>> = {},
): ReadLogFile => {
  const files = new Map<string, Uint8Array | undefined>([
    ["checkpoint", utf8(log.checkpoints.newest ?? "")],
    ...log.tiles,
    ...Object.entries(but),
  ]);
  return (path) => Promise.resolve(files.get(path));
};

describe("a draw with the log it stands in", () => {
  let draw: TestDraw;
  const verify = (whole: { checkpoint: string; entries: readonly string[] }, given = draw.bundle) =>
    verifyBundle(given, policy, { whole });
  const withMore = async (...more: string[]) => headOf(await aLog([...draw.bundle.log, ...more]));

  beforeAll(async () => {
    draw = await playDraw({ remove: (ranking) => [ranking.split("\n")[0]?.split(",")[2] ?? ""] });
  });

  it("is right, and says up to where and when the log was seen", async () => {
    const whole = await withMore('{"drawId":"another-draw","type":"pvl1/notice"}');
    const report = verify(whole);
    expect(report.code).toBeNull();
    expect(report.newest).toEqual({ size: whole.entries.length, cosignedAt: LATER + 7 });
    expect(verifyBundle(draw.bundle, policy).newest).toBeNull();
  });

  it("shows a second notice or result that was logged after the bundle was made", async () => {
    const log = draw.bundle.log.filter((entry) => entry.includes('"test-draw"'));
    for (const type of ["notice", "reveals", "result"]) {
      const second = log.find((entry) => entry.includes(`pvl1/${type}`)) ?? "";
      expect(verify(await withMore(second)).code).toBe("E_LOG_DUP");
    }
    expect(verifyBundle(draw.bundle, policy).ok).toBe(true);
  });

  it("shows amendments that the bundle leaves out", async () => {
    const whole = await withMore("{}");
    const { "amend-1": _, ...checkpoints } = draw.bundle.checkpoints;
    const older = { ...draw.bundle, log: draw.bundle.log.slice(0, -1), checkpoints };
    const before = verifyBundle(older, policy);
    const now = verify(whole, older);
    expect([before.code, now.code]).toEqual([null, null]);
    expect(now.draw?.seats.selected()).not.toEqual(before.draw?.seats.selected());
    const same = verifyBundle(draw.bundle, policy).draw?.seats.selected();
    expect(now.draw?.seats.selected()).toEqual(same);
  });

  it("may be newer than the log that was read", async () => {
    const whole = headOf(await aLog(draw.bundle.log.slice(0, -1)));
    expect(verify(whole).code).toBeNull();
  });

  it("is refused where the log shows another history", async () => {
    const [first = "", ...rest] = draw.bundle.log;
    const forked = headOf(await aLog([first.replace("another", "yet-another"), ...rest, "{}"]));
    expect(verify(forked).code).toBe("E_LOG_ROOT");
    const shorter = headOf(await aLog([first.replace("another", "yet-another")]));
    expect(verify(shorter).code).toBe("E_LOG_ROOT");
  });

  it("is refused where the newest checkpoint is not the log's, not of its entries, or not cosigned", async () => {
    const whole = await withMore("{}");
    const { checkpoint, entries } = whole;
    const lines = checkpoint.split("\n");
    const without = (count: number) => `${lines.slice(0, lines.length - 1 - count).join("\n")}\n`;
    expect(verify({ ...whole, checkpoint: "" }).code).toBe("E_CKPT");
    expect(verify({ ...whole, checkpoint: checkpoint.replace("draw.test/log", "x") }).code).toBe(
      "E_CKPT",
    );
    expect(verify({ checkpoint, entries: entries.slice(0, -1) }).code).toBe("E_LOG_ROOT");
    expect(verify({ ...whole, checkpoint: without(1) }).code).toBeNull();
    expect(verify({ ...whole, checkpoint: without(2) }).code).toBe("E_COSIGN");
  });

  it("says when the log was not read, or was cosigned more than a day ago", async () => {
    const alone = summarise(verifyBundle(draw.bundle, policy));
    const read = summarise(verify(await withMore("{}")));
    const at = (now: number, language: "zh" | "en" = "en") => ({ now, language });
    expect(logLines(alone, at(LATER))[0]).toContain("was not read");
    expect(logLines(alone, at(LATER, "zh"))[0]).toContain("没有读到日志");
    expect(logLines(read, at(LATER + 80_000))).toEqual([]);
    expect(logLines(read, at(LATER + 86_500))[0]).toContain("more than a day");
  });
});

describe("the files of a log", () => {
  const entries = Array.from({ length: 600 }, (_, i) => `{"n":${i}}`);
  let log: DrawLog;
  beforeAll(async () => {
    log = await aLog(entries);
  });

  it("are read up to the newest checkpoint, full bundles and the last", async () => {
    const whole = await readWholeLog(filesOf(log));
    expect(whole).toEqual({ checkpoint: log.checkpoints.newest, entries });
  });

  it("may have a last bundle that is full by now", async () => {
    const full = entryBundle([...entries.slice(512), ...entries.slice(0, 168)]);
    const but = { [entriesPath(2, 88)]: undefined, [entriesPath(2)]: full };
    expect((await readWholeLog(filesOf(log, but)))?.entries).toEqual(entries);
  });

  it("are too few where one is missing, cut short or no bundle", async () => {
    for (const bad of [undefined, Uint8Array.of(0), utf8("no bundle at all")]) {
      const whole = await readWholeLog(filesOf(log, { [entriesPath(1)]: bad }));
      expect(whole?.entries.length).toBeLessThan(600);
    }
  });

  it("are nothing where there is no checkpoint, and empty where it is none", async () => {
    expect(await readWholeLog(filesOf(log, { checkpoint: undefined }))).toBeUndefined();
    expect(await readWholeLog(filesOf(log, { checkpoint: utf8("x") }))).toEqual({
      checkpoint: "x",
      entries: [],
    });
  });

  it("stand at the root of the site that publishes the draw", () => {
    const bundle = new URL("https://draws.example/files/draws/x/bundle.json");
    expect(logOf(bundle).href).toBe("https://draws.example/log/");
  });
});
