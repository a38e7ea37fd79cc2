import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import {
  DemoPerson,
  GENERATED_PEOPLE,
  demoPeople,
  generatedPerson,
  personOfKey,
  personOfSub,
} from "../../infra/local/people.ts";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigit = (id: string): string =>
  "10X98765432".charAt(weights.reduce((sum, w, i) => sum + w * Number(id[i]), 0) % 11);
const isRealDay = (id: string): boolean => {
  const day = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  return !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
};
const rightId = (id: string): boolean => id.at(-1) === checkDigit(id) && isRealDay(id);

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const usccCheck = (code: string): string => {
  let sum = 0;
  for (let at = 0; at < 17; at++) {
    let power = 1;
    for (let times = 0; times < at; times++) power = (power * 3) % 31;
    sum += usccAlphabet.indexOf(code.charAt(at)) * power;
  }
  return usccAlphabet.charAt((31 - (sum % 31)) % 31);
};

const idsOf = (person: DemoPerson): string[] => [
  person.idNumber,
  ...(person.members ?? []).map((member) => member.idNumber),
];

describe("the demo people", () => {
  it("hold everyone whom the line needs", () => {
    const keys = demoPeople().map((person) => person.key);
    expect(keys).toEqual(
      expect.arrayContaining([
        ...["landlord-lin", "landlord-ou", "enterprise-anju", "broker-haixi"],
        ...["tenant-chen", "tenant-huang", "tenant-wu", "tenant-zheng"],
        ...["clerk-fengze", "reviewer-fengze", "approver-fengze", "reviewer-jinjiang"],
        ...["officer-city-1", "officer-city-2", "draw-officer", "notary", "representative"],
        ...["discipline", "operator", "police", "auditor", "sysadmin"],
      ]),
    );
    const tenants = demoPeople().filter((person) => person.key.startsWith("tenant-"));
    expect(tenants.every((tenant) => (tenant.members ?? []).length > 0)).toBe(true);
  });

  it("have right check digits, and share no number, phone or subject", () => {
    const ids = demoPeople().flatMap(idsOf);
    expect(ids.filter((id) => !rightId(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const field of ["key", "sub", "phone"] as const) {
      expect(new Set(demoPeople().map((person) => person[field])).size).toBe(demoPeople().length);
    }
    for (const { uscc } of demoPeople()) if (uscc) expect(uscc.at(-1)).toBe(usccCheck(uscc));
  });
});

describe("a generated person", () => {
  it("is well formed, always the same, and found again by key and subject", () => {
    fc.assert(
      fc.property(fc.nat(GENERATED_PEOPLE - 1), (n) => {
        const person = generatedPerson(n);
        expect(DemoPerson.parse(person)).toEqual(person);
        expect(idsOf(person).every(rightId)).toBe(true);
        expect(personOfSub(person.sub)).toEqual(person);
        expect(personOfKey(person.key)).toEqual(person);
      }),
    );
  });

  it("shares no ID number, phone or subject with any other", () => {
    const seen = new Set(demoPeople().flatMap((p) => [...idsOf(p), p.phone, p.sub]));
    let values = seen.size;
    for (const from of [0, 11_990, 23_990, 500_000, GENERATED_PEOPLE - 20_000]) {
      const step = from === 0 ? 1 : 7;
      for (let n = from; n < Math.min(from + 20_000, GENERATED_PEOPLE); n += step) {
        if (from !== 0 && n < 20_000) continue;
        const person = generatedPerson(n);
        const own = [...idsOf(person), person.phone, person.sub];
        values += seen.has(person.sub) ? 0 : own.length;
        for (const value of own) seen.add(value);
      }
    }
    expect(seen.size).toBe(values);
  });

  it("does not exist beyond the first million", () => {
    for (const n of [-1, 0.5, GENERATED_PEOPLE, Number.NaN]) {
      expect(() => generatedPerson(n)).toThrow(RangeError);
    }
    expect(personOfKey("generated-1000000")).toBeUndefined();
    expect(personOfSub("gffffffffff")).toBeUndefined();
    expect(personOfSub("nobody")).toBeUndefined();
  });
});
