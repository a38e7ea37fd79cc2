import { TitleAnswer, TitleQuery } from "../../../shared/contract/registers.ts";
import type { TitleFacts } from "../../../shared/contract/registers.ts";
import { accept, clockAt, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

/** Char 13 of a real-estate unit number says whose the land is (G state, J collective, Z undetermined). */
const LAND = { G: "STATE", J: "COLLECTIVE" } as const;

const landOf = (unitNo: string): TitleFacts["landNature"] =>
  Object.entries(LAND).find(([letter]) => unitNo.charAt(12) === letter)?.[1] ?? "UNDETERMINED";

/** Between 40 and 119 m², the same each time for one home. */
const areaOf = (unitNo: string): number =>
  40 + Buffer.from(unitNo).reduce((sum, byte) => (sum * 31 + byte) % 80, 7);

// Certificates of the unified register; older ones are not in it (they need a manual look).
const UNIFIED = /^[\u4e00-\u9fa5][（(]\d{4}[)）].{2,12}不动产权第\d{7}号$/u;

/** Homes of certificates 第99…号 belong to two: whoever names another number of holders is wrong. */
const SHARED = /不动产权第99\d{5}号$/u;

/**
 * The title register: `POST /titles/query`. It knows every certificate of the unified form and
 * agrees with whoever asks, unless scripted otherwise or a home has two holders and they are not
 * both named; other certificates are unknown to it. The
 * script's cases are certificate numbers.
 */
export function titleRegister(clock: Clock): Simulator {
  return {
    caseOf: (method, { path, body }) =>
      method === "POST" && path === "/titles/query"
        ? accept(TitleQuery, body).titleCertNo
        : undefined,

    answer: async (_method, { body, verdict }) => {
      const { titleCertNo, realEstateUnitNo, holders } = accept(TitleQuery, body);
      const at = new Date(await clock()).toISOString();
      if (verdict === "unknown" || (verdict === undefined && !UNIFIED.test(titleCertNo))) {
        return { status: 200, body: { verdict: "unknown", at } };
      }
      const held = SHARED.test(titleCertNo) ? 2 : holders.length;
      const facts: TitleFacts = {
        holderCount: verdict === "lie" ? holders.length + 1 : held,
        landNature: landOf(realEstateUnitNo),
        use: verdict === "lie" ? "NON_RESIDENTIAL" : "RESIDENTIAL",
        areaM2: areaOf(realEstateUnitNo),
        blocked: verdict === "lie",
      };
      const disagrees =
        verdict === "disagree" || (verdict === undefined && held !== holders.length);
      const said = { verdict: disagrees ? "disagree" : "agree", facts, at };
      return { status: 200, body: TitleAnswer.parse(said) };
    },
  };
}

if (import.meta.main) await runSimulator(() => titleRegister(clockAt(process.env.CLOCK_URL)));
