import { AgencyAnswer, type AgencyCheck } from "../contract/registers.ts";
import { postJson, SILENT } from "./post-json.ts";

/** The agencies of the joint check (O11 art. 9) behind one door. */
export type Agencies = {
  /**
   * Asks one agency about one household.
   *
   * @returns its answer; `silent` when none came in time, none that can be read, or one that
   *   contradicts itself: nothing follows from silence, a person looks at the case
   */
  check(asked: AgencyCheck): Promise<AgencyAnswer | "silent">;
};

const PATIENCE_MS = 4_000;

/** The agencies over HTTP: `POST {url}/checks`. */
export const httpAgencies = (url: string): Agencies => ({
  async check(asked) {
    const said = await postJson(`${url}/checks`, asked, PATIENCE_MS);
    if (said === SILENT || said.status !== 200) return "silent";
    const answer = AgencyAnswer.safeParse(said.json);
    return answer.success && answersTo(asked, answer.data) ? answer.data : "silent";
  },
});

/** Whether the answer is to this question, and its verdict follows from those on the members. */
const answersTo = (asked: AgencyCheck, answer: AgencyAnswer): boolean =>
  answer.applicationId === asked.applicationId &&
  answer.agency === asked.agency &&
  answer.members.length === asked.members.length &&
  (answer.verdict !== "agree" || answer.members.every((verdict) => verdict === "agree"));
