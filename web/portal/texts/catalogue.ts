/** The two languages of the pages: Chinese without a prefix, English under `/en/`. */
export type Locale = "zh" | "en";

export const locales = ["zh", "en"] as const satisfies readonly Locale[];

/** What `<html lang>` says. */
export const languageTag = { zh: "zh-Hans", en: "en" } as const satisfies Record<Locale, string>;

/**
 * Texts of one page or part in both languages. The Chinese side says which texts there are: a
 * missing or surplus English one does not pass the type check, and so fails the build.
 */
export const catalogue = <T>(texts: {
  readonly zh: T;
  readonly en: NoInfer<T>;
}): Readonly<Record<Locale, T>> => texts;

/** The address of a page in a language. */
export const pathIn = (locale: Locale, path: `/${string}`): string =>
  locale === "zh" ? path : `/en${path}`;
