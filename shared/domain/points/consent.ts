/** Whom a person lets ask for their points. PIPL 13, 15: given, and taken back as easily. */
import type { PointsPurpose } from "../../contract/points.ts";
import type { Purpose } from "../../contract/agency.ts";

type Consent = { readonly purpose: PointsPurpose; readonly given: boolean; readonly at: string };

/** The consents with one given or taken back; each purpose once, the latest word. */
export const withConsent = (consents: readonly Consent[], next: Consent): Consent[] => [
  ...consents.filter(({ purpose }) => purpose !== next.purpose),
  next,
];

/** Whether a consent stands now. */
export const hasConsented = (
  consents: readonly Consent[] | undefined,
  purpose: PointsPurpose,
): boolean => consents?.find((one) => one.purpose === purpose)?.given === true;

/**
 * Under which agreement an office may ask for points of a purpose: one that shares the field `points`.
 * Where there is none, nobody may ask.
 */
export const AGREED_AS: Readonly<Record<PointsPurpose, Purpose | undefined>> = {
  SCHOOL_ENROLMENT: "SCHOOL_ENROLMENT",
  PUBLIC_SERVICES: undefined,
};
