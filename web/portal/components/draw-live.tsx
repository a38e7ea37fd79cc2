import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { formatInstant } from "../format.ts";
import { awaited, stepsOf, type LiveDraw, type LiveStep } from "../live-draw.ts";
import { bundleFile } from "../published.ts";
import { pathIn, type Locale } from "../texts/catalogue.ts";
import { drawTexts } from "../texts/draw.ts";

type Props = {
  locale: Locale;
  draw: LiveDraw;
  /** What the server's clock shows beyond this device's, ms. */
  skew: number;
};

const marks: Partial<Record<LiveStep["state"], string>> = { done: "✓", failed: "✕" };

/** A draw as it goes on: its steps with their times, what it waits for, witnesses, files. */
export function DrawLive({ locale, draw, skew }: Props): JSX.Element {
  const texts = drawTexts[locale];
  const steps = stepsOf(draw);
  const said = steps.find(({ state }) => state === "now" || state === "failed") ?? steps.at(-1);
  return (
    <>
      <h2>{locale === "zh" ? draw.title : draw.titleEn}</h2>
      {/* Only a change of the step is read out, never the seconds. */}
      <p class="unseen" role="status">
        {said && `${texts.steps[said.name]}: ${texts.stepStates[said.state]}`}
      </p>
      <Waiting locale={locale} draw={draw} skew={skew} />
      <ol class="steps">
        {steps.map((step, index) => (
          <li key={step.name} class={step.state}>
            <span class="at" aria-hidden="true">
              {marks[step.state] ?? index + 1}
            </span>
            <h3>{texts.steps[step.name]}</h3>
            <span class="unseen">{`: ${texts.stepStates[step.state]}`}</span>
            {step.at !== undefined && (
              <p class="small">
                {step.state === "done"
                  ? texts.happened(formatInstant(step.at, locale))
                  : texts.expected(formatInstant(step.at, locale))}
              </p>
            )}
          </li>
        ))}
      </ol>
      <Witnesses locale={locale} draw={draw} />
      <Files locale={locale} draw={draw} />
    </>
  );
}

function Waiting({ locale, draw, skew }: Props): JSX.Element | null {
  const texts = drawTexts[locale];
  const step = stepsOf(draw).find(({ state }) => state === "now");
  if (draw.state === "VOID")
    return (
      <div class="note bad">
        <h2>{texts.voided}</h2>
        <p>{texts.voidNext}</p>
      </div>
    );
  if (!step || step.name === "notice") return null;
  const next = awaited(draw);
  const words = texts.waits[step.name];
  const late = draw.waitsForBeacon === true && next?.name === "source";
  return (
    <div class="note">
      <p>
        {words}
        {next && <Countdown locale={locale} at={next.at} skew={skew} />}
      </p>
      {late && <p>{texts.beaconLate}</p>}
      {late && draw.fallback && (
        <p class="small">
          {texts.fallback(
            draw.fallback.source.issue,
            formatInstant(draw.fallback.source.at, locale),
          )}
        </p>
      )}
    </div>
  );
}

const SECOND = 1000;

/** Counts down by the server's clock; a device's own may be wrong. */
function Countdown({
  locale,
  at,
  skew,
}: {
  locale: Locale;
  at: string;
  skew: number;
}): JSX.Element {
  const texts = drawTexts[locale];
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, SECOND);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const left = Math.floor((Date.parse(at) - now - skew) / SECOND);
  if (left < 0) return <span class="apart">{texts.overdue}</span>;
  const parts = [left / 86_400, (left / 3600) % 24, (left / 60) % 60, left % 60].map(Math.floor);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  return (
    <b class="apart no-wrap" role="timer">
      {texts.countdown(days, hours, minutes, seconds)}
    </b>
  );
}

function Witnesses({ locale, draw }: { locale: Locale; draw: LiveDraw }): JSX.Element {
  const texts = drawTexts[locale];
  return (
    <section class="card" aria-labelledby="witnesses">
      <h2 id="witnesses">{texts.witnesses}</h2>
      <dl>
        {draw.witnesses.map(({ id, role, committed, revealed }) => (
          <div key={id}>
            <dt>{texts.roles[role] ?? role}</dt>
            <dd>
              {`${texts.commit}: ${committed ? texts.yes : texts.notYet}`}
              <br />
              {`${texts.reveal}: ${revealed ? texts.yes : texts.notYet}`}
            </dd>
          </div>
        ))}
      </dl>
      <p class="small">
        <a href={pathIn(locale, `/witness/${draw.drawId}`)}>{texts.witnessLink}</a>
      </p>
    </section>
  );
}

function Files({ locale, draw }: { locale: Locale; draw: LiveDraw }): JSX.Element {
  const texts = drawTexts[locale];
  const base = `/files/draws/${draw.drawId}`;
  const values = [draw.beaconValue, draw.publicValue, draw.fallbackValue].filter(
    (value) => value !== undefined,
  );
  return (
    <section class="card" aria-labelledby="files">
      <h2 id="files">{texts.files}</h2>
      <ul>
        {draw.freezes.map(({ version, count }) => (
          <li key={version}>
            <a href={`${base}/roster-v${String(version)}.csv`}>
              {texts.rosterVersion(version, count)}
            </a>
          </li>
        ))}
        {draw.result !== undefined && (
          <>
            <li>
              <a href={pathIn(locale, `/draws/${draw.drawId}/results`)}>{texts.results}</a>
            </li>
            <li>
              <a href={`${pathIn(locale, "/verify/")}?draw=${draw.drawId}`}>{texts.verify}</a>
            </li>
            <li>
              <a href={bundleFile(draw.drawId)}>{texts.bundle}</a>
            </li>
            <li>
              <a href={`${base}/ranking.csv`}>{texts.ranking}</a>
            </li>
            <li>
              <a href={`${base}/winners.json`}>{texts.winners}</a>
            </li>
          </>
        )}
      </ul>
      {values.map((value) => (
        <p key={value}>
          {`${texts.value}: `}
          <span class="code">{value}</span>
        </p>
      ))}
    </section>
  );
}
