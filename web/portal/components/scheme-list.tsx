import type { ComponentChildren, JSX } from "preact";
import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import { formatInstant } from "../format.ts";
import { bundleFile } from "../published.ts";
import { pathIn, type Locale } from "../texts/catalogue.ts";
import { homeTexts } from "../texts/home.ts";
import { schemeTexts } from "../texts/schemes.ts";
import { siteTexts } from "../texts/site.ts";
import { WithIdentifiers } from "./identifiers.tsx";

/** A list that is read after the page is there. */
export type Listed =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly retry: () => void }
  | { readonly kind: "read"; readonly value: readonly SchemeSummary[] };

export const Loading = ({ locale }: { locale: Locale }): JSX.Element => (
  <p class="card small loading" role="status">
    {siteTexts[locale].loading}
  </p>
);

function Unread({
  locale,
  list,
  failed,
}: {
  locale: Locale;
  list: Exclude<Listed, { kind: "read" }>;
  failed: string;
}): JSX.Element {
  if (list.kind === "loading") return <Loading locale={locale} />;
  return (
    <div class="note warn" role="alert">
      <p>{failed}</p>
      <button class="button second" type="button" onClick={list.retry}>
        {siteTexts[locale].retry}
      </button>
    </div>
  );
}

const titleOf = (locale: Locale, { title, titleEn }: SchemeSummary): string =>
  locale === "zh" ? title : titleEn;

const Row = ({
  locale,
  scheme,
  says,
  children,
}: {
  locale: Locale;
  scheme: SchemeSummary;
  says: string;
  children: ComponentChildren;
}): JSX.Element => (
  <li>
    <div>
      <h3>{titleOf(locale, scheme)}</h3>
      <p class="small">
        <WithIdentifiers text={says} />
      </p>
    </div>
    <div class="go">{children}</div>
  </li>
);

const Empty = ({ why, next }: { why: string; next: string }): JSX.Element => (
  <div class="card">
    <p>{why}</p>
    <p class="small">{next}</p>
  </div>
);

/** Schemes that are under way, with the deadline of their intent. */
export function SchemeList({ locale, list }: { locale: Locale; list: Listed }): JSX.Element {
  const texts = homeTexts[locale];
  const words = schemeTexts[locale];
  if (list.kind !== "read")
    return <Unread locale={locale} list={list} failed={texts.schemesFailed} />;
  if (list.value.length === 0)
    return <Empty why={texts.schemesEmpty} next={texts.schemesEmptyNext} />;
  return (
    <ul class="rows">
      {list.value.map((scheme) => {
        const isOpen = scheme.state === "INTENT_OPEN" || scheme.state === "PUBLISHED";
        const closes = words.closes(formatInstant(scheme.intentClosesAt, locale));
        const facts = [words.programmes[scheme.programme], texts.homes(scheme.homeCount)];
        const says = [...facts, ...(isOpen ? [closes] : [])].join(texts.between);
        return (
          <Row key={scheme.schemeId} locale={locale} scheme={scheme} says={says}>
            <span class={isOpen ? "tag ok" : "tag warn"}>{words.states[scheme.state]}</span>
          </Row>
        );
      })}
    </ul>
  );
}

/** Draws with a result, each with its way to be verified. */
export function DrawList({ locale, list }: { locale: Locale; list: Listed }): JSX.Element {
  const texts = homeTexts[locale];
  const words = schemeTexts[locale];
  if (list.kind !== "read")
    return <Unread locale={locale} list={list} failed={texts.drawsFailed} />;
  if (list.value.length === 0) return <Empty why={texts.drawsEmpty} next={texts.drawsEmptyNext} />;
  return (
    <ul class="rows">
      {list.value.map((scheme) => {
        const title = titleOf(locale, scheme);
        const says = [words.states[scheme.state], texts.homes(scheme.homeCount), scheme.schemeId];
        const verify = `${pathIn(locale, "/verify/")}?draw=${scheme.schemeId}`;
        return (
          <Row
            key={scheme.schemeId}
            locale={locale}
            scheme={scheme}
            says={says.join(texts.between)}
          >
            <a href={verify} aria-label={`${texts.verifyThis} ${title}`}>
              {texts.verifyThis}
            </a>
            <a
              class="apart"
              href={bundleFile(scheme.schemeId)}
              aria-label={`${texts.resultFile} ${title}`}
            >
              {texts.resultFile}
            </a>
          </Row>
        );
      })}
    </ul>
  );
}
