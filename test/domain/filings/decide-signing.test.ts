import { describe, expect, it } from "vitest";
import {
  decideCorrect,
  decideSend,
  decideSign,
} from "../../../shared/domain/filings/decide-signing.ts";
import { aFiling, actor, landlord, stranger, tenant } from "../../support/builders/filing.ts";
import { aLease } from "../../support/builders/lease.ts";
import { FilingState } from "../../../shared/contract/filing.ts";
import { filingTransitions } from "../../../shared/domain/filings/transitions.ts";

const AT = "2026-02-26T01:00:00.000Z";
const free = { unitBlocked: false };

describe("sending a draft for signature", () => {
  it("is its drafter's", () => {
    expect(decideSend(aFiling(), landlord, free)).toEqual({ kind: "send" });
    expect(decideSend(aFiling(), tenant, free)).toEqual({ kind: "not-the-drafter" });
  });

  it("is refused for a home that may not be let (V15)", () => {
    expect(decideSend(aFiling(), landlord, { unitBlocked: true })).toEqual({
      kind: "unit-blocked",
    });
  });

  it("has no sense for a contract signed on paper", () => {
    const lease = aLease({ contractDigest: "ab".repeat(32) });
    const paper = aFiling({ draft: { signing: "PAPER", lease } });
    expect(decideSend(paper, landlord, free)).toEqual({ kind: "signed-on-paper" });
  });
});

describe("signing", () => {
  const sent = aFiling({ state: "TO_SIGN" });
  const place = (side: "LANDLORD" | "TENANT") => ({ side, index: 0, signedAt: AT });

  it("is complete when both sides have", () => {
    expect(decideSign(sent, landlord, AT)).toEqual({
      kind: "sign",
      added: [place("LANDLORD")],
      complete: false,
    });
    const half = aFiling({ state: "TO_SIGN", signatures: [place("LANDLORD")] });
    expect(decideSign(half, tenant, AT)).toEqual({
      kind: "sign",
      added: [place("TENANT")],
      complete: true,
    });
  });

  it("fills every place of one who signs for a firm too", () => {
    const both = { identities: ["landlord", "tenant"], roles: [] };
    expect(decideSign(sent, both, AT)).toMatchObject({ complete: true });
  });

  it("is refused twice, to strangers, and out of order", () => {
    const half = aFiling({ state: "TO_SIGN", signatures: [place("LANDLORD")] });
    expect(decideSign(half, landlord, AT)).toEqual({ kind: "already-signed" });
    expect(decideSign(sent, stranger, AT)).toEqual({ kind: "not-a-signatory" });
    expect(decideSign(aFiling(), landlord, AT)).toEqual({ kind: "out-of-step", state: "DRAFT" });
  });
});

describe("pointing at a wrong field", () => {
  const sent = aFiling({ state: "TO_SIGN" });
  const wrong = (pointer: string) => ({ pointer, reason: "租金不对" });

  it("opens the draft again, for any signatory", () => {
    expect(decideCorrect(sent, tenant, wrong("/lease/monthlyRentFen"))).toEqual({ kind: "reopen" });
    expect(decideCorrect(sent, landlord, wrong("/tenants/0/name"))).toEqual({ kind: "reopen" });
  });

  it("names a field that is there", () => {
    const refused = { kind: "no-such-field", pointer: "/pointer" };
    expect(decideCorrect(sent, tenant, wrong("/lease/price"))).toEqual(refused);
    expect(decideCorrect(sent, tenant, wrong("/tenants/1"))).toEqual(refused);
    expect(decideCorrect(sent, tenant, wrong("/lease/from/x"))).toEqual(refused);
    expect(decideCorrect(sent, tenant, wrong("/constructor"))).toEqual(refused);
  });

  it("is refused to strangers, drafters who do not sign, and out of order", () => {
    expect(decideCorrect(sent, stranger, wrong("/lease")).kind).toBe("not-a-signatory");
    expect(decideCorrect(sent, actor("broker", "broker"), wrong("/lease")).kind).toBe(
      "not-a-signatory",
    );
    expect(decideCorrect(aFiling(), tenant, wrong("/lease")).kind).toBe("out-of-step");
  });
});

describe("the table of transitions", () => {
  it("reaches every state from DRAFT, and leaves those that are closed by nothing", () => {
    const reached = new Set(["DRAFT"]);
    const rows = Object.values(filingTransitions) as {
      from: readonly string[];
      to: readonly string[];
    }[];
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of rows)
        if (from.some((state) => reached.has(state))) to.forEach((state) => reached.add(state));
    }
    expect(reached).toEqual(new Set(FilingState.options));
    for (const closed of ["REFUSED", "LAPSED", "CANCELLED", "REVOKED"])
      expect(rows.some(({ from }) => from.includes(closed))).toBe(false);
  });
});
