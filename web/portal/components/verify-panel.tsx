import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import { startVerification, type Verification } from "../../verify/worker-client.ts";
import type { WorkerAnswer } from "../../verify/worker-messages.ts";
import type { DrawFacts, VerificationSummary } from "../../verify/summary.ts";
import type { Read } from "../data.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";
import { canVerify, pinnedPolicy, type Chosen } from "../verification.ts";
import { DrawChooser } from "./verify-chooser.tsx";
import { Running, StepList, type Step } from "./verify-steps.tsx";
import { Verdict, type Answered } from "./verify-verdict.tsx";

/** Where a verification stands. */
type State =
  | { readonly kind: "choosing"; readonly says?: string }
  | { readonly kind: "running"; readonly step: Step }
  | { readonly kind: "done"; readonly summary: VerificationSummary; readonly step: Step };

/**
 * Choose, verify, verdict. The verifier runs in a worker; this only shows what it says.
 *
 * @param startWorker - a new worker with the verifier in it
 */
export function VerifyPanel({
  locale,
  draws,
  drawId,
  startWorker,
}: {
  locale: Locale;
  draws: Read<readonly SchemeSummary[]> | "loading";
  drawId?: string | undefined;
  startWorker: () => Worker;
}): JSX.Element {
  const texts = verifyTexts[locale];
  const [state, setState] = useState<State>({ kind: "choosing" });
  const [readings, setReadings] = useState<Record<string, string>>({});
  const [answers, setAnswers] = useState<Answered>({});
  const [seconds, setSeconds] = useState(0);
  // A number mistyped fails the check and takes the facts away: these are kept to ask once more.
  const [numbers, setNumbers] = useState<DrawFacts["publicNumbers"]>([]);
  const running = useRef<Verification | undefined>(undefined);
  const chosen = useRef<Chosen | undefined>(undefined);

  const stop = (says?: string): void => {
    running.current?.stop();
    running.current = undefined;
    setState({ kind: "choosing", ...(says !== undefined && { says }) });
  };
  useEffect(
    () => () => {
      running.current?.stop();
    },
    [],
  );

  const start = async (what: Chosen, read: Record<string, string> = {}): Promise<void> => {
    if (!canVerify()) {
      stop(texts.unsupported);
      return;
    }
    running.current?.stop();
    if (chosen.current !== what) setNumbers([]);
    chosen.current = what;
    setReadings(read);
    setAnswers({});
    let step: Step = { name: "documents", failed: false };
    setState({ kind: "running", step });
    const policy = await pinnedPolicy();
    if (!policy) {
      stop(texts.noPolicy);
      return;
    }
    const began = performance.now();
    const bundle = what.kind === "draw" ? { url: what.url } : { text: what.text };
    const hear = (answer: WorkerAnswer): void => {
      switch (answer.kind) {
        case "step":
          step = { name: answer.step, failed: false };
          setState({ kind: "running", step });
          break;
        case "report":
          if (answer.summary.facts) setNumbers(answer.summary.facts.publicNumbers);
          setSeconds((performance.now() - began) / 1000);
          step = { ...step, failed: !answer.summary.ok };
          setState({ kind: "done", summary: answer.summary, step });
          break;
        case "failed":
          if (answer.reason === "not a slip") setAnswers((all) => ({ ...all, slip: "unread" }));
          else stop(answer.reason === "HTTP 404" ? texts.notFound : texts.machineSays);
          break;
        case "slip":
          setAnswers((all) => ({ ...all, slip: { code: answer.code } }));
          break;
        case "entry":
          setAnswers((all) => ({ ...all, entry: answer }));
          break;
      }
    };
    const request = { kind: "verify", bundle, policy, readings: read } as const;
    running.current = startVerification(startWorker(), request, hear);
  };

  if (state.kind === "choosing")
    return (
      <DrawChooser
        locale={locale}
        draws={draws}
        drawId={drawId}
        says={state.says}
        onStart={(what) => void start(what)}
      />
    );
  if (state.kind === "running")
    return (
      <Running
        locale={locale}
        step={state.step}
        onStop={() => {
          stop(texts.stopped);
        }}
      />
    );
  return (
    <>
      <Verdict
        locale={locale}
        summary={state.summary}
        source={chosen.current}
        seconds={seconds}
        numbers={numbers}
        readings={readings}
        answers={answers}
        onReadings={(read) => {
          if (chosen.current) void start(chosen.current, read);
        }}
        onAsk={(question) => running.current?.ask(question)}
        onAgain={() => {
          stop();
        }}
      />
      <h2>{texts.facts}</h2>
      <StepList locale={locale} step={state.step} isOver={true} />
    </>
  );
}
