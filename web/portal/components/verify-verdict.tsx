import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../verify/messages.ts";
import type { VerificationSummary } from "../../verify/summary.ts";
import { formatCount } from "../format.ts";
import type { Locale } from "../texts/catalogue.ts";
import { siteTexts } from "../texts/site.ts";
import { verifyTexts } from "../texts/verify.ts";
import type { Standing, VerificationRun } from "../verification-run.ts";
import { saveReport } from "../save-report.ts";
import { PublicNumber } from "./verify-public-number.tsx";
import { OwnSlip } from "./verify-slip.tsx";

type Done = Extract<Standing, { kind: "done" }>;

/** The verdict in the protocol's words, then what it rests on. A failure is never played down. */
export function Verdict({
  locale,
  done,
  run,
}: {
  locale: Locale;
  done: Done;
  run: VerificationRun;
}): JSX.Element {
  const { summary, seconds, answers } = done;
  return (
    <>
      <Outcome locale={locale} summary={summary} seconds={seconds} />
      <PublicNumbers locale={locale} done={done} run={run} />
      <Warnings locale={locale} warnings={summary.warnings} />
      {summary.facts && (
        <OwnSlip
          locale={locale}
          answers={answers}
          onAsk={(question) => {
            run.ask(question);
          }}
        />
      )}
      <Results locale={locale} summary={summary} />
      <Digests locale={locale} summary={summary} />
      <Next locale={locale} done={done} run={run} />
    </>
  );
}

type PartProps = { locale: Locale; done: Done; run: VerificationRun };

/** The numbers nobody has compared with the bulletin yet, and that those compared agree. */
function PublicNumbers({ locale, done, run }: PartProps): JSX.Element {
  const { summary, numbers, readings, source } = done;
  const isOpen = (id: string): boolean =>
    summary.warnings.includes(`W_PUBLIC_UNCHECKED:${id}`) || summary.code === "E_SOURCE";
  const isCompared = numbers.some(({ id }) => readings[id] !== undefined && !isOpen(id));
  return (
    <>
      {summary.ok && isCompared && <p class="note ok">{verifyTexts[locale].publicSame}</p>}
      {numbers
        .filter(({ id }) => isOpen(id))
        .map((number) => (
          <PublicNumber
            key={number.id}
            locale={locale}
            source={number}
            onRead={(value) => void run.start(source, { ...readings, [number.id]: value })}
          />
        ))}
    </>
  );
}

function Next({ locale, done, run }: PartProps): JSX.Element {
  const texts = verifyTexts[locale];
  const { source } = done;
  return (
    <p class="buttons">
      <button
        class="button"
        type="button"
        onClick={() => {
          saveReport(done.summary, done.readings);
        }}
      >
        {texts.saveReport}
      </button>
      {source.kind === "draw" && (
        <a class="button second" href={source.url} download={`${source.drawId}-bundle.json`}>
          {texts.evidence}
        </a>
      )}
      <button
        class="button second"
        type="button"
        onClick={() => {
          run.stop();
        }}
      >
        {texts.again}
      </button>
    </p>
  );
}

type OutcomeProps = { locale: Locale; summary: VerificationSummary };

function Outcome({ locale, summary, seconds }: OutcomeProps & { seconds: number }): JSX.Element {
  const texts = verifyTexts[locale];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [summary]);
  const { ok, code, at } = summary;
  return (
    <div class={ok ? "note ok" : "note bad"}>
      <h2 ref={heading} tabIndex={-1}>
        <span aria-hidden="true">{ok ? "✓ " : "✕ "}</span>
        {ok ? texts.ok : texts.failed}
      </h2>
      <p>{messageOf(code ?? "OK", locale, at)}</p>
      {code !== null && (
        <>
          <p>
            {`${texts.code} `}
            <span class="no-wrap">
              <b>{code}</b>
            </span>
            {places(at)}
          </p>
          <p>{texts.contact}</p>
          <p>
            <a href="tel:12345">{siteTexts[locale].call}</a>
          </p>
        </>
      )}
      <p class="small">{texts.took(seconds.toFixed(1))}</p>
    </div>
  );
}

const places = (at: VerificationSummary["at"]): string =>
  Object.entries(at)
    .map(([name, value]) => ` ${name}=${value}`)
    .join("");

function Warnings({
  locale,
  warnings,
}: {
  locale: Locale;
  warnings: readonly string[];
}): JSX.Element | null {
  const shown = warnings.filter((warning) => !warning.startsWith("W_PUBLIC_UNCHECKED"));
  if (shown.length === 0) return null;
  return (
    <section class="note warn" aria-label={verifyTexts[locale].warnings}>
      <h3>{verifyTexts[locale].warnings}</h3>
      <ul>
        {shown.map((warning) => (
          <li key={warning}>{messageOf(warning, locale)}</li>
        ))}
      </ul>
    </section>
  );
}

/** What the draw came to, pool by pool; after a failure, what its inputs had fixed. */
function Results({ locale, summary }: OutcomeProps): JSX.Element | null {
  const texts = verifyTexts[locale];
  const { facts, fixed, title, drawId } = summary;
  const pools = facts?.pools ?? fixed?.pools;
  return (
    <>
      <section class="card">
        <dl>
          {title !== null && (
            <div>
              <dt>{texts.drawTitle}</dt>
              <dd>{title}</dd>
            </div>
          )}
          <div>
            <dt>{texts.drawId}</dt>
            <dd>{drawId}</dd>
          </div>
          {facts && (
            <div>
              <dt>{texts.entries}</dt>
              <dd>{texts.people(formatCount(facts.rosterCount))}</dd>
            </div>
          )}
        </dl>
      </section>
      {!facts && fixed && <p class="note">{texts.fixed}</p>}
      {pools && (
        <div class="scroll" role="region" aria-label={texts.pools} tabIndex={0}>
          <table>
            <caption>{texts.pools}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.pool}</th>
                <th scope="col">{texts.poolEntries}</th>
                <th scope="col">{texts.units}</th>
                <th scope="col">{texts.selected}</th>
                <th scope="col">{texts.unfilled}</th>
              </tr>
            </thead>
            <tbody>
              {pools.map(({ id, entries, units, selected, unfilled }) => (
                <tr key={id}>
                  <th scope="row">{id}</th>
                  <td>{formatCount(entries)}</td>
                  <td>{formatCount(units)}</td>
                  <td>{formatCount(selected)}</td>
                  <td>{formatCount(unfilled)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Digests({ locale, summary }: OutcomeProps): JSX.Element {
  const texts = verifyTexts[locale];
  const shown: [string, string | null | undefined][] = [
    [texts.rules, summary.rules],
    [texts.freeze, summary.freezeDigest],
    [texts.result, summary.resultDigest],
    [texts.seed, summary.facts?.seed ?? summary.fixed?.seed],
  ];
  return (
    <details>
      <summary>{texts.digests}</summary>
      {shown.map(
        ([name, value]) =>
          value !== null &&
          value !== undefined && (
            <div class="field" key={name}>
              <p class="hint">{name}</p>
              <code class="code">{value}</code>
            </div>
          ),
      )}
      {summary.witnesses.map(({ id, role, vkey }) => (
        <div class="field" key={id}>
          <p class="hint">{`${texts.witnesses} ${id} (${role})`}</p>
          <code class="code">{vkey}</code>
        </div>
      ))}
    </details>
  );
}
