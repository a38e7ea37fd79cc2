import type { Locale } from "../texts/catalogue.ts";

/** The language of the page this runs on. */
export const locale: Locale = document.documentElement.lang === "en" ? "en" : "zh";
