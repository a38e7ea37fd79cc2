import type { JSX } from "preact";
import type { Locale } from "../texts/catalogue.ts";
import { accessibilityTexts, helpTexts, privacyTexts, type Prose } from "../texts/prose.ts";
import type { Page } from "./page.ts";

const Sections = ({ prose }: { prose: Prose }): JSX.Element => (
  <div class="prose">
    <p>{prose.lead}</p>
    {prose.sections.map(({ id, heading, paragraphs, command }) => (
      <section key={id} aria-labelledby={id}>
        <h2 id={id}>{heading}</h2>
        {paragraphs.map((text) => (
          <p key={text}>{text}</p>
        ))}
        {command !== undefined && <code class="code">{command}</code>}
      </section>
    ))}
  </div>
);

const prosePage = (path: `/${string}`, texts: Readonly<Record<Locale, Prose>>): Page => ({
  path,
  script: "plain",
  title: (locale) => texts[locale].title,
  heading: (locale) => texts[locale].title,
  body: ({ locale }) => <Sections prose={texts[locale]} />,
});

export const help = prosePage("/help/", helpTexts);
export const privacy = prosePage("/privacy/", privacyTexts);
export const accessibility = prosePage("/accessibility/", accessibilityTexts);
