import type { StepName } from "../../shared/domain/draws/verify-core.ts";
import type { DrawFacts, VerificationSummary } from "../verify/summary.ts";
import { startVerification, type Verification } from "../verify/worker-client.ts";
import type { WorkerAnswer, WorkerRequest } from "../verify/worker-messages.ts";
import { canVerify, pinnedPolicy, type Chosen } from "./verification.ts";

/** The step a verification is at, and whether it ended there. */
export type Step = {
  readonly name: StepName;
  readonly failed: boolean;
  /** The bundle is still on its way; no step has begun. */
  readonly isReading?: boolean;
};

/** Why a verification came to no conclusion: none of it speaks against the draw. */
export type Unfinished = "stopped" | "unsupported" | "noPolicy" | "notFound" | "machineSays";

/** What the worker has said to later questions. */
export type Answered = {
  readonly slip?: "unread" | { readonly code: string | null };
  readonly entry?: Extract<WorkerAnswer, { kind: "entry" }>;
};

/** Where a verification stands. */
export type Standing =
  | { readonly kind: "choosing"; readonly why?: Unfinished }
  | { readonly kind: "running"; readonly step: Step }
  | {
      readonly kind: "done";
      readonly step: Step;
      readonly summary: VerificationSummary;
      readonly source: Chosen;
      readonly seconds: number;
      /** The public numbers of this draw, as far as they are known. */
      readonly numbers: DrawFacts["publicNumbers"];
      readonly readings: Readonly<Record<string, string>>;
      readonly answers: Answered;
    };

export type Question = Exclude<WorkerRequest, { kind: "verify" }>;

/** One verification after another in a worker, each told to the page as it goes. */
export class VerificationRun {
  private readonly startWorker: () => Worker;
  private readonly onChange: (standing: Standing) => void;
  private standing: Standing = { kind: "choosing" };
  private worker: Verification | undefined;
  /** What a worker ended meanwhile still says does not count. */
  private attempt = 0;
  private source: Chosen | undefined;
  // A number mistyped fails the check and takes the facts away: these are kept to ask once more.
  private numbers: DrawFacts["publicNumbers"] = [];

  constructor(startWorker: () => Worker, onChange: (standing: Standing) => void) {
    this.startWorker = startWorker;
    this.onChange = onChange;
  }

  /** @param readings - public numbers as the person read them, by source id */
  async start(source: Chosen, readings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.end();
    if (source !== this.source) this.numbers = [];
    this.source = source;
    if (!canVerify()) {
      this.stop("unsupported");
      return;
    }
    const { attempt } = this;
    this.show({ kind: "running", step: { name: "documents", failed: false, isReading: true } });
    const policy = await pinnedPolicy();
    if (attempt !== this.attempt) return;
    if (!policy) {
      this.stop("noPolicy");
      return;
    }
    const bundle = source.kind === "draw" ? { url: source.url } : { text: source.text };
    const began = performance.now();
    this.worker = startVerification(
      this.startWorker(),
      { kind: "verify", bundle, policy, readings: { ...readings } },
      (answer) => {
        if (attempt === this.attempt) this.hear(answer, { source, readings, began });
      },
    );
  }

  /** Ends without a conclusion; the choice is offered again. */
  stop(why?: Unfinished): void {
    this.end();
    this.show({ kind: "choosing", ...(why !== undefined && { why }) });
  }

  /** Lets the worker go, silently. */
  end(): void {
    this.attempt++;
    this.worker?.stop();
    this.worker = undefined;
  }

  ask(question: Question): void {
    this.worker?.ask(question);
  }

  private show(standing: Standing): void {
    this.standing = standing;
    this.onChange(standing);
  }

  private hear(
    answer: WorkerAnswer,
    { source, readings, began }: Pick<Done, "source" | "readings"> & { began: number },
  ): void {
    const { standing } = this;
    switch (answer.kind) {
      case "step":
        this.show({ kind: "running", step: { name: answer.step, failed: false } });
        break;
      case "report": {
        const { summary } = answer;
        const seconds = (performance.now() - began) / 1000;
        const name = standing.kind === "running" ? standing.step.name : "documents";
        this.numbers = summary.facts?.publicNumbers ?? this.numbers;
        const { numbers } = this;
        const step = { name, failed: !summary.ok };
        this.show({ kind: "done", step, summary, source, seconds, numbers, readings, answers: {} });
        break;
      }
      case "slip":
        this.answered({ slip: { code: answer.code } });
        break;
      case "entry":
        this.answered({ entry: answer });
        break;
      case "failed":
        if (standing.kind === "done") this.answered({ slip: "unread" });
        else this.stop(answer.reason === "HTTP 404" ? "notFound" : "machineSays");
        break;
    }
  }

  private answered(answers: Answered): void {
    const { standing } = this;
    if (standing.kind === "done")
      this.show({ ...standing, answers: { ...standing.answers, ...answers } });
  }
}

type Done = Extract<Standing, { kind: "done" }>;
