import { SIGN_IN_FAILURES } from "../sign-in-failures.ts";
import { startSite } from "./site.ts";

startSite();

const asked = new URLSearchParams(location.search);
const reason = SIGN_IN_FAILURES.find((known) => known === asked.get("reason"));
const shown = reason && document.querySelector<HTMLElement>(`[data-reason="${reason}"]`);
if (shown) shown.hidden = false;

// The function checks the path again: only pages of this site are returned to.
const returnTo = asked.get("returnTo");
const again = document.querySelector<HTMLAnchorElement>("[data-again]");
if (again && returnTo !== null)
  again.href = `/api/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
