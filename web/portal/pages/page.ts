import type { JSX } from "preact";
import type { Locale } from "../texts/catalogue.ts";

/** What the build tells every page. */
export type PageFacts = {
  readonly locale: Locale;
  /** An installation with invented people. */
  readonly demo: boolean;
  /** Address of the verifying worker. */
  readonly worker: string;
  /** JSON text of the pinned policy, where the build was given one. */
  readonly policy?: string;
};

/** One page in every language. `body` is drawn at build; `script` takes it over in the browser. */
export type Page = {
  readonly path: `/${string}`;
  /** A file of its own name instead of a folder with index.html. */
  readonly file?: string;
  readonly script: string;
  readonly title: (locale: Locale) => string;
  readonly heading: (locale: Locale) => string;
  readonly body: (facts: PageFacts) => JSX.Element;
};
