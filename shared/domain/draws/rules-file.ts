/** The rules file published with a notice (section 1): four fixed lines, then the rules. */
import { toHex, utf8 } from "./encoding.ts";
import type { Suite } from "./suites.ts";

export type RulesHead = {
  /** Official code of the housing project. */
  project: string;
  drawId: string;
  /** The void draw that this one replaces, or null. */
  replaces: string | null;
};

/**
 * Writes a rules file.
 *
 * @param body - every flat by pool, eligibility, scores, weights, links, order of choice across pools
 * @throws RangeError when the project's code is empty or has a line break
 */
export function rulesText({ project, drawId, replaces }: RulesHead, body: string): string {
  if (project === "" || project.includes("\n")) throw new RangeError("a project code is one line");
  const head = `pvl1/rules\nproject: ${project}\ndraw: ${drawId}\nreplaces: ${replaces ?? "-"}\n`;
  return head + (body === "" || body.endsWith("\n") ? body : `${body}\n`);
}

/** Reads the head of a rules file; undefined when its first four lines are not as they must be. */
export function readRules(text: string): (RulesHead & { body: string }) | undefined {
  const head =
    /^pvl1\/rules\nproject: ([^\n]+)\ndraw: ([a-z0-9-]{3,40})\nreplaces: ([a-z0-9-]{3,40}|-)\n/.exec(
      text,
    );
  if (!head) return undefined;
  const [whole, project = "", drawId = "", replaces = "-"] = head;
  return {
    project,
    drawId,
    replaces: replaces === "-" ? null : replaces,
    body: text.slice(whole.length),
  };
}

/** H(rules file), hex, as the notice names it. */
export const rulesDigest = (suite: Suite, text: string): string => toHex(suite.hash(utf8(text)));
