import { existsSync, readFileSync } from "node:fs";
import { stat, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { readCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { appendToLog, emptyLog } from "../../shared/domain/draws/tiles.ts";
import { pageAddress } from "../../web/portal/addresses.ts";
import { ASSET_HEADERS, PAGE_HEADERS } from "../../web/portal/headers.ts";
import { startSite, type Answerer } from "./site.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
};

/** Serves a built portal as CloudFront would: folders by their index.html, 404.html for the rest. */
export const servePortal =
  (folder: string): Answerer =>
  async (_request, response, url) => {
    const pathname = pageAddress(url.pathname);
    const asked = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const isThere = existsSync(asked) && (await stat(asked)).isFile();
    const missing = pathname.startsWith("/en/") ? "en/404.html" : "404.html";
    const file = isThere ? asked : join(folder, missing);
    const headers = pathname.startsWith("/assets/") ? ASSET_HEADERS : PAGE_HEADERS;
    response.writeHead(isThere ? 200 : 404, {
      ...headers,
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    });
    response.end(await readFile(file));
  };

/** One draw of the vectors: what is published of it and who may be trusted about it. */
export type VectorDraw = {
  readonly policy: unknown;
  readonly bundle: {
    readonly drawId: string;
    readonly roster: string;
    readonly ranking: string;
    readonly log: readonly string[];
    readonly checkpoints: Readonly<Record<string, string>>;
  };
  readonly slips: readonly { readonly receipt: string; readonly expect: string | null }[];
};

export const vectorDraw = (name: string): VectorDraw =>
  JSON.parse(
    readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"),
  ) as VectorDraw;

/** A scheme as it stands in the public lists. */
export const aSummary = (but: Record<string, unknown> = {}) => ({
  schemeId: "qz-2026-001",
  title: "丰泽区城东保障性租赁住房 2026 年第 1 批",
  titleEn: "Chengdong affordable homes, Fengze, 2026 batch 1",
  programme: "ARH",
  jurisdiction: "350503",
  state: "INTENT_OPEN",
  homeCount: 302,
  intentClosesAt: "2026-12-08T09:00:00Z",
  ...but,
});

/** A JSON answer; `undefined` is a file that is not there. */
export const json =
  (value: unknown, status = 200): Answerer =>
  (_request, response) => {
    if (value === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = JSON.stringify(value);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  };

/** The log's own files, as they stood when the result was published. */
function logFiles({ bundle }: VectorDraw): Record<string, Answerer> {
  const checkpoint = bundle.checkpoints.result ?? "";
  const size = readCheckpoint(checkpoint)?.size ?? 0;
  const { tiles } = appendToLog(emptyLog, bundle.log.slice(0, size));
  const file =
    (body: string | Uint8Array): Answerer =>
    (_request, response) => {
      response.end(body);
    };
  return {
    "/log/checkpoint": file(checkpoint),
    ...Object.fromEntries(tiles.map(({ path, bytes }) => [`/log/${path}`, file(bytes)])),
  };
}

/** The portal over what the vectors publish; `more` replaces or adds answers. */
export function startPortal(
  folder: string,
  draw: VectorDraw,
  more: Readonly<Record<string, Answerer>> = {},
) {
  const { drawId } = draw.bundle;
  const drawn = aSummary({
    schemeId: drawId,
    title: "晋江市梅岭人才公寓 2026 年第 1 批",
    titleEn: "Meiling homes, Jinjiang, 2026 batch 1",
    state: "RESULT_PUBLICITY",
    homeCount: 1,
  });
  const frozen = aSummary({
    schemeId: "qz-2026-002",
    title: "石狮市灵秀公租房 2026 年第 2 批",
    titleEn: "Lingxiu public rental homes, Shishi, 2026 batch 2",
    state: "FROZEN",
    programme: "PRH",
    homeCount: 48,
  });
  return startSite(() =>
    Promise.resolve({
      "/": servePortal(folder),
      "/files/": json(undefined),
      "/api/": json({ type: "/problems/unknown-route" }, 404),
      "/policy.json": json(draw.policy),
      "/files/schemes/index.json": json({ schemes: [aSummary(), frozen, drawn] }),
      "/files/draws/index.json": json({ draws: [drawn, frozen] }),
      [`/files/draws/${drawId}/bundle.json`]: json(draw.bundle),
      ...logFiles(draw),
      ...more,
    }),
  );
}

/** What the register says of a certificate that is in force. */
export const certificateFacts = {
  certificateNo: "3505032026112300017",
  status: "IN_FORCE",
  landlords: ["林*国"],
  tenants: ["陈*远"],
  building: "丰泽区东海街道通港西街 8 号 3 幢",
  wholeOrRoom: "WHOLE",
  use: "RESIDENTIAL",
  landNature: "STATE",
  from: "2026-12-01",
  until: "2027-11-30",
  filedOn: "2026-11-23",
  checkedAt: "2026-11-23T10:05:00.000Z",
};
