import { describe, expect, it } from "vitest";
import { homePools, upstreamPools } from "../../../shared/domain/selections/spilled-homes.ts";

const pools = [
  { id: "P", spill: "A" },
  { id: "Y", spill: "B" },
  { id: "A", spill: "B" },
  { id: "B", spill: "-" },
];
const of = (pool: string, ...closed: string[]) => [...homePools(pool, pools, new Set(closed))];

describe("homes of a pool that spills", () => {
  it("are its own while its selected still choose", () => {
    expect(of("A")).toEqual(["A"]);
    expect(of("B", "P")).toEqual(["B"]);
  });

  it("are for those they spill to once everyone there has had a turn", () => {
    expect(of("A", "P")).toEqual(["A", "P"]);
    expect(of("B", "Y")).toEqual(["B", "Y"]);
  });

  it("go on through a pool that is done too", () => {
    expect(of("B", "P", "A").sort()).toEqual(["A", "B", "P"]);
    expect(of("B", "A")).toEqual(["B", "A"]);
  });

  it("never go back, nor sideways", () => {
    expect(of("P", "A", "B", "Y")).toEqual(["P"]);
    expect(of("A", "Y")).toEqual(["A"]);
  });

  it("come from every pool that leads there", () => {
    expect([...upstreamPools("B", pools)].sort()).toEqual(["A", "P", "Y"]);
    expect(upstreamPools("P", pools)).toEqual([]);
  });
});
