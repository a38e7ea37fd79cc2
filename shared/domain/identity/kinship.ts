/** Who is a relative of whom, as the law draws the circles. */
import type { Kinship } from "../../contract/identity.ts";

/**
 * `DIRECT` 直系亲属: spouse, parents, children, grandparents of both sides, grandchildren of both.
 * `NEAR` 近亲属: those, and siblings; here: the siblings alone. `OTHER`: nobody of them.
 */
export type Circle = "DIRECT" | "NEAR" | "OTHER";

const CIRCLES: Readonly<Record<Kinship, Circle>> = {
  SPOUSE: "DIRECT",
  PARENT: "DIRECT",
  CHILD: "DIRECT",
  GRANDPARENT: "DIRECT",
  GRANDCHILD: "DIRECT",
  SIBLING: "NEAR",
  PARENT_IN_LAW: "OTHER",
  OTHER_RELATIVE: "OTHER",
  NONE: "OTHER",
};

/** The narrowest circle a relative belongs to. @see CC 1045; QZ police 2021-02-18 */
export const circleOf = (kinship: Kinship): Circle => CIRCLES[kinship];

/** 直系亲属 by Quanzhou's list: may register on the same let home. @see QZ police 2021-02-18 */
export const isDirectRelative = (kinship: Kinship): boolean => CIRCLES[kinship] === "DIRECT";

/** 近亲属: the direct ones and siblings. @see CC 1045 */
export const isNearRelative = (kinship: Kinship): boolean => CIRCLES[kinship] !== "OTHER";
