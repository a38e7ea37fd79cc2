import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withinDeadline } from "../../../functions/http/deadline.ts";
import { problem } from "../../../functions/http/problem.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const busy = () => problem("busy", { language: "zh" });

describe("work for a request", () => {
  it("is answered as it ends, when it ends in time", async () => {
    const work = new Promise<string>((done) => setTimeout(done, 24_999, "done"));
    const answer = withinDeadline(work, "test", () => "late");
    await vi.advanceTimersByTimeAsync(24_999);
    expect(await answer).toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that hangs is answered after 25 s with 503 and when to come again", async () => {
    const answer = withinDeadline(new Promise<never>(() => undefined), "test", busy as never);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "1" } });
  });

  it("that fails in time fails", async () => {
    const failed = withinDeadline(Promise.reject(new RangeError("ours")), "test", busy as never);
    await expect(failed).rejects.toThrow(RangeError);
  });

  it("every 503 says when to come again", () => {
    for (const kind of ["busy", "bulletin-silent", "identity-provider-silent"] as const)
      expect(problem(kind, { language: "en" }).headers).toMatchObject({ "retry-after": "1" });
  });
});
