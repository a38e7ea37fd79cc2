import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkerAnswer, WorkerRequest } from "../../web/verify/worker-messages.ts";
import { playDraw, testPolicy, type TestDraw } from "../domain/draws/a-draw.ts";

/** Gives a thread of Node the two names that the script uses of a browser's worker. */
const BROWSER_NAMES = `
  const { parentPort, workerData } = require("node:worker_threads");
  globalThis.self = {
    postMessage: (message) => parentPort.postMessage(message),
    addEventListener: (_, listen) => parentPort.on("message", (data) => listen({ data })),
  };
  import(workerData);
`;

describe("the verifying worker", () => {
  const script = new URL("../../web/verify/worker.ts", import.meta.url).href;
  const worker = new Worker(BROWSER_NAMES, { eval: true, workerData: script });
  const answers: WorkerAnswer[] = [];
  let draw: TestDraw;

  const ask = (request: WorkerRequest, last: WorkerAnswer["kind"]): Promise<WorkerAnswer> =>
    new Promise((resolve) => {
      const listen = (answer: WorkerAnswer) => {
        answers.push(answer);
        if (answer.kind !== last) return;
        worker.off("message", listen);
        resolve(answer);
      };
      worker.on("message", listen);
      worker.postMessage(request);
    });

  beforeAll(async () => {
    draw = await playDraw();
  });
  afterAll(async () => {
    await worker.terminate();
  });

  it("has nothing to say of a slip before a draw is verified", async () => {
    const answer = await ask({ kind: "slip", text: "{}" }, "failed");
    expect(answer).toEqual({ kind: "failed", reason: "no draw has been verified" });
  });

  it("tells each step and then the report", async () => {
    const request: WorkerRequest = {
      kind: "verify",
      bundle: { text: JSON.stringify(draw.bundle) },
      policy: testPolicy,
      readings: {},
    };
    const answer = await ask(request, "report");
    expect(answer).toMatchObject({ kind: "report", summary: { ok: true, drawId: "test-draw" } });
    const passed = answers.filter((of) => of.kind === "step" && of.state === "passed");
    expect(passed).toHaveLength(8);
  });

  it("then checks slips and looks receipts up", async () => {
    const slip = draw.slipOf(0);
    const right = await ask({ kind: "slip", text: JSON.stringify(slip) }, "slip");
    expect(right).toEqual({ kind: "slip", code: null });
    const wrong = await ask(
      { kind: "slip", text: JSON.stringify({ ...slip, salt: "00" }) },
      "slip",
    );
    expect(wrong).toEqual({ kind: "slip", code: "E_PRIVATE" });
    const entry = await ask({ kind: "look-up", receipt: slip.receipt }, "entry");
    expect(entry).toMatchObject({
      line: slip.entry.line,
      ranks: slip.ranks.map(({ line }) => line),
    });
    const none = await ask({ kind: "look-up", receipt: "NOBODY00" }, "entry");
    expect(none).toMatchObject({ line: null, ranks: [], pool: null });
  });
});
