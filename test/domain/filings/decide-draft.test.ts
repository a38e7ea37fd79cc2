import { describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { SpaceKind, type Lease } from "../../../shared/contract/lease.ts";
import type { Guardian } from "../../../shared/contract/identity.ts";
import type { Role } from "../../../shared/contract/ids.ts";
import { decideDraft, decideEdit } from "../../../shared/domain/filings/decide-draft.ts";
import { actorIn, type Represented } from "../../../shared/domain/filings/facts.ts";
import {
  aFiling,
  actor,
  landlord,
  on,
  PARTIES,
  stranger,
  tenant,
} from "../../support/builders/filing.ts";
import { aDraft, aLease, aUnit } from "../../support/builders/lease.ts";
import { aFirm, anIdNumber, aPerson } from "../../support/builders/people.ts";

const decide = (but: Partial<FilingDraft>, by = landlord, today = "2026-02-26") =>
  decideDraft(aDraft(but), PARTIES, by, on(today));
const ofLease = (lease: Partial<Lease>, today?: string) =>
  decide({ lease: aLease(lease) }, landlord, today);

const BROKER = { name: "泉州海西房地产经纪有限公司", uscc: "91350502MA000TE569", agent: "许美玲" };

describe("who may file a lease", () => {
  it("the landlord, by duty", () => {
    expect(decide({})).toEqual({
      kind: "draft",
      drafter: "landlord",
      filer: { capacity: "SELF", duty: "MUST", articles: ["R812-8", "O6-14"] },
      legalBasis: "R812-8-LANDLORD",
      notices: [],
    });
  });

  it("the tenant alone, without waiting", () => {
    expect(decide({ filerRole: "TENANT" }, tenant)).toMatchObject({ legalBasis: "R812-8-TENANT" });
  });

  it("the broker, and nobody else, when a broker made the deal (V27)", () => {
    const brokered = { lease: aLease({ broker: BROKER }) };
    expect(decide(brokered)).toEqual({ kind: "broker-must-file", pointer: "/filerRole" });
    const byBroker = aDraft({ ...brokered, filerRole: "BROKER" });
    const of = (firm: string, ...roles: Role[]) => {
      const by = actorIn(
        { ...actor("agent", ...roles), actsFor: [{ of: firm, capacity: "FIRM" }] },
        PARTIES,
      );
      return decideDraft(byBroker, { ...PARTIES, broker: "haixi" }, by, on("2026-02-26"));
    };
    expect(of("haixi", "broker")).toMatchObject({
      drafter: "haixi",
      filer: { capacity: "FIRM", duty: "MUST", articles: ["R812-27", "CC-170"] },
      legalBasis: "R812-27-BROKER",
    });
    const others = { kind: "filer-not-entitled", pointer: "/lease/broker/uscc" };
    expect(of("another", "broker")).toEqual(others);
    expect(of("haixi")).toEqual({ kind: "filer-not-entitled", pointer: "/filerRole" });
  });

  it("the operator of homes it lets itself", () => {
    const operated: Partial<FilingDraft> = { filerRole: "OPERATOR", landlords: [aFirm()] };
    expect(decide(operated, actor("landlord", "operator"))).toMatchObject({
      legalBasis: "O11-18-OPERATOR",
    });
    expect(decide(operated, landlord).kind).toBe("filer-not-entitled");
  });

  it("nobody in a role that is not theirs", () => {
    const refused = { kind: "filer-not-entitled", pointer: "/filerRole" };
    expect(decide({}, stranger)).toEqual(refused);
    expect(decide({}, tenant)).toEqual(refused);
    expect(decide({ filerRole: "TENANT" }, landlord)).toEqual(refused);
    expect(decide({ filerRole: "BROKER" }, actor("broker", "broker"))).toEqual(refused);
  });
});

describe("the rent of a lease that a broker made (V28)", () => {
  const paidTo = (name: string) =>
    ofLease({
      broker: BROKER,
      terms: { payee: { name, bank: "中国银行泉州分行", account: "6200000000000000" } },
    }).kind;
  it.each([BROKER.name, "泉州海西 房地产经纪有限公司", BROKER.agent])(
    "is not paid to %s",
    (name) => {
      const filing = aDraft({
        filerRole: "BROKER",
        lease: aLease({
          broker: BROKER,
          terms: { payee: { name, bank: "中国银行泉州分行", account: "6200000000000000" } },
        }),
      });
      const by = { ...actor("broker", "broker") };
      expect(decideDraft(filing, { ...PARTIES, broker: "broker" }, by, on("2026-02-26"))).toEqual({
        kind: "broker-takes-money",
        pointer: "/lease/terms/payee/name",
      });
    },
  );
  it("is refused to another filer before that (V27)", () => {
    expect(paidTo(BROKER.name)).toBe("broker-must-file");
  });
});

describe("who acts in one case", () => {
  const mandate = (of: string): Represented => ({ of, capacity: "AGENT" });
  it("acts for a minor they are guardian of there, and nowhere else", () => {
    const parent = actor("parent");
    const here = { ...PARTIES, guardians: [{ by: "parent", of: "tenant" }] };
    expect(actorIn(parent, here).identities).toEqual(["parent", "tenant"]);
    expect(actorIn(parent, PARTIES).identities).toEqual(["parent"]);
  });
  it("never acts for the other side from their own (CC 168)", () => {
    expect(actorIn(tenant, PARTIES, [mandate("landlord")]).identities).toEqual(["tenant"]);
  });
  it("never acts for both sides at once (CC 168)", () => {
    const both = actorIn(stranger, PARTIES, [mandate("landlord"), mandate("tenant")]);
    expect(both.identities).toEqual(["stranger"]);
    expect(actorIn(stranger, PARTIES, [mandate("landlord")]).identities).toEqual([
      "stranger",
      "landlord",
    ]);
  });
});

describe("the term of a lease", () => {
  it("may be twenty years to the day, and no longer (V21)", () => {
    expect(ofLease({ until: "2046-02-28" }).kind).toBe("draft");
    expect(ofLease({ until: "2046-03-01" })).toEqual({
      kind: "term-too-long",
      pointer: "/lease/until",
    });
  });

  it("ends after it begins (V20), however the draft came in", () => {
    const backwards = { ...aDraft(), lease: { ...aLease(), until: "2026-03-01" } };
    expect(decideDraft(backwards, PARTIES, landlord, on("2026-02-26")).kind).toBe(
      "end-before-start",
    );
  });

  it("cannot have been agreed tomorrow", () => {
    expect(ofLease({}, "2026-02-24").kind).toBe("signed-in-future");
    expect(ofLease({}, "2026-02-25").kind).toBe("draft");
  });
});

describe("what is let to live in", () => {
  const FORBIDDEN = ["KITCHEN", "BATHROOM", "BALCONY", "CORRIDOR", "BASEMENT_STORE", "GARAGE"];

  it.each(SpaceKind.options)("as %s is refused only where the law says so (V13)", (spaceKind) => {
    const kind = ofLease({ unit: aUnit({ spaceKind }) }).kind;
    expect(kind).toBe(FORBIDDEN.includes(spaceKind) ? "space-not-lettable" : "draft");
  });

  it("is no matter when it is let as a store", () => {
    expect(ofLease({ use: "STORAGE", unit: aUnit({ spaceKind: "GARAGE" }) }).kind).toBe("draft");
  });

  const flatmate = (serial: number, kinship: "NONE" | "CHILD" = "NONE") => ({
    name: "吴志远",
    idType: "RESIDENT_ID" as const,
    idNumber: anIdNumber("19880117", serial),
    kinship,
    from: "2026-03-01",
  });
  const room = aUnit({ roomId: "A", rooms: 1, areaM2: 15 });

  it("holds two persons a room, dependants not counted (V14)", () => {
    expect(ofLease({ unit: room, occupants: [flatmate(1)] }).kind).toBe("draft");
    expect(ofLease({ unit: room, occupants: [flatmate(1), flatmate(2)] })).toEqual({
      kind: "occupancy-exceeded",
      pointer: "/lease/occupants",
    });
    expect(ofLease({ unit: room, occupants: [flatmate(1), flatmate(2, "CHILD")] }).kind).toBe(
      "draft",
    );
  });

  it("gives each person five square metres, dependants too (V14)", () => {
    const family = [flatmate(1, "CHILD"), flatmate(2, "CHILD")];
    expect(ofLease({ unit: { ...room, areaM2: 15 }, occupants: family }).kind).toBe("draft");
    expect(ofLease({ unit: { ...room, areaM2: 14.99 }, occupants: family }).kind).toBe(
      "occupancy-exceeded",
    );
  });
});

describe("the rest of a draft", () => {
  it("is filed where the home is", () => {
    expect(decide({ jurisdiction: "350582" })).toEqual({
      kind: "region-mismatch",
      pointer: "/lease/unit/regionCode",
    });
    const inZone = aLease({ unit: aUnit({ regionCode: "350502" }) });
    expect(decide({ jurisdiction: "QZ-ETDZ", lease: inZone }).kind).toBe("draft");
  });

  it("says when a deposit is returned and what is deducted (V23)", () => {
    const whole = { fen: 180_000, returnWithinDays: 7, deductions: "欠租、损坏赔偿" };
    expect(ofLease({ deposit: whole }).kind).toBe("draft");
    const refused = { kind: "deposit-terms-incomplete", pointer: "/lease/deposit" };
    expect(ofLease({ deposit: { fen: 180_000, returnWithinDays: 7 } })).toEqual(refused);
    expect(ofLease({ deposit: { fen: 180_000, deductions: "欠租" } })).toEqual(refused);
  });

  it("needs a guardian for a minor, up to the day before eighteen (V06)", () => {
    const young = { tenants: [aPerson({ idNumber: anIdNumber("20080227", 3) })] };
    expect(decide(young, landlord, "2026-02-26")).toEqual({
      kind: "minor-needs-guardian",
      pointer: "/tenants/0/idNumber",
    });
    expect(decide(young, landlord, "2026-02-27").kind).toBe("draft");
  });

  it("takes an adult guardian who is not the other side, and none for an adult", () => {
    const guardian = (but: Partial<Guardian> = {}): Guardian => ({
      ...{ name: "陈思远", idType: "RESIDENT_ID", idNumber: anIdNumber("19850101", 5) },
      ...{ phone: "13800009999", as: "PARENT", ...but },
    });
    const minor = (by: Guardian, born = "20150306") =>
      decide({ tenants: [{ ...aPerson({ idNumber: anIdNumber(born, 9) }), guardian: by }] });
    expect(minor(guardian()).kind).toBe("draft");
    const refused = { kind: "guardian-not-entitled", pointer: "/tenants/0/guardian" };
    expect(minor(guardian({ idNumber: anIdNumber("20120101", 5) }))).toEqual(refused);
    expect(minor(guardian({ idNumber: aPerson().idNumber }))).toEqual(refused);
    expect(minor(guardian(), "19900203")).toEqual(refused);
  });

  it("has nobody born tomorrow (V02)", () => {
    const unborn = {
      name: "陈一诺",
      idType: "RESIDENT_ID" as const,
      idNumber: anIdNumber("20260227", 3),
      kinship: "CHILD" as const,
      from: "2026-03-01",
    };
    expect(ofLease({ occupants: [unborn] }, "2026-02-26")).toEqual({
      kind: "birth-date-not-past",
      pointer: "/lease/occupants/0/idNumber",
    });
    const tenants = [aPerson({ idNumber: unborn.idNumber })];
    expect(decide({ tenants }).kind).toBe("birth-date-not-past");
  });

  it("is told what is unusual, and taken all the same (V22, V26, deposit)", () => {
    const notices = (decision: ReturnType<typeof decide>) =>
      decision.kind === "draft" ? decision.notices.map(({ kind }) => kind) : decision.kind;
    expect(notices(ofLease({ monthlyRentFen: 5_999 }))).toEqual(["rent-unusual"]);
    expect(notices(ofLease({ monthlyRentFen: 6_000 }))).toEqual([]);
    expect(notices(ofLease({}, "2026-03-27"))).toEqual([]);
    expect(notices(ofLease({}, "2026-03-28"))).toEqual(["late"]);
    const deposit = { fen: 360_001, returnWithinDays: 7, deductions: "欠租" };
    expect(notices(ofLease({ deposit }))).toEqual(["deposit-high"]);
    expect(notices(ofLease({ deposit: { ...deposit, fen: 360_000 } }))).toEqual([]);
    expect(notices(decide({ landlords: [aFirm()], lease: aLease({ deposit }) }))).toEqual([
      "deposit-high",
    ]);
  });
});

describe("a change of a draft", () => {
  it("is its drafter's alone, and only while it is a draft", () => {
    const next = aDraft({ lease: aLease({ monthlyRentFen: 170_000 }) });
    const edit = (filing = aFiling(), by = landlord) =>
      decideEdit(filing, next, PARTIES, by, on("2026-02-26")).kind;
    expect(edit()).toBe("draft");
    expect(edit(aFiling(), tenant)).toBe("not-the-drafter");
    expect(edit(aFiling({ state: "TO_SIGN" }))).toBe("out-of-step");
  });
});
