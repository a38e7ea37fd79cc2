import { TitleAnswer, type TitleQuery } from "../contract/registers.ts";
import { postJson, SILENT } from "./post-json.ts";

/** The register of real estate titles. */
export type TitleRegister = {
  /**
   * Asks whether the register names exactly these holders for this home.
   *
   * @returns its answer; `silent` when none came in time, none that can be read, or one that
   *   contradicts itself. Nothing follows from silence: a person looks at the case.
   */
  ask(query: TitleQuery): Promise<TitleAnswer | "silent">;
};

const PATIENCE_MS = 2_000;

/** The title register over HTTP: `POST {url}/titles/query`. */
export const httpTitleRegister = (url: string): TitleRegister => ({
  async ask(query) {
    const said = await postJson(`${url}/titles/query`, query, PATIENCE_MS);
    if (said === SILENT || said.status !== 200) return "silent";
    const answer = TitleAnswer.safeParse(said.json);
    return answer.success && isConsistent(answer.data, query) ? answer.data : "silent";
  },
});

/** "Exactly these holders" and another number of holders cannot both be true. */
const isConsistent = ({ verdict, facts }: TitleAnswer, { holders }: TitleQuery): boolean =>
  verdict !== "agree" || facts?.holderCount === holders.length;
