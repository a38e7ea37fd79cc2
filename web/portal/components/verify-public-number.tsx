import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PublicSource } from "../../../shared/contract/draw.ts";
import { formatInstant } from "../format.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";
import { numbersIn, publicValue } from "../verification.ts";
import { Field } from "./field.tsx";

/**
 * Asks for the lottery number as the person reads it in the official bulletin. The published one
 * is not shown beside it: copying it would prove nothing.
 */
export function PublicNumber({
  locale,
  source,
  onRead,
}: {
  locale: Locale;
  source: PublicSource;
  onRead: (value: string) => void;
}): JSX.Element {
  const texts = verifyTexts[locale];
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const { id, game, issue, at } = source;
  const count = numbersIn(game);
  const says = texts.publicSays(texts.games[game] ?? game, issue, formatInstant(at * 1000, locale));
  return (
    <section class="note warn" aria-labelledby={`number-${id}-title`}>
      <h3 id={`number-${id}-title`}>{texts.unchecked}</h3>
      <p>{says}</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const value = publicValue(source, typed);
          setWrong(value === undefined);
          if (value === undefined) document.getElementById(`number-${id}`)?.focus();
          else onRead(value);
        }}
      >
        <Field
          id={`number-${id}`}
          label={texts.publicLabel}
          hint={texts.publicHint(count)}
          wrong={isWrong ? texts.publicWrong(count) : undefined}
          value={typed}
          onChange={setTyped}
          maxLength={200}
        />
        <button class="button second" type="submit">
          {texts.publicButton}
        </button>
      </form>
    </section>
  );
}
