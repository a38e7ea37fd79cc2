/**
 * Runs before the page is painted: marks that scripts run and brings back the large text a person
 * chose. The address wins over what is remembered.
 */
const asked = /[?&]elder=([01])(&|$)/.exec(location.search)?.[1];
let kept: string | null = null;
try {
  if (asked !== undefined) localStorage.setItem("elder", asked);
  kept = localStorage.getItem("elder");
} catch (error) {
  // Storage is refused in some private windows and embedded views: then only the address counts.
  if (!(error instanceof DOMException)) throw error;
}
const root = document.documentElement;
root.className = "js";
if ((asked ?? kept) === "1") root.setAttribute("data-elder", "");
