import { SIGN_IN_FAILURES } from "../sign-in-failures.ts";
import { pathIn } from "../texts/catalogue.ts";
import { loginFailedTexts, notFoundTexts } from "../texts/faults.ts";
import type { Page } from "./page.ts";

/** Every reason is drawn; the script shows the one in the address. Without it none is claimed. */
export const loginFailed: Page = {
  path: "/login-failed/",
  script: "login-failed",
  title: (locale) => loginFailedTexts[locale].title,
  heading: (locale) => loginFailedTexts[locale].title,
  body({ locale }) {
    const texts = loginFailedTexts[locale];
    return (
      <>
        <div class="note warn">
          <p>{texts.lead}</p>
          {SIGN_IN_FAILURES.map((reason) => (
            <p key={reason} data-reason={reason} hidden>
              {texts.reasons[reason]}
            </p>
          ))}
        </div>
        <p class="buttons">
          <a
            class="button"
            data-again
            href={`/api/sign-in?returnTo=${encodeURIComponent(pathIn(locale, "/"))}`}
          >
            {texts.again}
          </a>
          <a class="button second" href={pathIn(locale, "/")}>
            {texts.home}
          </a>
        </p>
      </>
    );
  },
};

/** Served with status 404, so its address in the other language is not known. */
export const notFound: Page = {
  path: "/",
  file: "404.html",
  script: "plain",
  title: (locale) => notFoundTexts[locale].title,
  heading: (locale) => notFoundTexts[locale].title,
  body({ locale }) {
    const texts = notFoundTexts[locale];
    return (
      <>
        <p>{texts.lead}</p>
        <p>{texts.search}</p>
        <p class="buttons">
          <a class="button" href={pathIn(locale, "/")}>
            {texts.home}
          </a>
        </p>
      </>
    );
  },
};
