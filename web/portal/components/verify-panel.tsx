import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import type { Read } from "../data.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";
import { VerificationRun, type Standing } from "../verification-run.ts";
import { DrawChooser } from "./verify-chooser.tsx";
import { Running, StepList } from "./verify-steps.tsx";
import { Verdict } from "./verify-verdict.tsx";

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
  const [standing, show] = useState<Standing>({ kind: "choosing" });
  const run = useMemo(() => new VerificationRun(startWorker, show), []);
  useEffect(
    () => () => {
      run.end();
    },
    [],
  );

  switch (standing.kind) {
    case "choosing":
      return (
        <DrawChooser
          locale={locale}
          draws={draws}
          drawId={drawId}
          says={standing.why && texts[standing.why]}
          onStart={(source) => void run.start(source)}
        />
      );
    case "running":
      return (
        <Running
          locale={locale}
          step={standing.step}
          onStop={() => {
            run.stop("stopped");
          }}
        />
      );
    case "done":
      return (
        <>
          <Verdict locale={locale} done={standing} run={run} />
          <h2>{texts.facts}</h2>
          <StepList locale={locale} step={standing.step} isOver={true} />
        </>
      );
  }
}
