import { describe, expect, it } from "vitest";
import { FilingDraft } from "../../../shared/contract/filing.ts";
import { decideDraft } from "../../../shared/domain/filings/decide-draft.ts";
import { leaseDraftOf } from "../../../shared/domain/selections/lease-of.ts";
import { anApplicationForm } from "../../support/builders/application.ts";
import { actor, on, PARTIES } from "../../support/builders/filing.ts";
import { aHome, theTerms } from "../../support/builders/scheme.ts";

const days = { signedOn: "2026-05-08", from: "2026-05-08", agentPhone: "19905990019" };

describe("the lease of an allotted home", () => {
  const draft = leaseDraftOf(theTerms(), aHome(), anApplicationForm(), days);

  it("is a draft that the contract takes and the rules let the operator file", () => {
    expect(FilingDraft.parse(draft)).toEqual(draft);
    const operator = actor("landlord", "operator");
    expect(decideDraft(draft, PARTIES, operator, on("2026-05-08"))).toMatchObject({
      kind: "draft",
      legalBasis: "O11-18-OPERATOR",
    });
  });

  it("is between operator and applicant, for the scheme's years, with the members living there", () => {
    expect(draft.landlords.map(({ name }) => name)).toEqual(["泉州市保障房运营有限公司"]);
    expect(draft.tenants.map(({ name }) => name)).toEqual(["陈思远"]);
    expect(draft.lease).toMatchObject({
      from: "2026-05-08",
      until: "2029-05-07",
      monthlyRentFen: 42_000,
    });
    expect(draft.lease.occupants.map(({ name, kinship }) => [name, kinship])).toEqual([
      ["苏晓雯", "SPOUSE"],
    ]);
  });

  it("of a city scheme is filed in the district where the home is, of a zone's in the zone", () => {
    const filedIn = (jurisdiction: "QZ" | "350503" | "QZ-ETDZ", regionCode: "350502" | "350503") =>
      leaseDraftOf(theTerms({ jurisdiction }), aHome({ regionCode }), anApplicationForm(), days)
        .jurisdiction;
    expect(filedIn("QZ", "350503")).toBe("350503");
    expect(filedIn("350503", "350503")).toBe("350503");
    expect(filedIn("QZ-ETDZ", "350502")).toBe("QZ-ETDZ");
    expect(filedIn("QZ-ETDZ", "350503")).toBe("350503");
  });
});
