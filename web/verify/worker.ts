/**
 * The verifier in a Web Worker: the same code as the CLI, off the page's thread. One worker serves
 * one bundle; the page stops it with `terminate()` at any time (see worker-client.ts). Slips and
 * look-ups are answered here, so that private fields stay on the device.
 */
import { DrawPolicy } from "../../shared/contract/draw.ts";
import { utf8 } from "../../shared/domain/draws/encoding.ts";
import { rankingLineAt } from "../../shared/domain/draws/ranking-file.ts";
import { openPolicy } from "../../shared/domain/draws/policy.ts";
import { findReceipt, lineAt } from "../../shared/domain/draws/roster.ts";
import { type VerifiedDraw, verifyBundle } from "../../shared/domain/draws/verify-bundle.ts";
import { summarise } from "./summary.ts";
import {
  bulkByChance,
  checkSlipIn,
  fetchBundle,
  fetchWholeLog,
  logOf,
  readBundle,
  readSlip,
} from "./verify.ts";
import type { WholeLog } from "./whole-log.ts";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

let draw: VerifiedDraw | null = null;

const answer = (message: WorkerAnswer): void => {
  self.postMessage(message);
};

type Loaded = { bundle: unknown; whole?: WholeLog | undefined };

/** A published draw with the log it stands in, read first; a file by itself. */
async function load(source: Extract<WorkerRequest, { kind: "verify" }>["bundle"]): Promise<Loaded> {
  if ("text" in source)
    return { bundle: await readBundle(utf8(source.text), () => Promise.resolve(undefined)) };
  const url = new URL(source.url);
  const whole = await fetchWholeLog(logOf(url));
  return { whole, bundle: await fetchBundle(url) };
}

async function verify(request: Extract<WorkerRequest, { kind: "verify" }>): Promise<void> {
  const policy = openPolicy(DrawPolicy.parse(request.policy));
  if (!policy) throw new Error("the pinned policy is malformed");
  const { bundle, whole } = await load(request.bundle);
  const report = verifyBundle(bundle, policy, {
    whole,
    readings: new Map(Object.entries(request.readings)),
    bulk: bulkByChance,
    onStep: (step, state) => {
      answer({ kind: "step", step, state });
    },
  });
  draw = report.draw;
  answer({ kind: "report", summary: summarise(report) });
}

/** Roster and ranking lines of one receipt. */
function lookUp({ roster, outcome, seats }: VerifiedDraw, receipt: string): WorkerAnswer {
  const entry = findReceipt(roster, receipt);
  if (entry < 0) return { kind: "entry", receipt, line: null, ranks: [], pool: null };
  const ranks = outcome.allocation.pools.flatMap((pool) => {
    const rank = pool.order.indexOf(entry);
    return rank < 0 ? [] : [rankingLineAt(roster, pool, rank)];
  });
  const pool = seats.poolOf(receipt) ?? null;
  return { kind: "entry", receipt, line: lineAt(roster, entry), ranks, pool };
}

function checkSlipText(text: string): WorkerAnswer {
  const slip = readSlip(text);
  if (!draw) return { kind: "failed", reason: "no draw has been verified" };
  if (!slip) return { kind: "failed", reason: "not a slip" };
  const refusal = checkSlipIn(slip, draw);
  return { kind: "slip", code: refusal?.refused ?? null };
}

async function serve(request: WorkerRequest): Promise<void> {
  switch (request.kind) {
    case "verify":
      await verify(request);
      break;
    case "slip":
      answer(checkSlipText(request.text));
      break;
    case "look-up":
      answer(
        draw
          ? lookUp(draw, request.receipt)
          : { kind: "failed", reason: "no draw has been verified" },
      );
      break;
  }
}

self.addEventListener("message", (event: MessageEvent<WorkerRequest>) => {
  serve(event.data).catch((error: unknown) => {
    answer({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  });
});
