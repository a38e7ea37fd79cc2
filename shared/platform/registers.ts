import {
  FirmAnswer,
  IdentityAnswer,
  TitleAnswer,
  type FirmQuery,
  type IdentityQuery,
  type TitleQuery,
} from "../contract/registers.ts";
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

/** The register of identities, which the police keep. */
export type IdentityRegister = {
  /**
   * Asks whether names and numbers are of the same people, and whether guardians are.
   *
   * @returns its answer, one verdict for each asked about; `silent` as of the title register
   */
  ask(query: IdentityQuery): Promise<IdentityAnswer | "silent">;
};

/** The register of identities over HTTP: `POST {url}/identities/query`. */
export const httpIdentityRegister = (url: string): IdentityRegister => ({
  async ask(query) {
    const said = await postJson(`${url}/identities/query`, query, PATIENCE_MS);
    if (said === SILENT || said.status !== 200) return "silent";
    const answer = IdentityAnswer.safeParse(said.json).data;
    const isWhole =
      answer?.persons.length === query.persons.length &&
      answer.guardians.length === query.guardians.length;
    return answer && isWhole ? answer : "silent";
  },
});

/** The market register: which firms there are, and what they may do. */
export type MarketRegister = {
  /**
   * Asks whether name and credit code are of a firm in business, brokers being on record as such.
   *
   * @returns its answer, one verdict for each firm; `silent` as of the title register
   */
  ask(query: FirmQuery): Promise<FirmAnswer | "silent">;
};

/** The market register over HTTP: `POST {url}/firms/query`. */
export const httpMarketRegister = (url: string): MarketRegister => ({
  async ask(query) {
    const said = await postJson(`${url}/firms/query`, query, PATIENCE_MS);
    if (said === SILENT || said.status !== 200) return "silent";
    const answer = FirmAnswer.safeParse(said.json).data;
    return answer?.firms.length === query.firms.length ? answer : "silent";
  },
});
