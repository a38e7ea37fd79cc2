import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import type { Read } from "../data.ts";
import { formatSize } from "../format.ts";
import { DRAW_ID, hasResult } from "../published.ts";
import type { Locale } from "../texts/catalogue.ts";
import { siteTexts } from "../texts/site.ts";
import { verifyTexts } from "../texts/verify.ts";
import { chosenDraw, sizeOf, type Chosen } from "../verification.ts";

type Props = {
  locale: Locale;
  draws: Read<readonly SchemeSummary[]> | "loading";
  drawId?: string | undefined;
  /** Why the last attempt came to nothing. */
  says?: string | undefined;
  onStart: (chosen: Chosen) => void;
};

/** Chooses a draw from the list, by its number, or from a file; says the size before it loads. */
export function DrawChooser({ locale, draws, drawId, says, onStart }: Props): JSX.Element {
  const texts = verifyTexts[locale];
  const [picked, setPicked] = useState(drawId ?? "");
  const message = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (says !== undefined) message.current?.focus();
  }, [says]);
  const held = draws !== "loading" && draws.kind === "read" ? draws.value.filter(hasResult) : [];
  useEffect(() => {
    const last = held.at(-1);
    if (picked === "" && last) setPicked(last.schemeId);
  }, [held.length]);

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (DRAW_ID.test(picked)) onStart(chosenDraw(picked));
      }}
    >
      {says !== undefined && (
        <p class="note warn" role="alert" tabIndex={-1} ref={message}>
          {says}
        </p>
      )}
      <div class="card">
        <DrawField locale={locale} draws={draws} held={held} picked={picked} onPick={setPicked} />
        <Size locale={locale} drawId={picked} />
        <button class="button" type="submit" disabled={!DRAW_ID.test(picked)}>
          {texts.start}
        </button>
      </div>
      <div class="card">
        <label for="bundle">{texts.file}</label>
        <p class="hint" id="bundle-hint">
          {texts.fileHint}
        </p>
        <input
          id="bundle"
          type="file"
          accept=".json,application/json"
          aria-describedby="bundle-hint"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (!file) return;
            void file.text().then((text) => {
              onStart({ kind: "file", name: file.name, text });
            });
          }}
        />
      </div>
    </form>
  );
}

type DrawFieldProps = Pick<Props, "locale" | "draws"> & {
  held: readonly SchemeSummary[];
  picked: string;
  onPick: (drawId: string) => void;
};

/** A native list where it could be read and is not empty; else the number itself. */
function DrawField(props: DrawFieldProps): JSX.Element {
  const { locale, draws, held, picked } = props;
  if (draws === "loading")
    return (
      <p class="small loading" role="status">
        {siteTexts[locale].loading}
      </p>
    );
  const isListed = held.some(({ schemeId }) => schemeId === picked);
  return held.length > 0 && (picked === "" || isListed) ? (
    <DrawList {...props} />
  ) : (
    <DrawNumber {...props} />
  );
}

function DrawList({ locale, held, picked, onPick }: DrawFieldProps): JSX.Element {
  const texts = verifyTexts[locale];
  return (
    <div class="field">
      <label for="draw">{texts.choose}</label>
      <p class="hint" id="draw-hint">
        {texts.chooseHint}
      </p>
      <select
        id="draw"
        aria-describedby="draw-hint"
        value={picked}
        onChange={(event) => {
          onPick(event.currentTarget.value);
        }}
      >
        {[...held].reverse().map(({ schemeId, title, titleEn }) => (
          <option key={schemeId} value={schemeId}>
            {`${locale === "zh" ? title : titleEn} (${schemeId})`}
          </option>
        ))}
      </select>
    </div>
  );
}

function DrawNumber({ locale, draws, held, picked, onPick }: DrawFieldProps): JSX.Element {
  const texts = verifyTexts[locale];
  const isUnread = draws !== "loading" && draws.kind === "failed";
  return (
    <div class="field">
      <label for="draw">{texts.drawNumber}</label>
      {held.length === 0 && (
        <p class="hint" id="draw-hint">
          {isUnread ? texts.chooseFailed : texts.chooseNone}
        </p>
      )}
      <input
        id="draw"
        value={picked}
        maxLength={40}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        {...(held.length === 0 && { "aria-describedby": "draw-hint" })}
        onInput={(event) => {
          onPick(event.currentTarget.value.trim().toLowerCase());
        }}
      />
    </div>
  );
}

/** How much there is to download, asked for a moment after the choice stands. */
function Size({ locale, drawId }: { locale: Locale; drawId: string }): JSX.Element | null {
  const texts = verifyTexts[locale];
  const [size, setSize] = useState<number | "none" | "asking" | undefined>("asking");
  useEffect(() => {
    setSize("asking");
    if (!DRAW_ID.test(drawId)) return undefined;
    let isStale = false;
    const timer = setTimeout(() => {
      void sizeOf(chosenDraw(drawId).url).then((found) => {
        if (!isStale) setSize(found);
      });
    }, 300);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [drawId]);
  const says = ((): string => {
    if (size === "asking") return "";
    if (size === "none") return texts.notFound;
    return size === undefined ? texts.sizeUnknown : texts.size(formatSize(size));
  })();
  return (
    <p class="small" role="status">
      {says}
    </p>
  );
}
