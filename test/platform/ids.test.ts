import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FilingId } from "../../shared/contract/ids.ts";
import { idOf } from "../../shared/platform/ids.ts";

const request = fc.record({ caller: fc.string(), operation: fc.string(), key: fc.string() });

describe("the identifier of what a request makes", () => {
  it("is well-formed, and the same whenever the request is sent", () => {
    fc.assert(
      fc.property(request, (one) => {
        expect(FilingId.safeParse(idOf("F", one)).success).toBe(true);
        expect(idOf("F", { ...one })).toBe(idOf("F", one));
      }),
    );
  });

  it("differs with the caller, the operation and the key, however they are cut", () => {
    fc.assert(
      fc.property(request, request, (one, other) => {
        fc.pre(
          one.caller !== other.caller || one.operation !== other.operation || one.key !== other.key,
        );
        expect(idOf("F", one)).not.toBe(idOf("F", other));
      }),
    );
    const cut = { caller: "ab", operation: "c", key: "d" };
    expect(idOf("F", cut)).not.toBe(idOf("F", { ...cut, caller: "a", operation: "bc" }));
  });
});
