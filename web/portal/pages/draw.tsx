import { NoScript } from "../components/document.tsx";
import { Loading } from "../components/scheme-list.tsx";
import { drawTexts } from "../texts/draw.ts";
import { siteTexts } from "../texts/site.ts";
import type { Page } from "./page.ts";

/** `/draws/{id}`: a draw as it goes on. Every draw has this one file. */
export const liveDraw: Page = {
  path: "/draws/",
  script: "draw",
  title: (locale) => drawTexts[locale].title,
  heading: (locale) => drawTexts[locale].heading,
  body: ({ locale }) => (
    <>
      <NoScript text={siteTexts[locale].noscript} />
      <p class="prose">{drawTexts[locale].lead}</p>
      <div id="draw">
        <Loading locale={locale} />
      </div>
    </>
  ),
};

/** `/draws/{id}/results`: one receipt looked up in static files. */
export const drawResults: Page = {
  path: "/draw-results/",
  script: "draw-results",
  title: (locale) => drawTexts[locale].resultsTitle,
  heading: (locale) => drawTexts[locale].resultsHeading,
  body: ({ locale }) => (
    <>
      <NoScript text={siteTexts[locale].noscript} />
      <p class="prose">{drawTexts[locale].resultsLead}</p>
      <div id="results">
        <Loading locale={locale} />
      </div>
    </>
  ),
};
