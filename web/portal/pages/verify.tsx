import { NoScript } from "../components/document.tsx";
import { Loading } from "../components/scheme-list.tsx";
import { pathIn } from "../texts/catalogue.ts";
import { siteTexts } from "../texts/site.ts";
import { verifyTexts } from "../texts/verify.ts";
import type { Page } from "./page.ts";

export const verify: Page = {
  path: "/verify/",
  script: "verify",
  title: (locale) => verifyTexts[locale].title,
  heading: (locale) => verifyTexts[locale].heading,
  body({ locale, worker, policy }) {
    const texts = verifyTexts[locale];
    return (
      <>
        <NoScript text={siteTexts[locale].noscript} />
        <p class="prose">{texts.lead}</p>
        <div id="verify" data-worker={worker}>
          <Loading locale={locale} />
        </div>
        <details id="trust" hidden>
          <summary>{texts.trust}</summary>
        </details>
        <p class="small">
          <a href={`${pathIn(locale, "/help/")}#verify`}>{texts.independent}</a>
        </p>
        {policy !== undefined && (
          // A data block: no script, so no policy of the page forbids it.
          <script
            type="application/json"
            id="policy"
            dangerouslySetInnerHTML={{ __html: policy.replaceAll("<", "\\u003c") }}
          />
        )}
      </>
    );
  },
};
