import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import { Trust } from "../components/trust.tsx";
import { VerifyPanel } from "../components/verify-panel.tsx";
import type { Read } from "../data.ts";
import { DRAW_ID, readDraws } from "../published.ts";
import { pinnedPolicy } from "../verification.ts";
import { locale } from "./locale.ts";
import { place, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();

const asked = new URLSearchParams(location.search).get("draw") ?? "";
const drawId = DRAW_ID.test(asked) ? asked : undefined;

function showPanel(draws: Read<readonly SchemeSummary[]> | "loading"): void {
  const address = place("verify").dataset.worker ?? "";
  show(
    <VerifyPanel
      locale={locale}
      draws={draws}
      drawId={drawId}
      startWorker={() => new Worker(address)}
    />,
    "verify",
  );
}

showPanel("loading");
void readDraws().then(showPanel);
void pinnedPolicy().then((policy) => {
  if (!policy) return;
  place("trust").hidden = false;
  show(<Trust locale={locale} policy={policy} />, "trust");
});
