import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Read } from "../data.ts";
import { lookUp, type Found, type LookupRow } from "../live-draw.ts";
import { pathIn, type Locale } from "../texts/catalogue.ts";
import { drawTexts } from "../texts/draw.ts";
import { cleanReceipt, isReceipt } from "../verification.ts";
import { ErrorSummary, Field, type Mistake } from "./field.tsx";

/** Looks one receipt up: its places first, then how to verify and to object. */
export function ResultLookup({ locale, drawId }: { locale: Locale; drawId: string }): JSX.Element {
  const texts = drawTexts[locale];
  const [typed, setTyped] = useState("");
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [found, setFound] = useState<Read<Found>>();
  const submit = (): void => {
    const receipt = cleanReceipt(typed);
    setFound(undefined);
    setMistakes(isReceipt(receipt) ? [] : [{ field: "receipt", says: texts.receiptWrong }]);
    if (isReceipt(receipt)) void lookUp(drawId, receipt).then(setFound);
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary locale={locale} mistakes={mistakes} />
      <div class="card">
        <Field
          id="receipt"
          label={texts.receipt}
          hint={texts.receiptHint}
          wrong={mistakes[0]?.says}
          value={typed}
          onChange={setTyped}
          maxLength={48}
        />
        <button class="button" type="submit">
          {texts.look}
        </button>
      </div>
      {found && <Answer locale={locale} drawId={drawId} found={found} />}
      <p class="small">
        <a href={pathIn(locale, `/draws/${drawId}`)}>{texts.live}</a>
      </p>
    </form>
  );
}

function Answer({
  locale,
  drawId,
  found,
}: {
  locale: Locale;
  drawId: string;
  found: Read<Found>;
}): JSX.Element {
  const texts = drawTexts[locale];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [found]);
  const said =
    found.kind === "failed"
      ? texts.failed
      : found.value === "early"
        ? texts.early
        : found.value === "none"
          ? texts.unknown
          : undefined;
  if (said !== undefined || found.kind === "failed" || typeof found.value === "string")
    return (
      <div class="note warn">
        <h2 tabIndex={-1} ref={heading}>
          {said}
        </h2>
        {found.kind === "read" && found.value === "none" && <p>{texts.unknownNext}</p>}
      </div>
    );
  return (
    <div class="note ok">
      <h2 tabIndex={-1} ref={heading}>
        {headline(locale, found.value)}
      </h2>
      <ul>
        {found.value.places.map(([pool, , status, position]) => (
          <li key={pool}>{`${texts.pool(pool)}: ${placeIn(locale, status, position)}`}</li>
        ))}
      </ul>
      <p>
        <a href={`${pathIn(locale, "/verify/")}?draw=${drawId}`}>{texts.verify}</a>
      </p>
      <p class="small">{texts.object}</p>
    </div>
  );
}

function placeIn(locale: Locale, status: string, position: number | null): string {
  const texts = drawTexts[locale];
  if (status === "W") return texts.selected(position ?? 0);
  return status === "B" ? texts.waiting(position ?? 0) : texts.elsewhere;
}

/** What counts now, in one sentence: what became of the receipt since, else its best place. */
function headline(locale: Locale, { places, removed, moved }: LookupRow): string {
  const texts = drawTexts[locale];
  if (removed !== undefined) return texts.removed(removed);
  if (moved !== undefined) return texts.moved(moved);
  const best = places.find(([, , status]) => status === "W") ?? places[0];
  return best ? `${texts.pool(best[0])}: ${placeIn(locale, best[2], best[3])}` : texts.unknown;
}
