import { NoScript } from "../components/document.tsx";
import { Loading } from "../components/scheme-list.tsx";
import { siteTexts } from "../texts/site.ts";
import { witnessTexts } from "../texts/witness.ts";
import type { Page } from "./page.ts";

/** `/witness/{id}`: a witness's part of a draw, on its own device. Every draw has this one file. */
export const witness: Page = {
  path: "/witness/",
  script: "witness",
  title: (locale) => witnessTexts[locale].title,
  heading: (locale) => witnessTexts[locale].heading,
  body: ({ locale }) => (
    <>
      <NoScript text={siteTexts[locale].noscript} />
      <p class="prose">{witnessTexts[locale].lead}</p>
      <p class="small" id="offline" role="status" />
      <div id="witness">
        <Loading locale={locale} />
      </div>
    </>
  ),
};
