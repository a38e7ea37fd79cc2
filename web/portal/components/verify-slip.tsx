import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { messageOf } from "../../verify/messages.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";
import { cleanReceipt, isReceipt, readRank, slipIn } from "../verification.ts";
import type { Answered, Question } from "../verification-run.ts";
import { Field } from "./field.tsx";

type Ask = (question: Question) => void;

/** The applicant's own entry: by its number, or by the whole slip. All in the worker, on the device. */
export function OwnSlip({
  locale,
  answers,
  onAsk,
}: {
  locale: Locale;
  answers: Answered;
  onAsk: Ask;
}): JSX.Element {
  const texts = verifyTexts[locale];
  return (
    <section class="card" aria-labelledby="own">
      <h2 id="own">{texts.own}</h2>
      <p>{texts.ownSays}</p>
      <ReceiptForm locale={locale} onAsk={onAsk} />
      <div role="status" class="answer">
        {answers.entry && <Entry locale={locale} entry={answers.entry} />}
      </div>
      <SlipFile locale={locale} onAsk={onAsk} />
      <div role="status" class="answer">
        {answers.slip !== undefined && <Slip locale={locale} slip={answers.slip} />}
      </div>
    </section>
  );
}

function ReceiptForm({ locale, onAsk }: { locale: Locale; onAsk: Ask }): JSX.Element {
  const texts = verifyTexts[locale];
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const receipt = cleanReceipt(typed);
        setWrong(!isReceipt(receipt));
        if (isReceipt(receipt)) onAsk({ kind: "look-up", receipt });
        else document.getElementById("receipt")?.focus();
      }}
    >
      <Field
        id="receipt"
        label={texts.receipt}
        hint={texts.receiptHint}
        wrong={isWrong ? texts.receiptWrong : undefined}
        value={typed}
        onChange={setTyped}
        maxLength={48}
      />
      <button class="button second" type="submit">
        {texts.receiptButton}
      </button>
    </form>
  );
}

function SlipFile({ locale, onAsk }: { locale: Locale; onAsk: Ask }): JSX.Element {
  const texts = verifyTexts[locale];
  return (
    <div class="form">
      <label for="slip">{texts.slip}</label>
      <p class="hint" id="slip-hint">
        {texts.slipHint}
      </p>
      <input
        id="slip"
        type="file"
        accept=".json,application/json"
        aria-describedby="slip-hint"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (!file) return;
          void file.text().then((text) => {
            onAsk({ kind: "slip", text: slipIn(text) });
          });
        }}
      />
    </div>
  );
}

function Entry({
  locale,
  entry,
}: {
  locale: Locale;
  entry: NonNullable<Answered["entry"]>;
}): JSX.Element {
  const texts = verifyTexts[locale];
  if (entry.line === null) return <p class="note warn">{texts.receiptNone}</p>;
  const ranks = entry.ranks.map(readRank);
  const says = ranks.map(({ pool, rank, status, pos }) => {
    if (status === "W") return texts.selectedIn(pool, pos, rank);
    return status === "B" ? texts.reserveIn(pool, pos, rank) : texts.elsewhere(pool);
  });
  const wasSelectedIn = ranks.find(({ status }) => status === "W")?.pool;
  return (
    <div class={entry.pool === null ? "note" : "note ok"}>
      <p class="no-wrap">
        <b>{entry.receipt.replace(/(.{4})(?=.)/g, "$1 ")}</b>
      </p>
      <p>{texts.receiptIn}</p>
      {says.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {entry.pool !== null && entry.pool !== wasSelectedIn && (
        <p>{texts.nowSelected(entry.pool)}</p>
      )}
    </div>
  );
}

function Slip({
  locale,
  slip,
}: {
  locale: Locale;
  slip: NonNullable<Answered["slip"]>;
}): JSX.Element {
  const texts = verifyTexts[locale];
  if (slip === "unread") return <p class="note warn">{texts.slipUnread}</p>;
  if (slip.code === null) return <p class="note ok">{`✓ ${texts.slipOk}`}</p>;
  return (
    <div class="note bad">
      <h3>{`✕ ${texts.slipBad}`}</h3>
      <p>{messageOf(slip.code, locale)}</p>
      <p>
        {`${texts.code} `}
        <b>{slip.code}</b>
      </p>
      <p>{texts.contact}</p>
    </div>
  );
}
