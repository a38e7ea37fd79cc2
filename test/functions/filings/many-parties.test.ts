import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generatedPerson } from "../../../infra/local/people.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { PersonParty } from "../../../shared/contract/identity.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { onPaper, startFilers, type Filers } from "./filers.ts";
import { drafted, filingOf, linToChen, sent, sign } from "./line.ts";

let world: Filers;
beforeAll(async () => {
  world = await startFilers();
});
afterAll(() => world.stop());

const one = (n: number): PersonParty => {
  const { name, idType, idNumber, phone } = generatedPerson(n);
  return { kind: "person", name, idType, idNumber, phone };
};
const several = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => one(from + at));

/** As many as the form takes: ten landlords, ten tenants, ten other owners. */
const everyone = () => ({
  landlords: [partyOf("landlord-lin"), ...several(100, 9)],
  tenants: several(200, 10),
  coOwners: several(300, 10),
});

/** Large enough for ten tenants. */
const roomy = ({ lease }: FilingDraft): FilingDraft["lease"] => ({
  ...lease,
  unit: { ...lease.unit, areaM2: 200, rooms: 6 },
});

describe("a lease of thirty people", () => {
  it("is sent to all of them and signed, in transactions that hold it", async () => {
    const lin = await world.api.as("landlord-lin");
    const begun = await sent(lin, { ...linToChen(), ...everyone(), lease: roomy(linToChen()) });
    const tenant = await world.api.as("generated-205");
    expect((await sign(tenant, begun)).body).toMatchObject({ state: "TO_SIGN" });
    expect((await filingOf(tenant, begun.id)).signatures).toHaveLength(2);
    const owner = await world.api.as("generated-309");
    const consent = { termsDigest: begun.termsDigest };
    const path = `/api/filings/${begun.id}/co-owner-consents`;
    expect((await owner.post(path, consent)).status).toBe(201);
  });

  it("is taken in and put on record at once, when it was signed on paper", async () => {
    const lin = await world.api.as("landlord-lin");
    const { landlords, tenants } = everyone();
    const draft = onPaper({ landlords, tenants });
    const { id } = await drafted(lin, { ...draft, lease: roomy(draft) });
    expect((await lin.post(`/api/filings/${id}/submit`, {})).status).toBe(202);
    expect((await filingOf(lin, id)).state).toBe("FILED");
  });

  it("has ten of them act through a guardian at most", async () => {
    const lin = await world.api.as("landlord-lin");
    const { name, idType, idNumber, phone } = one(400);
    const guardian = { name, idType, idNumber, phone: phone ?? "", as: "PARENT" as const };
    const tenants = several(200, 10).map((party) => ({ ...party, guardian }));
    const coOwners = several(300, 1).map((party) => ({ ...party, guardian }));
    const answer = await lin.post("/api/filings", { ...linToChen(), tenants, coOwners });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: "/tenants" }]);
  });
});
