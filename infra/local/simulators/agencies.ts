import { AgencyAnswer, AgencyCheck } from "../../../shared/contract/registers.ts";
import type { RegisterVerdict } from "../../../shared/contract/registers.ts";
import { humanResourcesAnswer, humanResourcesCase } from "./human-resources.ts";
import { accept, clockAt, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

/**
 * The agencies of the joint check behind one door, `POST /checks`, and beside it the authority of
 * human resources (human-resources.ts). They agree, unless scripted
 * otherwise. The script's cases are `{agency}/{applicationId}`; an agency as a whole can only be
 * told apart by asking for each application.
 *
 * A lie is a verdict for the household that its members' verdicts contradict.
 */
export function agencies(clock: Clock): Simulator {
  return {
    caseOf: (method, asked) => {
      const { path, body } = asked;
      if (method === "POST" && path !== "/checks") return humanResourcesCase(asked);
      if (method !== "POST") return undefined;
      const { agency, applicationId } = accept(AgencyCheck, body);
      return `${agency}/${applicationId}`;
    },

    answer: async (_method, asked) => {
      if (asked.path !== "/checks") return humanResourcesAnswer(asked, clock);
      const { body, verdict = "agree" } = asked;
      const { applicationId, agency, members } = accept(AgencyCheck, body);
      const truth: RegisterVerdict = verdict === "lie" ? "disagree" : verdict;
      const said: AgencyAnswer = {
        ...{ applicationId, agency },
        verdict: verdict === "lie" ? "agree" : verdict,
        members: members.map((_, index) => (index === 0 ? truth : "agree")),
        at: new Date(await clock()).toISOString(),
      };
      return { status: 200, body: AgencyAnswer.parse(said) };
    },
  };
}

if (import.meta.main) await runSimulator(() => agencies(clockAt(process.env.CLOCK_URL)));
