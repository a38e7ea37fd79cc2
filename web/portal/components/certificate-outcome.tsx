import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CertificateFacts } from "../../../shared/contract/filing.ts";
import type { ResidenceFacts } from "../../../shared/contract/residence-statement.ts";
import type { CheckOutcome } from "../check-certificate.ts";
import { formatDay, formatInstant } from "../format.ts";
import type { Locale } from "../texts/catalogue.ts";
import { certificateTexts } from "../texts/certificates.ts";
import { siteTexts } from "../texts/site.ts";

type Tone = "ok" | "warn" | "bad";

const toneOf: Record<CertificateFacts["status"], Tone> = {
  IN_FORCE: "ok",
  CHANGED: "warn",
  EXPIRED: "warn",
  CANCELLED: "bad",
  REVOKED: "bad",
  REPLACED: "warn",
};
const marks: Record<Tone, string> = { ok: "✓", warn: "!", bad: "✕" };

/** What came of a check: what it means first, then the facts, then what can be done. */
export function CertificateOutcome({
  locale,
  outcome,
  again,
  againLabel,
  noneSays,
}: {
  locale: Locale;
  outcome: CheckOutcome;
  again: () => void;
  /** Of the button; absent: another check, or another try. */
  againLabel?: string | undefined;
  /** What it means that there is none; absent: of number and code. */
  noneSays?: string;
}): JSX.Element {
  const texts = certificateTexts[locale];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const [tone, title, says] = ((): [Tone, string, string] => {
    switch (outcome.kind) {
      case "found": {
        if ("kind" in outcome.facts) return ["ok", texts.statement, texts.statementSays];
        const { status } = outcome.facts;
        return [toneOf[status], texts.statuses[status], texts.meanings[status]];
      }
      case "none":
        return ["bad", texts.none, noneSays ?? texts.noneSays];
      case "slow":
        return ["warn", texts.slow, texts.slowSays];
      case "unknown":
        return ["warn", texts.unknown, texts.unknownSays];
    }
  })();
  return (
    <div class="form">
      <div class={`note ${tone}`}>
        <h2 ref={heading} tabIndex={-1}>
          <span aria-hidden="true">{marks[tone]} </span>
          {title}
        </h2>
        <p>{says}</p>
      </div>
      {outcome.kind === "found" &&
        ("kind" in outcome.facts ? (
          <Homes locale={locale} facts={outcome.facts} />
        ) : (
          <Facts locale={locale} facts={outcome.facts} />
        ))}
      <p class="buttons">
        <button class="button" type="button" onClick={again}>
          {againLabel ?? (outcome.kind === "found" ? texts.again : siteTexts[locale].retry)}
        </button>
        {outcome.kind === "found" && (
          <button
            class="button second"
            type="button"
            onClick={() => {
              print();
            }}
          >
            {texts.print}
          </button>
        )}
        <a class="button second" href="tel:12345">
          {outcome.kind === "found" ? texts.report : siteTexts[locale].call}
        </a>
      </p>
    </div>
  );
}

function Facts({ locale, facts }: { locale: Locale; facts: CertificateFacts }): JSX.Element {
  const texts = certificateTexts[locale];
  const shown: Record<keyof typeof texts.facts, string> = {
    certificateNo: facts.certificateNo,
    building: facts.building,
    wholeOrRoom: texts.wholeOrRoom[facts.wholeOrRoom],
    use: texts.uses[facts.use],
    landNature: texts.landNatures[facts.landNature],
    landlords: facts.landlords.join(texts.between),
    tenants: facts.tenants.join(texts.between),
    term: termText(facts, locale),
    filedOn: formatDay(facts.filedOn, locale),
    checkedAt: formatInstant(facts.checkedAt, locale),
  };
  const names = Object.keys(shown) as (keyof typeof shown)[];
  return (
    <>
      <List
        label={texts.title}
        rows={names.map((name) => [texts.facts[name], shown[name], name === "certificateNo"])}
      />
      <p class="small">{texts.masked}</p>
      <p class="small">{texts.reportSays}</p>
    </>
  );
}

/** A lease without a last day says so instead of a date nobody agreed on. */
const termText = (
  {
    from,
    until,
    indefinite,
  }: { from: string; until?: string | undefined; indefinite?: boolean | undefined },
  locale: Locale,
): string => {
  const texts = certificateTexts[locale];
  const begins = formatDay(from, locale);
  return indefinite === true || until === undefined
    ? texts.openTerm(begins)
    : texts.term(begins, formatDay(until, locale));
};

/** Label, text, and whether it must not be broken into lines. */
type Row = readonly [label: string, text: string, isWhole?: boolean];

const List = ({ label, rows }: { label: string; rows: readonly Row[] }): JSX.Element => (
  <section class="card" aria-label={label}>
    <dl>
      {rows.map(([name, text, isWhole]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={isWhole === true ? "no-wrap" : undefined}>{text}</dd>
        </div>
      ))}
    </dl>
  </section>
);

/** A residence statement: its holder, masked, and each home as it stands now. */
function Homes({ locale, facts }: { locale: Locale; facts: ResidenceFacts }): JSX.Element {
  const texts = certificateTexts[locale];
  return (
    <>
      <List
        label={texts.statement}
        rows={[
          [texts.facts.certificateNo, facts.certificateNo, true],
          [texts.holder, facts.holder],
          [texts.days, String(facts.continuousDays)],
          [texts.issuedOn, formatDay(facts.issuedOn, locale)],
          [texts.facts.checkedAt, formatInstant(facts.checkedAt, locale)],
        ]}
      />
      {facts.homes.map((home) => (
        <List
          key={`${home.building} ${home.from}`}
          label={home.building}
          rows={[
            [texts.facts.building, home.building],
            [texts.facts.wholeOrRoom, texts.wholeOrRoom[home.wholeOrRoom]],
            [texts.facts.term, termText(home, locale)],
            [texts.now, texts.statuses[home.status]],
          ]}
        />
      ))}
      <p class="small">{texts.masked}</p>
    </>
  );
}
