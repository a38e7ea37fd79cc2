import { NoScript } from "../components/document.tsx";
import { certificateTexts } from "../texts/certificates.ts";
import { siteTexts } from "../texts/site.ts";
import type { Page } from "./page.ts";

/** `/c/{token}`: what the QR of a certificate opens. Every token has this one file. */
export const scanned: Page = {
  path: "/c/",
  script: "scanned",
  title: (locale) => certificateTexts[locale].scannedTitle,
  heading: (locale) => certificateTexts[locale].scannedHeading,
  body: ({ locale }) => (
    <>
      <NoScript text={siteTexts[locale].noscript} />
      <p class="prose">{certificateTexts[locale].scannedLead}</p>
      <div id="scanned">
        <p role="status">
          <span class="loading">{certificateTexts[locale].checking}</span>
        </p>
      </div>
    </>
  ),
};
