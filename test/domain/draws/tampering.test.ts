import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { DrawBundle } from "../../../shared/contract/draw.ts";
import { verifyBundle } from "../../../shared/domain/draws/verify-bundle.ts";
import { summarise } from "../../../web/verify/summary.ts";
import { openTestPolicy, playDraw, type TestDraw } from "./a-draw.ts";

type Texts = DrawBundle & { ranking: string };

/** One change of one text of a bundle. */
type Change = {
  which: number;
  at: number;
  how: "replace" | "drop" | "double" | "swap";
  by: string;
};

const CHARACTERS = '0123456789abcfABCXZ,+-\n\r "\\{}é\u0000';

const aChange: fc.Arbitrary<Change> = fc.record({
  which: fc.nat(),
  at: fc.nat(),
  how: fc.constantFrom("replace", "drop", "double", "swap"),
  by: fc.nat().map((n) => CHARACTERS.charAt(n % CHARACTERS.length)),
});

function changed(text: string, { at, how, by }: Change): string {
  const i = at % Math.max(1, text.length);
  const [head, char, tail] = [text.slice(0, i), text.charAt(i), text.slice(i + 1)];
  switch (how) {
    case "replace":
      return head + by + tail;
    case "drop":
      return head + tail;
    case "double":
      return head + char + char + tail;
    case "swap":
      return head + tail.charAt(0) + char + tail.slice(1);
  }
}

function tamper(bundle: Texts, change: Change): Texts {
  const copy = structuredClone(bundle);
  const names = Object.keys(copy.checkpoints);
  const kinds = copy.log.length + names.length + 2;
  const which = change.which % kinds;
  const name = names[which - copy.log.length];
  if (which < copy.log.length) copy.log[which] = changed(copy.log[which] ?? "", change);
  else if (name !== undefined)
    copy.checkpoints[name] = changed(copy.checkpoints[name] ?? "", change);
  else if (which === kinds - 1) copy.roster = changed(copy.roster, change);
  else copy.ranking = changed(copy.ranking, change);
  return copy;
}

describe("a tampered bundle", () => {
  let draw: TestDraw;
  beforeAll(async () => {
    draw = await playDraw({
      but: { options: { score: true, weight: true, link: true } },
      entry: (i) => ({ score: i % 3, weight: 1 + (i % 2), link: i < 2 ? "LINKLINK" : null }),
      remove: (ranking) => [ranking.split("\n")[0]?.split(",")[2] ?? ""],
    });
  });

  it("is never accepted as saying anything else", () => {
    const policy = openTestPolicy();
    const truth = summarise(verifyBundle(draw.bundle, policy));
    expect(truth.ok).toBe(true);
    let refused = 0;
    fc.assert(
      fc.property(aChange, (change) => {
        const bundle = tamper(draw.bundle, change);
        fc.pre(JSON.stringify(bundle) !== JSON.stringify(draw.bundle));
        const found = summarise(verifyBundle(bundle, policy));
        // One cosigner's line lost among three changes nothing that the quorum of two vouches for.
        if (found.ok) expect(found).toEqual(truth);
        else refused++;
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it("is refused at the entry that is no document, and at the byte where it is not canonical", () => {
    const policy = openTestPolicy();
    const place = draw.bundle.log.findIndex((entry) => entry.includes('"title"'));
    const notice = draw.bundle.log[place] ?? "";
    const refusal = (entry: string) => {
      const log = draw.bundle.log.with(place, entry);
      const { code, at } = verifyBundle({ ...draw.bundle, log }, policy);
      expect(code).toBe("E_DOC");
      return at;
    };
    const colon = notice.indexOf('"title":') + '"title":'.length;
    const spaced = `${notice.slice(0, colon)} ${notice.slice(colon)}`;
    const byte = Buffer.byteLength(notice.slice(0, colon));
    expect(refusal(spaced)).toEqual({ entry: place, byte });
    expect(refusal(`${notice} `)).toEqual({ entry: place, byte: Buffer.byteLength(notice) });
    expect(refusal(notice.replace('"title":', '"titel":'))).toEqual({ entry: place });
    const long = notice.replace('"title":"', `"title":"${"长".repeat(30_000)}`);
    expect(refusal(long)).toEqual({ entry: place, byte: 65_535 });
  });

  it("is refused whatever its shape", () => {
    const policy = openTestPolicy();
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(verifyBundle(value, policy).ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("still tells the outcome its reveals fix when the result was spoiled", () => {
    const policy = openTestPolicy();
    const truth = verifyBundle(draw.bundle, policy).fixed;
    const log = draw.bundle.log.map((entry) =>
      entry.includes("pvl1/amend") ? entry.replace("withdraw", "whatever") : entry,
    );
    const spoiled = verifyBundle({ ...draw.bundle, log }, policy);
    expect(spoiled.code).toBe("E_LOG_ROOT");
    expect(truth).not.toBeNull();
    expect(spoiled.fixed).toEqual(truth);
  });

  it("tells no outcome when the reveals themselves do not stand", () => {
    const checkpoints = Object.fromEntries(
      Object.entries(draw.bundle.checkpoints).filter(([name]) => name !== "reveals"),
    );
    const report = verifyBundle({ ...draw.bundle, checkpoints }, openTestPolicy());
    expect(report).toMatchObject({ code: "E_FILE", fixed: null });
  });
});
