import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import {
  envelopeText,
  opensNote,
  readEnvelope,
  revealHold,
  type KeptCommit,
  type WitnessedDraw,
} from "../../../shared/domain/draws/witness.ts";
import { witnessesOf } from "../../../shared/domain/draws/notice-rules.ts";
import type { Locale } from "../texts/catalogue.ts";
import { witnessTexts } from "../texts/witness.ts";
import { commitTo, makeKey } from "../witness-device.ts";
import { handIn, type Desk, type Handed } from "../witness-desk.ts";
import { ErrorSummary, Field, type Mistake } from "./field.tsx";

type Props = { locale: Locale; desk: Desk; onChange: () => void };

/** A witness's part of one draw, in the order of the protocol. */
export function WitnessDesk({ locale, desk, onChange }: Props): JSX.Element {
  const texts = witnessTexts[locale];
  const { draw, source, commit } = desk;
  return (
    <>
      <KeyPart locale={locale} desk={desk} onChange={onChange} />
      {typeof draw === "string" && <p class="note warn">{texts.trouble[draw]}</p>}
      {desk.vkey !== undefined && typeof draw !== "string" && source === undefined && (
        <p class="note warn">{texts.notNamed}</p>
      )}
      {typeof draw !== "string" && source !== undefined && (
        <CommitPart
          locale={locale}
          draw={draw}
          source={source}
          commit={commit}
          onChange={onChange}
        />
      )}
      {commit && <EnvelopePart locale={locale} commit={commit} />}
      {commit && typeof draw !== "string" && (
        <RevealPart locale={locale} draw={draw} commit={commit} />
      )}
      {typeof draw !== "string" && draw.freeze && <StandIn locale={locale} draw={draw} />}
    </>
  );
}

const Part = ({ title, children }: { title: string; children: ComponentChildren }): JSX.Element => (
  <section class="card">
    <h2>{title}</h2>
    {children}
  </section>
);

function KeyPart({ locale, desk, onChange }: Props): JSX.Element {
  const texts = witnessTexts[locale];
  const [name, setName] = useState("");
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  if (desk.vkey !== undefined)
    return (
      <Part title={texts.key}>
        <p>{texts.keyIs}</p>
        <p class="code">{desk.vkey}</p>
        <p class="small">{texts.keyNext}</p>
      </Part>
    );
  const make = (): void => {
    const isGood = /^[^\s+]{1,100}$/.test(name);
    setMistakes(isGood ? [] : [{ field: "key-name", says: texts.keyNameWrong }]);
    if (isGood) void makeKey(name).then(onChange);
  };
  return (
    <Part title={texts.key}>
      <p>{texts.keyLead}</p>
      <ErrorSummary locale={locale} mistakes={mistakes} />
      <Field
        id="key-name"
        label={texts.keyName}
        hint={texts.keyNameHint}
        wrong={mistakes[0]?.says}
        value={name}
        onChange={setName}
        maxLength={100}
      />
      <button class="button" type="button" onClick={make}>
        {texts.makeKey}
      </button>
    </Part>
  );
}

/** A button that hands something in, and what came of it. */
function HandIn({
  locale,
  label,
  send,
}: {
  locale: Locale;
  label: string;
  send: () => Promise<Handed>;
}): JSX.Element {
  const texts = witnessTexts[locale];
  const [handed, setHanded] = useState<Handed>();
  const said: Record<Handed["kind"], string> = {
    taken: texts.taken,
    "signed-out": texts.signedOut,
    unknown: texts.unknown,
    refused: texts.refused,
  };
  return (
    <>
      <p class="buttons">
        <button
          class="button"
          type="button"
          onClick={() => {
            void send().then(setHanded);
          }}
        >
          {label}
        </button>
      </p>
      <p role="status">
        {handed && said[handed.kind] + (handed.kind === "refused" ? handed.says : "")}
      </p>
    </>
  );
}

function CommitPart({
  locale,
  draw,
  source,
  commit,
  onChange,
}: {
  locale: Locale;
  draw: WitnessedDraw;
  source: string;
  commit: KeptCommit | undefined;
  onChange: () => void;
}): JSX.Element {
  const texts = witnessTexts[locale];
  return (
    <Part title={texts.commit}>
      <p>{`${texts.draw}: ${draw.notice.title}`}</p>
      <p class="small">{texts.notice}</p>
      <p class="code">{draw.digest}</p>
      {commit ? (
        <>
          <p>{texts.commitIs}</p>
          <pre class="code">{commit.note}</pre>
          <HandIn
            locale={locale}
            label={texts.handInCommit}
            send={() => handIn(commit, "commit", { note: commit.note })}
          />
        </>
      ) : (
        <>
          <p>{texts.commitLead}</p>
          <button
            class="button"
            type="button"
            onClick={() => {
              void commitTo(draw, source).then(onChange);
            }}
          >
            {texts.makeCommit}
          </button>
        </>
      )}
    </Part>
  );
}

function EnvelopePart({ locale, commit }: { locale: Locale; commit: KeptCommit }): JSX.Element {
  const texts = witnessTexts[locale];
  const [isShown, setShown] = useState(false);
  return (
    <Part title={texts.envelope}>
      <p>{texts.envelopeLead}</p>
      {isShown ? (
        <>
          <pre class="code">{envelopeText(commit)}</pre>
          <button
            class="button second"
            type="button"
            onClick={() => {
              print();
            }}
          >
            {texts.print}
          </button>
        </>
      ) : (
        <button
          class="button second"
          type="button"
          onClick={() => {
            setShown(true);
          }}
        >
          {texts.showEnvelope}
        </button>
      )}
    </Part>
  );
}

const unixNow = (): number => Math.floor(Date.now() / 1000);

function RevealPart({
  locale,
  draw,
  commit,
}: {
  locale: Locale;
  draw: WitnessedDraw;
  commit: KeptCommit;
}): JSX.Element {
  const texts = witnessTexts[locale];
  const [certified, setCertified] = useState(false);
  const hold = revealHold(draw, commit, { now: unixNow(), certified });
  return (
    <Part title={texts.reveal}>
      <p>{texts.revealLead}</p>
      {(hold === "publicity-too-short" || certified) && (
        <p>
          <label>
            <input
              type="checkbox"
              checked={certified}
              onChange={(event) => {
                setCertified(event.currentTarget.checked);
              }}
            />
            {` ${texts.certified}`}
          </label>
        </p>
      )}
      <p class={hold ? "note warn" : "note ok"}>{hold ? texts.hold[hold] : texts.mayReveal}</p>
      {hold === undefined && (
        <HandIn
          locale={locale}
          label={texts.handInReveal}
          send={() => handIn(commit, "reveal", { nonce: commit.nonce })}
        />
      )}
    </Part>
  );
}

/** The envelope of a witness who is absent: checked here against the frozen commitment, then handed in. */
function StandIn({ locale, draw }: { locale: Locale; draw: WitnessedDraw }): JSX.Element {
  const texts = witnessTexts[locale];
  const [typed, setTyped] = useState("");
  const sealed = readEnvelope(typed);
  const place = witnessesOf(draw.notice).findIndex(({ id }) => id === sealed?.source);
  const note = draw.freeze?.document.commits[place] ?? "";
  const opens = sealed !== undefined && opensNote(draw, { ...sealed, note });
  const hold =
    sealed && opens && revealHold(draw, { ...sealed, note }, { now: unixNow(), certified: true });
  return (
    <details class="card">
      <summary>{texts.standIn}</summary>
      <p>{texts.standInLead}</p>
      <div class="field">
        <label for="sealed">{texts.standInLabel}</label>
        <textarea
          id="sealed"
          rows={6}
          value={typed}
          spellcheck={false}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
      </div>
      {typed !== "" && !opens && <p class="wrong">{texts.standInWrong}</p>}
      {typeof hold === "string" && <p class="note warn">{texts.hold[hold]}</p>}
      {sealed && opens && hold === undefined && (
        <HandIn
          locale={locale}
          label={texts.check}
          send={() => handIn(sealed, "reveal", { nonce: sealed.nonce })}
        />
      )}
    </details>
  );
}
