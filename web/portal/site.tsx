/** Draws every page in every language; bundled and run by build.ts. */
import { renderToString } from "preact-render-to-string";
import { Document, type Build } from "./components/document.tsx";
import { certificates } from "./pages/certificates.tsx";
import { drawResults, liveDraw } from "./pages/draw.tsx";
import { loginFailed, notFound } from "./pages/faults.tsx";
import { home } from "./pages/home.tsx";
import type { Page } from "./pages/page.ts";
import { accessibility, help, privacy } from "./pages/prose.tsx";
import { scanned } from "./pages/scanned.tsx";
import { verify } from "./pages/verify.tsx";
import { witness } from "./pages/witness.tsx";
import { locales, pathIn, type Locale } from "./texts/catalogue.ts";

const pages: readonly Page[] = [
  home,
  certificates,
  scanned,
  verify,
  liveDraw,
  drawResults,
  witness,
  help,
  privacy,
  accessibility,
  loginFailed,
  notFound,
];

export type DrawnPage = { readonly file: string; readonly html: string };

/** @param policy - JSON text of the policy to pin in the verification page */
export const drawSite = (build: Build & { worker: string; policy?: string }): DrawnPage[] =>
  pages.flatMap((page) => locales.map((locale) => draw(page, locale, build)));

function draw(
  page: Page,
  locale: Locale,
  build: Build & { worker: string; policy?: string },
): DrawnPage {
  const { path, script } = page;
  const { demo, worker, policy } = build;
  const html = renderToString(
    <Document
      locale={locale}
      path={path}
      title={page.title(locale)}
      heading={page.heading(locale)}
      script={script}
      build={build}
      alternates={page.file === undefined}
    >
      {page.body({ locale, demo, worker, ...(policy !== undefined && { policy }) })}
    </Document>,
  );
  const file = pathIn(locale, page.file === undefined ? `${path}index.html` : `/${page.file}`);
  return { file: file.slice(1), html: `<!doctype html>${html}` };
}
