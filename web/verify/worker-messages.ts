/** What a page and the verifying worker say to each other. */
import type { DrawPolicy } from "../../shared/contract/draw.ts";
import type { DrawCode } from "../../shared/domain/draws/refusal.ts";
import type { StepName } from "../../shared/domain/draws/verify-core.ts";
import type { VerificationSummary } from "./summary.ts";

export type WorkerRequest =
  | {
      kind: "verify";
      /** An absolute URL (of bundle.json or its folder), or the JSON text of a file. */
      bundle: { url: string } | { text: string };
      /** The pinned policy, never one from beside the bundle. */
      policy: DrawPolicy;
      /** Public numbers as the person read them in the bulletin, by source id. */
      readings: Record<string, string>;
    }
  /** JSON text of a slip, for the draw that was verified. */
  | { kind: "slip"; text: string }
  | { kind: "look-up"; receipt: string };

export type WorkerAnswer =
  | { kind: "step"; step: StepName; state: "begins" | "passed" }
  | { kind: "report"; summary: VerificationSummary }
  /** Null: the slip is right. */
  | { kind: "slip"; code: DrawCode | null }
  /** `line` is null when the roster has no such receipt; `pool`: where it is selected now. */
  | { kind: "entry"; receipt: string; line: string | null; ranks: string[]; pool: string | null }
  /** The machine failed (network, shape of the request), not the draw. */
  | { kind: "failed"; reason: string };
