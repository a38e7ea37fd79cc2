import { CertificateCheckForm } from "../components/certificate-check.tsx";
import { NoScript } from "../components/document.tsx";
import { certificateTexts } from "../texts/certificates.ts";
import { siteTexts } from "../texts/site.ts";
import type { Page } from "./page.ts";

export const certificates: Page = {
  path: "/certificates/",
  script: "certificates",
  title: (locale) => certificateTexts[locale].title,
  heading: (locale) => certificateTexts[locale].heading,
  body: ({ locale }) => (
    <>
      <NoScript text={siteTexts[locale].noscript} />
      <p class="prose">{certificateTexts[locale].lead}</p>
      <div id="check">
        <CertificateCheckForm locale={locale} />
      </div>
    </>
  ),
};
