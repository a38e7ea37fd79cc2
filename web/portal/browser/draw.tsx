import { drawInAddress } from "../addresses.ts";
import { DrawLive } from "../components/draw-live.tsx";
import { fetchWithin, isExpected } from "../data.ts";
import { liveFile, parseLive } from "../live-draw.ts";
import { drawTexts } from "../texts/draw.ts";
import { siteTexts } from "../texts/site.ts";
import { locale } from "./locale.ts";
import { keepDrawInLinks, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();
const drawId = drawInAddress(location.pathname);
keepDrawInLinks(drawId);

/** One static file, asked for every 5 seconds, every 15 while the page is hidden (portal.md 2.9). */
const SEEN_MS = 5_000;
const HIDDEN_MS = 15_000;
const texts = drawTexts[locale];
let last = "";

const none = (
  <div class="note warn">
    <h2>{texts.none}</h2>
    <p>{texts.noneNext}</p>
  </div>
);

async function look(id: string): Promise<void> {
  try {
    const answer = await fetchWithin(liveFile(id), { cache: "no-cache" });
    if (answer.status === 404) show(none, "draw");
    else if (answer.ok) {
      const date = Date.parse(answer.headers.get("date") ?? "");
      const text = await answer.text();
      const skew = Number.isNaN(date) ? 0 : date - Date.now();
      if (text !== last)
        show(<DrawLive locale={locale} draw={parseLive(JSON.parse(text))} skew={skew} />, "draw");
      last = text;
    } else failed(id);
  } catch (error) {
    if (!isExpected(error)) throw error;
    failed(id);
  }
}

/** What was read before stays on the page: an old state is better than none. */
function failed(id: string): void {
  if (last !== "") return;
  const retry = (): void => void look(id);
  show(
    <div class="note warn">
      <p>{texts.failed}</p>
      <button class="button second" type="button" onClick={retry}>
        {siteTexts[locale].retry}
      </button>
    </div>,
    "draw",
  );
}

async function follow(id: string): Promise<void> {
  await look(id);
  setTimeout(() => void follow(id), document.hidden ? HIDDEN_MS : SEEN_MS);
}

if (drawId === undefined) show(none, "draw");
else void follow(drawId);
