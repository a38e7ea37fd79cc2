import { describe, expect, it } from "vitest";
import type { SchemeDraft } from "../../../shared/contract/scheme.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { schemePolicy } from "../../../shared/domain/policy/scheme-policy.ts";
import {
  earliestFreeze,
  lastRosterDay,
  schemeFlaws,
} from "../../../shared/domain/schemes/decide-publication.ts";
import { aHome, aScheme, theTerms } from "../../support/builders/scheme.ts";
import {
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../../shared/domain/draws/verifier-key.ts";

const NOW = Date.parse("2026-03-01T00:00:00Z");
const flaws = (but: Partial<SchemeDraft> = {}, now = NOW) =>
  schemeFlaws(aScheme(but), { now, policy: schemePolicy, calendar: chinaCalendar });

describe("a scheme to be published", () => {
  it("has no flaw as the builder makes it", () => {
    expect(flaws()).toEqual([]);
  });

  it("opens in the future, and stays open to the end of its first day", () => {
    expect(flaws({}, Date.parse("2026-03-02T01:00:01Z"))).toEqual([
      { kind: "opens-in-the-past", pointer: "/intent/opensAt", earliest: "2026-03-02T01:00:01Z" },
    ]);
    const intent = { opensAt: "2026-03-02T01:00:00Z", closesAt: "2026-03-02T15:59:59Z" };
    expect(flaws({ intent })).toEqual([
      {
        kind: "closes-before-it-opens",
        pointer: "/intent/closesAt",
        earliest: "2026-03-02T16:00:00Z",
      },
    ]);
  });

  it("leaves 15 working days to the recheck and 3 to the roster before it is fixed", () => {
    // Friday 13 March + 15 working days = Friday 3 April; Qingming 4 to 6; + 3 = 9 April, 24:00.
    expect(flaws({ freezeBy: "2026-04-09T15:59:59Z" })).toEqual([
      { kind: "freeze-too-early", pointer: "/freezeBy", earliest: "2026-04-09T16:00:00Z" },
    ]);
    expect(flaws({ freezeBy: "2026-04-09T16:00:00Z" })).toEqual([]);
  });

  it("counts a window that closes at 24:00 as closed on that day", () => {
    const at = (closesAt: string) => earliestFreeze(closesAt, schemePolicy, chinaCalendar);
    expect(at("2026-03-13T16:00:00Z")).toBe(at("2026-03-13T10:00:00Z"));
    expect(at("2026-03-15T17:00:00Z")).toBeGreaterThan(at("2026-03-13T10:00:00Z"));
  });

  it("finds the last day on which a first roster can still be published", () => {
    expect(lastRosterDay("2026-04-10T10:00:00Z", schemePolicy, chinaCalendar)).toBe("2026-04-06");
    expect(lastRosterDay("2026-04-10T16:00:00Z", schemePolicy, chinaCalendar)).toBe("2026-04-07");
  });

  it("leaves half an hour to the reveals, and ten minutes of silence before the number is drawn", () => {
    const { freezeBy } = theTerms();
    expect(
      flaws({ revealBy: "2026-04-10T10:29:59Z" }).map(({ kind, earliest }) => [kind, earliest]),
    ).toEqual([["reveal-too-early", "2026-04-10T10:30:00Z"]]);
    const source = {
      ...{ id: "kl8", game: "kl8" as const, issue: "2026090" },
      at: "2026-04-11T10:09:59Z",
    };
    expect(flaws({ freezeBy, source }).map(({ kind, earliest }) => [kind, earliest])).toEqual([
      ["source-too-early", "2026-04-11T10:10:00Z"],
    ]);
  });

  it("offers in each pool as many homes as it says, in pools that are there", () => {
    const homes = [aHome(), aHome({ homeId: "FZ3-1202", flatId: "QZFZ00001202", pool: "Z" })];
    expect(flaws({ homes }).map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual([
      "unknown-pool /homes/1/pool",
      "pool-units-differ /pools/0/units",
    ]);
  });

  it("spills unfilled homes to later pools only", () => {
    const [first, second] = aScheme().pools;
    if (!first || !second) throw new Error("The scheme has two pools");
    const pools = [first, { ...second, spill: "P" }];
    expect(flaws({ pools })).toEqual([{ kind: "spill-not-later", pointer: "/pools/1/spill" }]);
  });

  it("says for every layout which households it is for", () => {
    const layoutRules = [{ layout: "3-1-1", minPersons: 2, maxPersons: 4 }];
    expect(flaws({ layoutRules })).toEqual([
      { kind: "layout-without-rule", pointer: "/homes/0/layout" },
    ]);
  });

  it("has enough witnesses, a notary among them", () => {
    expect(flaws({ minWitness: 4 })).toEqual([
      { kind: "too-few-witnesses", pointer: "/minWitness" },
    ]);
    const witnesses = aScheme().witnesses.map((one) => ({ ...one, role: "discipline" as const }));
    expect(flaws({ witnesses })).toEqual([{ kind: "no-notary", pointer: "/witnesses" }]);
  });

  it("names witnesses who could never commit: a key that is none, a key of two, a role that cannot sign in", () => {
    const [notary, representative, discipline] = aScheme().witnesses;
    const key = discipline && readVerifierKey(discipline.vkey, NOTE_KEY)?.publicKey;
    if (!notary || !representative || !key) throw new Error("Three witnesses with keys");
    const witnesses = [
      { ...notary, vkey: notary.vkey.replace(/\+.{8}\+/, "+00000000+") },
      { ...representative, role: "media" as const },
      discipline,
      { ...notary, id: "twin", vkey: verifierKeyText("twin.example", NOTE_KEY, key) },
    ];
    expect(flaws({ witnesses })).toEqual([
      { kind: "witness-key-malformed", pointer: "/witnesses/0/vkey" },
      { kind: "witness-cannot-act", pointer: "/witnesses/1/role" },
      { kind: "witness-key-shared", pointer: "/witnesses/3/vkey" },
    ]);
  });

  it("lets public rental homes for five years at most (O11 18), affordable ones for three", () => {
    const lease = (years: number) => ({ years, payCycle: "MONTHLY" as const });
    expect(flaws({ lease: lease(5) })).toEqual([]);
    expect(flaws({ lease: lease(6) })).toEqual([
      { kind: "lease-too-long", pointer: "/lease/years" },
    ]);
    expect(flaws({ programme: "ARH", lease: lease(4) })).toHaveLength(1);
  });
});
