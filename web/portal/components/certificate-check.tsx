import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  checkCertificate,
  cleanCode,
  cleanNumber,
  isCode,
  isNumber,
  type CheckOutcome,
} from "../check-certificate.ts";
import type { Locale } from "../texts/catalogue.ts";
import { certificateTexts } from "../texts/certificates.ts";
import { siteTexts } from "../texts/site.ts";
import { CertificateOutcome } from "./certificate-outcome.tsx";
import { ErrorSummary, Field, type Mistake } from "./field.tsx";

type State = "typing" | "checking" | CheckOutcome;

type Typed = { readonly number: string; readonly code: string };
type Check = { readonly certificateNo: string; readonly code: string };

/** What must be corrected before the register can be asked. */
function mistakesOf({ certificateNo, code }: Check, locale: Locale): Mistake[] {
  const texts = certificateTexts[locale];
  const found: Mistake[] = [];
  if (!isNumber(certificateNo)) found.push({ field: "certificate-no", says: texts.numberWrong });
  if (!isCode(code)) found.push({ field: "certificate-code", says: texts.codeWrong });
  return found;
}

/** The check of a certificate: form, wait, answer. What was typed stays until it is answered. */
export function CertificateCheckForm({
  locale,
  certificateNo = "",
}: {
  locale: Locale;
  certificateNo?: string;
}): JSX.Element {
  const [typed, setTyped] = useState<Typed>({ number: certificateNo, code: "" });
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [state, setState] = useState<State>("typing");
  useTitle(locale, mistakes.length > 0);

  const submit = async (): Promise<void> => {
    const check = { certificateNo: cleanNumber(typed.number), code: cleanCode(typed.code) };
    const found = mistakesOf(check, locale);
    setMistakes(found);
    if (found.length > 0) return;
    setState("checking");
    setState(await checkCertificate(check));
  };
  if (typeof state === "object")
    return (
      <CertificateOutcome
        locale={locale}
        outcome={state}
        again={() => {
          if (state.kind === "found") setTyped({ number: "", code: "" });
          setState("typing");
        }}
      />
    );
  return (
    <Form
      locale={locale}
      typed={typed}
      mistakes={mistakes}
      isChecking={state === "checking"}
      onType={setTyped}
      onSubmit={() => void submit()}
    />
  );
}

function Form({
  locale,
  typed,
  mistakes,
  isChecking,
  onType,
  onSubmit,
}: {
  locale: Locale;
  typed: Typed;
  mistakes: readonly Mistake[];
  isChecking: boolean;
  onType: (typed: Typed) => void;
  onSubmit: () => void;
}): JSX.Element {
  const texts = certificateTexts[locale];
  const wrongOf = (field: string): string | undefined =>
    mistakes.find((mistake) => mistake.field === field)?.says;
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <ErrorSummary locale={locale} mistakes={mistakes} />
      <Field
        id="certificate-no"
        label={texts.number}
        hint={texts.numberHint}
        wrong={wrongOf("certificate-no")}
        value={typed.number}
        onChange={(number) => {
          onType({ ...typed, number });
        }}
        inputMode="numeric"
        maxLength={40}
      />
      <Field
        id="certificate-code"
        label={texts.code}
        hint={texts.codeHint}
        wrong={wrongOf("certificate-code")}
        value={typed.code}
        onChange={(code) => {
          onType({ ...typed, code });
        }}
        maxLength={20}
      />
      <button class="button" type="submit" disabled={isChecking}>
        {texts.check}
      </button>
      <p role="status" class="small">
        {isChecking && <span class="loading">{texts.checking}</span>}
      </p>
    </form>
  );
}

/** While something is wrong the title says so first. */
function useTitle(locale: Locale, isWrong: boolean): void {
  useEffect(() => {
    const { title } = certificateTexts[locale];
    const { name, error } = siteTexts[locale];
    const mark = locale === "zh" ? `${error}：` : `${error}: `;
    document.title = `${isWrong ? mark : ""}${title} - ${name}`;
  }, [isWrong]);
}
