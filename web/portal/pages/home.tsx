import type { JSX } from "preact";
import { NoScript } from "../components/document.tsx";
import { Icon } from "../components/icons.tsx";
import { NumberSearch } from "../components/number-search.tsx";
import { Loading } from "../components/scheme-list.tsx";
import { pathIn, type Locale } from "../texts/catalogue.ts";
import { homeTexts } from "../texts/home.ts";
import type { Page } from "./page.ts";

type TaskProps = {
  of: Parameters<typeof Icon>[0]["of"];
  to: string;
  name: string;
  says: string;
  signedOutOnly?: boolean;
};

const Task = ({ of, to, name, says, signedOutOnly = false }: TaskProps): JSX.Element => (
  <li data-signed-out={signedOutOnly ? "" : undefined}>
    <a class="card task" href={to}>
      <Icon of={of} />
      <span>
        <b>{name}</b>
        <span class="small">{says}</span>
      </span>
    </a>
  </li>
);

function Tasks({ locale, demo }: { locale: Locale; demo: boolean }): JSX.Element {
  const texts = homeTexts[locale];
  const help = (part: string): string => `${pathIn(locale, "/help/")}#${part}`;
  return (
    <ul class="tasks">
      <Task of="file" to={help("file")} name={texts.file} says={texts.fileSays} />
      <Task of="confirm" to={help("confirm")} name={texts.confirm} says={texts.confirmSays} />
      <Task of="home" to={help("apply")} name={texts.apply} says={texts.applySays} />
      <Task
        of="verify"
        to={pathIn(locale, "/verify/")}
        name={texts.verify}
        says={texts.verifySays}
      />
      <Task
        of="certificate"
        to={pathIn(locale, "/certificates/")}
        name={texts.certificates}
        says={texts.certificatesSays}
      />
      <Task
        of="person"
        to={`/api/sign-in?returnTo=${encodeURIComponent(pathIn(locale, "/"))}`}
        name={demo ? texts.signInDemo : texts.signIn}
        says={demo ? texts.signInDemoSays : texts.signInSays}
        signedOutOnly={true}
      />
    </ul>
  );
}

export const home: Page = {
  path: "/",
  script: "home",
  title: (locale) => homeTexts[locale].title,
  heading: (locale) => homeTexts[locale].heading,
  body({ locale, demo }) {
    const texts = homeTexts[locale];
    return (
      <>
        <p class="prose">{texts.lead}</p>
        <section class="card" aria-label={texts.find} id="search">
          <NumberSearch locale={locale} onFound={() => undefined} />
        </section>
        <h2>{texts.tasks}</h2>
        <p class="note ok" data-welcome hidden />
        <Tasks locale={locale} demo={demo} />
        <h2>{texts.schemes}</h2>
        <div id="schemes">
          <Loading locale={locale} />
        </div>
        <h2>{texts.draws}</h2>
        <div id="draws">
          <Loading locale={locale} />
        </div>
        <NoScript text={texts.noscriptLists} />
      </>
    );
  },
};
