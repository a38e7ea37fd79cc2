import { ApplicationForm, type Member } from "../../../shared/contract/application.ts";
import { anIdNumber } from "./people.ts";

export const aMember = (but: Partial<Member> = {}): Member => ({
  name: "苏晓雯",
  idType: "RESIDENT_ID",
  idNumber: anIdNumber("19920618", 906),
  kinship: "SPOUSE",
  ...but,
});

/** A household of two that qualifies for public rental in Fengze; say only what the test is about. */
export const anApplicationForm = (but: Partial<ApplicationForm> = {}): ApplicationForm =>
  ApplicationForm.parse({
    programme: "PRH",
    jurisdiction: "350503",
    group: "LOCAL_FAMILY",
    wants: "HOME",
    applicant: {
      name: "陈思远",
      idType: "RESIDENT_ID",
      idNumber: anIdNumber("19910223", 905),
      phone: "13800005678",
      marital: "MARRIED",
      hukou: "350503",
    },
    members: [aMember()],
    ownedHomes: [],
    residencePermit: false,
    incomeFenPerYear: 9_000_000,
    assetsFen: 10_000_000,
    priorityEvidence: [],
    consent: { textVersion: "2026-01", agreedForAllAdults: true },
    declaration: true,
    ...but,
  });
