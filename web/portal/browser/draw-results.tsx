import { drawInAddress } from "../addresses.ts";
import { ResultLookup } from "../components/result-lookup.tsx";
import { drawTexts } from "../texts/draw.ts";
import { locale } from "./locale.ts";
import { keepDrawInLinks, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();
const drawId = drawInAddress(location.pathname);
keepDrawInLinks(drawId);
show(
  drawId === undefined ? (
    <p class="note warn">{drawTexts[locale].none}</p>
  ) : (
    <ResultLookup locale={locale} drawId={drawId} />
  ),
  "results",
);
