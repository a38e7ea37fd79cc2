import type { ComponentChildren, JSX } from "preact";
import { languageTag, pathIn, type Locale } from "../texts/catalogue.ts";
import { siteTexts } from "../texts/site.ts";

/** What the build knows and the pages need: names of the built files, kind of installation. */
export type Build = {
  readonly styles: string;
  /** Runs before the page is painted: large text must not flash in. */
  readonly early: string;
  readonly icon: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** An installation with invented people. */
  readonly demo: boolean;
};

export type PageFrame = {
  readonly locale: Locale;
  /** Address without the language's prefix. */
  readonly path: `/${string}`;
  readonly title: string;
  readonly heading: string;
  /** Key of the script in `Build.scripts`. */
  readonly script: string;
  readonly build: Build;
  /** Whether the other language has this page at the same address (the 404 page has not). */
  readonly alternates?: boolean;
};

/** A whole page, without the doctype. No inline script or style: the policy forbids both. */
export function Document({
  children,
  ...frame
}: PageFrame & { children: ComponentChildren }): JSX.Element {
  const { locale, path, title, heading, script, build } = frame;
  const texts = siteTexts[locale];
  return (
    <html lang={languageTag[locale]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - ${texts.name}`}</title>
        <script src={build.early} />
        <link rel="stylesheet" href={build.styles} />
        <link rel="icon" href={build.icon} type="image/svg+xml" />
        {frame.alternates !== false && (
          <>
            <link rel="alternate" hreflang="zh-Hans" href={pathIn("zh", path)} />
            <link rel="alternate" hreflang="en" href={pathIn("en", path)} />
          </>
        )}
        <script type="module" src={build.scripts[script]} />
      </head>
      <body>
        <a class="skip" href="#main">
          {texts.skip}
        </a>
        <Masthead {...frame} />
        <main id="main">
          <div class="wrap">
            <h1 tabIndex={-1}>{heading}</h1>
            <ElderTools locale={locale} />
            {children}
          </div>
        </main>
        <Footer {...frame} />
      </body>
    </html>
  );
}

function Masthead({ locale, path, build }: PageFrame): JSX.Element {
  const texts = siteTexts[locale];
  const here = pathIn(locale, path);
  return (
    <header>
      <div class="mast">
        <div class="wrap">
          <a class="home" href={pathIn(locale, "/")}>
            <span class="mark" aria-hidden="true">
              泉
            </span>
            <span>
              <b>{texts.name}</b>
              <small>{texts.host}</small>
            </span>
          </a>
          <nav aria-label={texts.tools}>
            <a class="when-standard" href="?elder=1" data-elder-switch="1">
              {texts.elder}
            </a>
            <a class="when-elder" href="?elder=0" data-elder-switch="0">
              {texts.standard}
            </a>
            <OtherLanguage locale={locale} path={path} class="wide" />
            <a data-sign-in href={`/api/sign-in?returnTo=${encodeURIComponent(here)}`}>
              {texts.signIn}
            </a>
            <span class="wide" data-who hidden />
            <button class="plain" type="button" data-sign-out hidden>
              {texts.signOut}
            </button>
          </nav>
        </div>
      </div>
      {build.demo && (
        <div class="flag">
          <p class="wrap">{texts.demoFlag}</p>
        </div>
      )}
    </header>
  );
}

function OtherLanguage({
  locale,
  path,
  class: name,
}: {
  locale: Locale;
  path: `/${string}`;
  class?: string;
}): JSX.Element {
  const other = locale === "zh" ? "en" : "zh";
  return (
    <a
      class={name}
      href={pathIn(other, path)}
      lang={languageTag[other]}
      hreflang={languageTag[other]}
    >
      {siteTexts[locale].otherLanguage}
    </a>
  );
}

/** Shown in large text only: the telephone, and the page read aloud where the browser can. */
function ElderTools({ locale }: { locale: Locale }): JSX.Element {
  const texts = siteTexts[locale];
  return (
    <p class="elder-tools when-elder">
      <a class="button" href="tel:12345">
        {texts.call}
      </a>
      <button
        class="button second"
        type="button"
        data-read-aloud
        data-stop={texts.stopReading}
        hidden
      >
        {texts.read}
      </button>
    </p>
  );
}

function Footer({ locale, path }: PageFrame): JSX.Element {
  const texts = siteTexts[locale];
  return (
    <footer class="foot">
      <div class="wrap">
        <ul aria-label={texts.footer}>
          <li>
            <a href="tel:12345">{`${texts.hotline} 12345`}</a>
          </li>
          <li>
            <a href={pathIn(locale, "/help/")}>{texts.help}</a>
          </li>
          <li>
            <a href={pathIn(locale, "/accessibility/")}>{texts.accessibility}</a>
          </li>
          <li>
            <a href={pathIn(locale, "/privacy/")}>{texts.privacy}</a>
          </li>
          <li>
            <OtherLanguage locale={locale} path={path} />
          </li>
        </ul>
      </div>
    </footer>
  );
}

/** For readers without scripts: what else they can do. */
export const NoScript = ({ text }: { text: string }): JSX.Element => (
  <noscript>
    <p class="note warn">{text}</p>
  </noscript>
);
