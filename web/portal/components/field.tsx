import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Locale } from "../texts/catalogue.ts";
import { siteTexts } from "../texts/site.ts";

type FieldProps = {
  id: string;
  label: string;
  hint: string;
  wrong?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  inputMode?: "numeric" | "text";
  maxLength: number;
};

/** A text field: label, hint, error, input, in this order. Pasting is always allowed. */
export function Field(props: FieldProps): JSX.Element {
  const { id, label, hint, wrong, value, onChange, inputMode = "text", maxLength } = props;
  const described = wrong === undefined ? `${id}-hint` : `${id}-hint ${id}-wrong`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {wrong !== undefined && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      <input
        id={id}
        value={value}
        inputMode={inputMode}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={maxLength}
        aria-describedby={described}
        aria-invalid={wrong !== undefined}
        onInput={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </div>
  );
}

export type Mistake = { readonly field: string; readonly says: string };

/** All mistakes of a form above it, focused when they appear, each leading to its field. */
export function ErrorSummary({
  locale,
  mistakes,
}: {
  locale: Locale;
  mistakes: readonly Mistake[];
}): JSX.Element | null {
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mistakes.length > 0) block.current?.focus();
  }, [mistakes]);
  if (mistakes.length === 0) return null;
  return (
    <div class="note bad" ref={block} tabIndex={-1}>
      <div role="alert">
        <p>
          <b>{siteTexts[locale].errorSummary}</b>
        </p>
        <ul>
          {mistakes.map(({ field, says }) => (
            <li key={field}>
              <a href={`#${field}`}>{says}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
