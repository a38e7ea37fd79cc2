import { drawInAddress } from "../addresses.ts";
import { WitnessDesk } from "../components/witness-desk.tsx";
import { witnessTexts } from "../texts/witness.ts";
import { pathIn } from "../texts/catalogue.ts";
import { readDesk } from "../witness-desk.ts";
import { locale } from "./locale.ts";
import { keepDrawInLinks, place, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();
const drawId = drawInAddress(location.pathname);
keepDrawInLinks(drawId);

async function showDesk(): Promise<void> {
  const desk = await readDesk(drawId);
  show(<WitnessDesk locale={locale} desk={desk} onChange={() => void showDesk()} />, "witness");
}

/** Keeps this page and what it read, so that it opens again without a network. */
async function keepForLater(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    const scope = pathIn(locale, "/witness/");
    await navigator.serviceWorker.register(`${scope}keeper.js`, { scope });
    await navigator.serviceWorker.ready;
    place("offline").textContent = witnessTexts[locale].offline;
  } catch (error) {
    // Refused by the browser's settings: the page works all the same, with a network.
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  }
}

void showDesk().then(keepForLater);
