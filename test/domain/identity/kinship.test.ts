import { describe, expect, it } from "vitest";
import { Kinship } from "../../../shared/contract/identity.ts";
import {
  circleOf,
  isDirectRelative,
  isNearRelative,
} from "../../../shared/domain/identity/kinship.ts";

/** Direct: 直系亲属 by Quanzhou's list. Near: 近亲属, CC 1045. */
const CIRCLES = {
  SPOUSE: { direct: true, near: true },
  CHILD: { direct: true, near: true },
  PARENT: { direct: true, near: true },
  GRANDPARENT: { direct: true, near: true },
  GRANDCHILD: { direct: true, near: true },
  SIBLING: { direct: false, near: true },
  PARENT_IN_LAW: { direct: false, near: false },
  OTHER_RELATIVE: { direct: false, near: false },
  NONE: { direct: false, near: false },
} as const satisfies Record<Kinship, { direct: boolean; near: boolean }>;

describe("a relative", () => {
  it.each(Object.entries(CIRCLES))(
    "who is %s is as the law says %j",
    (kinship, { direct, near }) => {
      const one = Kinship.parse(kinship);
      expect({ direct: isDirectRelative(one), near: isNearRelative(one) }).toEqual({
        direct,
        near,
      });
    },
  );

  it("is named for every kinship there is, and every direct one is near too", () => {
    expect(Object.keys(CIRCLES).toSorted()).toEqual(Kinship.options.toSorted());
    for (const one of Kinship.options)
      if (isDirectRelative(one)) expect(isNearRelative(one)).toBe(true);
    expect(circleOf("SIBLING")).toBe("NEAR");
  });
});
