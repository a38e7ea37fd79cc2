import { describe, expect, it } from "vitest";
import type { DemoPerson } from "../../../infra/local/people.ts";
import { everything } from "../../support/emulator.ts";
import { formOf, generated, startLine } from "./line.ts";

describe("two of one family", () => {
  it("who apply at once, 200 times over, leave one live application", async () => {
    const races = await startLine();
    const { api } = races;
    const ROUNDS = 200;
    const pairs = generated(2 * ROUNDS);
    const asMember = ({ name, idType, idNumber }: DemoPerson) => ({
      ...{ name, idType, idNumber, kinship: "SIBLING" as const },
    });
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = pairs.slice(2 * round, 2 * round + 2);
      if (!a || !b) throw new Error("Nobody");
      const answers = await Promise.all(
        [[a, b] as const, [b, a] as const].map(async ([own, kin]) =>
          (await api.as(own.key)).post(
            "/api/applications",
            formOf(own.key, { members: [asMember(kin)] }),
          ),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).toBe("V30");
    }
    const items = await everything(api.services.table);
    const live = items.filter(
      ({ pk, sk }) => String(pk).startsWith("APPLICATION#") && sk === "HEAD",
    );
    expect(live).toHaveLength(ROUNDS);
    await races.stop();
  }, 240_000);
});
