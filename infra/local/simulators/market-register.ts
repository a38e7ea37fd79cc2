import { FirmAnswer, FirmQuery } from "../../../shared/contract/registers.ts";
import type { RegisterVerdict } from "../../../shared/contract/registers.ts";
import { accept, clockAt, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

/**
 * The market register: `POST /firms/query`. It knows every firm and agrees with whoever asks, unless
 * scripted otherwise. The script's cases are the credit code of the first firm asked about; of that
 * firm the scripted verdict is given.
 *
 * A lie is an answer for fewer firms than were asked about.
 */
export function marketRegister(clock: Clock): Simulator {
  return {
    caseOf: (method, { path, body }) =>
      method === "POST" && path === "/firms/query"
        ? accept(FirmQuery, body).firms[0]?.uscc
        : undefined,

    answer: async (_method, { body, verdict = "agree" }) => {
      const { firms } = accept(FirmQuery, body);
      const said: RegisterVerdict = verdict === "lie" ? "agree" : verdict;
      const known = firms.map((_, index) => (index === 0 ? said : "agree"));
      const answer: FirmAnswer = {
        firms: verdict === "lie" ? known.slice(1) : known,
        at: new Date(await clock()).toISOString(),
      };
      return { status: 200, body: FirmAnswer.parse(answer) };
    },
  };
}

if (import.meta.main) await runSimulator(() => marketRegister(clockAt(process.env.CLOCK_URL)));
