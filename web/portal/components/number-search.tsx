import { useState } from "preact/hooks";
import type { JSX, TargetedSubmitEvent } from "preact";
import { DRAW_ID } from "../published.ts";
import { WithIdentifiers } from "./identifiers.tsx";
import type { Locale } from "../texts/catalogue.ts";
import { homeTexts } from "../texts/home.ts";

/** What a person typed into the one search box. */
export type Sought =
  | { readonly kind: "certificate"; readonly certificateNo: string }
  | { readonly kind: "draw"; readonly drawId: string };

/** Spaces and full-width digits are how people copy numbers from paper and phones. */
export function sought(typed: string): Sought | undefined {
  const text = typed.normalize("NFKC").replace(/\s/g, "");
  if (/^\d{19}$/.test(text)) return { kind: "certificate", certificateNo: text };
  const drawId = text.toLowerCase();
  return DRAW_ID.test(drawId) && /[a-z]/.test(drawId) ? { kind: "draw", drawId } : undefined;
}

/**
 * The one search box of the first page. Its input has no name: without scripts nothing of it gets
 * into an address.
 */
export function NumberSearch({
  locale,
  onFound,
}: {
  locale: Locale;
  onFound: (found: Sought) => void;
}): JSX.Element {
  const texts = homeTexts[locale];
  const [isWrong, setWrong] = useState(false);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const input = event.currentTarget.querySelector("input");
    const found = sought(input?.value ?? "");
    setWrong(!found);
    if (found) onFound(found);
    else input?.focus();
  };
  return (
    <form class="find" role="search" onSubmit={submit} noValidate>
      <label for="find">{texts.find}</label>
      <p class="hint" id="find-hint">
        <WithIdentifiers text={texts.findHint} />
      </p>
      {isWrong && (
        <p class="wrong" id="find-wrong" role="alert">
          {texts.findWrong}
        </p>
      )}
      <input
        id="find"
        autocomplete="off"
        spellcheck={false}
        maxLength={64}
        aria-describedby={isWrong ? "find-hint find-wrong" : "find-hint"}
        aria-invalid={isWrong}
      />
      <button class="button" type="submit">
        {texts.findButton}
      </button>
    </form>
  );
}
