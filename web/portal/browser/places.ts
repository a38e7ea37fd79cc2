import { render, type ComponentChild } from "preact";

/** The part of the page that a script takes over. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

const taken = new Set<string>();

/** Draws into a part of the page; what the build had drawn there goes the first time. */
export function show(what: ComponentChild, id: string): void {
  const where = place(id);
  if (!taken.has(id)) where.textContent = "";
  taken.add(id);
  render(what, where);
}

/** The other language shows the same draw: the address of its page names it, too. */
export function keepDrawInLinks(drawId: string | undefined): void {
  if (drawId === undefined) return;
  const path = location.pathname.replace(/^\/en(?=\/)/, "");
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]"))
    link.href = link.hreflang === "en" ? `/en${path}` : path;
}
