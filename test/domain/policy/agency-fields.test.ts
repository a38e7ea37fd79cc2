import { describe, expect, it } from "vitest";
import { PartnerAgency, Purpose } from "../../../shared/contract/agency.ts";
import { agreementOf, FIELD_AGREEMENTS } from "../../../shared/domain/policy/agency-fields.ts";

describe("agreements with other agencies", () => {
  it("name each agency and purpose once, and no agency asks for another's purpose", () => {
    const pairs = FIELD_AGREEMENTS.map(({ agency, purpose }) => `${agency} ${purpose}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const agency of PartnerAgency.options)
      for (const purpose of Purpose.options)
        expect(agreementOf(agency, purpose, "2026-07-01") !== undefined).toBe(
          pairs.includes(`${agency} ${purpose}`),
        );
  });

  it("keep rent from the police, consent from all but the police, children from the tax office", () => {
    const told = (agency: PartnerAgency) =>
      FIELD_AGREEMENTS.filter((one) => one.agency === agency).flatMap(({ fields }) => fields);
    expect(told("police")).not.toContain("monthlyRentFen");
    for (const agency of ["education", "civil-affairs", "tax"] as const)
      expect(told(agency)).not.toContain("hukouConsent");
    expect(told("tax")).not.toContain("occupants");
  });

  it("hold from their first day to their last", () => {
    const [one] = FIELD_AGREEMENTS;
    if (!one) throw new Error("There is one");
    const ended = [{ ...one, until: "2026-06-30" }];
    expect(agreementOf(one.agency, one.purpose, "2026-06-30", ended)).toBe(ended[0]);
    expect(agreementOf(one.agency, one.purpose, "2026-07-01", ended)).toBeUndefined();
    expect(agreementOf(one.agency, one.purpose, "2025-09-14")).toBeUndefined();
  });
});
