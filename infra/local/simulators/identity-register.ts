import { IdentityAnswer, IdentityQuery } from "../../../shared/contract/registers.ts";
import type { RegisterVerdict } from "../../../shared/contract/registers.ts";
import { accept, clockAt, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

/**
 * The police's register of identities: `POST /identities/query`. It knows everyone and agrees with
 * whoever asks, unless scripted otherwise. The script's cases are the number of the first person
 * asked about; of them the scripted verdict is given, and of everyone's guardian.
 *
 * A lie is an answer for fewer people than were asked about.
 */
export function identityRegister(clock: Clock): Simulator {
  return {
    caseOf: (method, { path, body }) =>
      method === "POST" && path === "/identities/query"
        ? accept(IdentityQuery, body).persons[0]?.idNumber
        : undefined,

    answer: async (_method, { body, verdict = "agree" }) => {
      const { persons, guardians } = accept(IdentityQuery, body);
      const said: RegisterVerdict = verdict === "lie" ? "agree" : verdict;
      const known = persons.map((_, index) => (index === 0 ? said : "agree"));
      const answer: IdentityAnswer = {
        persons: verdict === "lie" ? known.slice(1) : known,
        guardians: guardians.map(() => said),
        at: new Date(await clock()).toISOString(),
      };
      return { status: 200, body: IdentityAnswer.parse(answer) };
    },
  };
}

if (import.meta.main) await runSimulator(() => identityRegister(clockAt(process.env.CLOCK_URL)));
