/// <reference lib="webworker" />
/**
 * The service worker of the witness page. It keeps the page, its assets and what they last read of
 * the public files; the network goes before, what is kept stands in where there is none. Nothing a
 * witness makes passes through here, and what is handed in is never kept.
 */
declare const self: ServiceWorkerGlobalScope;

const STORE = "quanju-witness-1";

/** What the page needs: itself, its assets, the log and the files of draws. */
const isKept = ({ method, url }: Request): boolean => {
  const { origin, pathname } = new URL(url);
  return (
    method === "GET" &&
    origin === self.location.origin &&
    /^\/(?:en\/)?(?:witness|assets|log|files\/draws)\/|^\/policy\.json$/.test(pathname)
  );
};

async function fromNetworkOrKept(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    // That a file is not there yet is an answer too.
    if (answer.ok || answer.status === 404) await store.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await store.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", () => {
  void self.skipWaiting();
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(keepWhatIsOpen));
});
self.addEventListener("fetch", (event) => {
  if (isKept(event.request)) event.respondWith(fromNetworkOrKept(event.request));
});

/** The page was there before this worker: it and its assets are asked for once more. */
async function keepWhatIsOpen(): Promise<void> {
  const store = await caches.open(STORE);
  for (const client of await self.clients.matchAll({ type: "window" })) {
    const page = await fetch(client.url);
    if (!page.ok) continue;
    const html = await page.clone().text();
    await store.put(client.url, page);
    const assets = Array.from(html.matchAll(/"(\/assets\/[^"]+)"/g), ([, path = ""]) => path);
    await store.addAll([...new Set(assets)]);
  }
}
