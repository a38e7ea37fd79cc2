import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { StepName } from "../../../shared/domain/draws/verify-core.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";
import type { Step } from "../verification-run.ts";

/** The protocol's order (section 6). */
const ORDER = [
  "documents",
  "log",
  "notice",
  "freeze",
  "roster",
  "reveals",
  "values",
  "outcome",
] as const satisfies readonly StepName[];

type StepState = "done" | "now" | "failed" | "waiting";
const marks: Partial<Record<StepState, string>> = { done: "✓", failed: "✕" };

/** All steps with where they stand, in word and mark. */
export function StepList({
  locale,
  step,
  isOver,
}: {
  locale: Locale;
  step: Step;
  isOver: boolean;
}): JSX.Element {
  const texts = verifyTexts[locale];
  const current = ORDER.indexOf(step.name);
  const stateOf = (index: number): StepState => {
    if (index < current) return "done";
    if (index > current) return "waiting";
    if (step.isReading === true) return "waiting";
    return step.failed ? "failed" : isOver ? "done" : "now";
  };
  return (
    <ol class="steps">
      {ORDER.map((name, index) => {
        const state = stateOf(index);
        return (
          <li key={name} class={state}>
            <span class="at" aria-hidden="true">
              {marks[state] ?? index + 1}
            </span>
            {texts.steps[name]}
            <span class="unseen">{`: ${texts.stepStates[state]}`}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** Progress while the worker computes; it can be stopped at any time. */
export function Running({
  locale,
  step,
  onStop,
}: {
  locale: Locale;
  step: Step;
  onStop: () => void;
}): JSX.Element {
  const texts = verifyTexts[locale];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const done = ORDER.indexOf(step.name);
  return (
    <>
      <section class="card" aria-labelledby="running">
        <h2 id="running" ref={heading} tabIndex={-1}>
          {texts.running}
        </h2>
        <progress aria-label={texts.progress} value={done} max={ORDER.length} />
        <p class="small">
          {step.isReading === true ? texts.reading : texts.stepOf(done + 1, ORDER.length)}
        </p>
        <p class="buttons">
          <button class="button second" type="button" onClick={onStop}>
            {texts.stop}
          </button>
        </p>
      </section>
      <StepList locale={locale} step={step} isOver={false} />
    </>
  );
}
