import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { readToken, type CheckOutcome } from "../check-certificate.ts";
import { pathIn, type Locale } from "../texts/catalogue.ts";
import { certificateTexts } from "../texts/certificates.ts";
import { CertificateOutcome } from "./certificate-outcome.tsx";

/**
 * What the register says of the document whose QR was scanned, asked as soon as the page is there.
 *
 * @param token - undefined: what stands in the address is none
 */
export function ScannedCertificate({
  locale,
  token,
}: {
  locale: Locale;
  token: string | undefined;
}): JSX.Element {
  const [outcome, setOutcome] = useState<CheckOutcome | undefined>(
    token === undefined ? { kind: "none" } : undefined,
  );
  useEffect(() => {
    if (token !== undefined && outcome === undefined) void readToken(token).then(setOutcome);
  }, [token, outcome]);
  const texts = certificateTexts[locale];
  if (!outcome)
    return (
      <p role="status">
        <span class="loading">{texts.checking}</span>
      </p>
    );
  const isAnswered = outcome.kind === "found" || outcome.kind === "none";
  return (
    <CertificateOutcome
      locale={locale}
      outcome={outcome}
      noneSays={texts.scannedNone}
      againLabel={isAnswered ? texts.byNumber : undefined}
      again={() => {
        if (isAnswered) location.assign(pathIn(locale, "/certificates/"));
        else setOutcome(undefined);
      }}
    />
  );
}
