import { it } from "vitest";
import type { Answered, Api } from "../../support/api.ts";
import { applied, formOf, progressOf, reviewed } from "./line.ts";

/** Every row of domain rulebook 5 B, and that open cases may be withdrawn by their owner. */
export const ROWS = [
  "DRAFT | submit",
  "SUBMITTED | accept/gaps",
  "CORRECTION | resubmit",
  "ACCEPTED | first review",
  "JOINT_CHECK | agency data",
  "FINAL_REVIEW | decide",
  "REJECTED | reconsider",
  "PUBLICITY | object",
  "PUBLICITY | period ends",
  "OBJECTION | upheld / not",
  "WAITLISTED | change / 12-month review",
  "WAITLISTED | intent",
  "IN_ROSTER | removed by objection or withdrawal",
  "ALLOCATED | forfeits, does not sign",
  "SUSPENDED | review passed / deadline missed",
  "BARRED | bar ends",
  "IN_ROSTER | scheme final",
  "any | fraud",
  "open | withdrawn",
] as const;
export type Row = (typeof ROWS)[number];

/** A test of a row; `rows-complete.test.ts` looks for one of each. */
export const row = (name: Row, shows: string, run: () => Promise<void>, timeout?: number) => {
  it(`[${name}] ${shows}`, run, timeout);
};

export const office = (id: string, step: string) => `/api/office/applications/${id}/${step}`;

/** Posts as someone. */
export const post = async (api: Api, as: string, path: string, body: unknown): Promise<Answered> =>
  (await api.as(as)).post(path, body);

/** As `post`; whoever is refused stops the test. */
export async function done(api: Api, as: string, path: string, body: unknown) {
  const answer = await post(api, as, path, body);
  if (answer.status > 202) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Status and kind of a refusal, or the status alone. */
export const told = ({ status, body }: Answered): string =>
  typeof body.type === "string" ? `${String(status)} ${body.type.slice(10)}` : String(status);

export const NOTE = "已核对原件";

/** To the final review, the agencies asked. */
export async function toFinalReview(api: Api, id: string): Promise<void> {
  await done(api, "clerk-fengze", office(id, "accept"), { decision: "ACCEPT" });
  await done(api, "clerk-fengze", office(id, "first-review"), {
    ...{ recommendation: "QUALIFIED", note: NOTE },
  });
}

/** To a refusal by reviewer and approver of Fengze. */
export async function toRefusal(api: Api, id: string): Promise<void> {
  await toFinalReview(api, id);
  await done(api, "reviewer-fengze", office(id, "recommendation"), {
    ...{ recommendation: "REJECT", note: NOTE },
  });
  await done(api, "approver-fengze", office(id, "decision"), {
    ...{ decision: "REJECT", reason: "申报的住房情况与登记不符" },
  });
}

/** Applies and is in publicity. */
export async function inPublicity(api: Api, key: string): Promise<string> {
  const id = await applied(await api.as(key), formOf(key));
  await reviewed(api, [id]);
  return id;
}

/** Where a case stands, as its applicant reads it. */
export const caseOf = async (api: Api, key: string, id: string) =>
  progressOf(await api.as(key), id);

const DAY = 86_400_000;

/** Moves the clock by so many days. */
export const daysOn = (api: Api, days: number) =>
  api.moveTo(new Date(api.now() + days * DAY).toISOString());

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The number of an invented person of region 350599 (GB 11643). @param born - YYYYMMDD */
export function idNumberOf(born: string, serial: number): string {
  const body = `350599${born}${String(serial).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return `${body}${"10X98765432".charAt(sum % 11)}`;
}
