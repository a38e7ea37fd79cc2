import { hydrate } from "preact";
import { NumberSearch, type Sought } from "../components/number-search.tsx";
import { DrawList, SchemeList } from "../components/scheme-list.tsx";
import { hasResult, isUnderWay, readDraws, readSchemes } from "../published.ts";
import { pathIn } from "../texts/catalogue.ts";
import { homeTexts } from "../texts/home.ts";
import { handOver } from "./hand-over.ts";
import { locale } from "./locale.ts";
import { place, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite((name) => {
  const signIn = document.querySelector<HTMLElement>("[data-signed-out]");
  const welcome = document.querySelector<HTMLElement>("[data-welcome]");
  if (signIn) signIn.hidden = true;
  if (!welcome) return;
  welcome.hidden = false;
  welcome.textContent = homeTexts[locale].signedInAs(name);
});

function open(found: Sought): void {
  if (found.kind === "draw") {
    location.assign(`${pathIn(locale, "/verify/")}?draw=${found.drawId}`);
    return;
  }
  // A certificate leads to two people: its number stays out of addresses.
  handOver.put("certificateNo", found.certificateNo);
  location.assign(pathIn(locale, "/certificates/"));
}

async function showSchemes(): Promise<void> {
  const read = await readSchemes();
  const retry = (): void => void showSchemes();
  const list =
    read.kind === "read"
      ? { kind: read.kind, value: read.value.filter(isUnderWay) }
      : { kind: read.kind, retry };
  show(<SchemeList locale={locale} list={list} />, "schemes");
}

const NEWEST = 10;

async function showDraws(): Promise<void> {
  const read = await readDraws();
  const retry = (): void => void showDraws();
  const list =
    read.kind === "read"
      ? { kind: read.kind, value: read.value.filter(hasResult).reverse().slice(0, NEWEST) }
      : { kind: read.kind, retry };
  show(<DrawList locale={locale} list={list} />, "draws");
}

hydrate(<NumberSearch locale={locale} onFound={open} />, place("search"));
void showSchemes();
void showDraws();
