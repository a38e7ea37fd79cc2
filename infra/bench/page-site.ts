/** The portal as people get it, with one large draw published on it, served from a folder. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPortal } from "../../web/portal/build.ts";
import { Buckets } from "../local/buckets.ts";
import { listen } from "../local/simulators/service.ts";
import { StaticFiles } from "../local/static-files.ts";
import { fieldsFor, rosterText } from "./large-roster.ts";
import { bundleOf, makeDraw, testPolicy } from "./make-draw.ts";

export type PageSite = {
  /** The verification page with the draw chosen. */
  readonly address: string;
  stop(): Promise<void>;
};

const BUCKET = "public";

/** Draws among so many entries, publishes the bundle and starts the site on a free port. */
export async function startPageSite(count: number): Promise<PageSite> {
  const folder = await mkdtemp(join(tmpdir(), "quanju-page-"));
  const fields = fieldsFor(count);
  const made = await makeDraw(fields, rosterText(count));
  const portal = join(folder, "portal");
  await buildPortal(portal);
  const buckets = new Buckets(join(folder, "buckets"), [BUCKET]);
  const publish = (key: string, body: string | Uint8Array, contentType = "application/json") =>
    buckets.write(BUCKET, key, {
      bytes: Buffer.from(body),
      about: { contentType },
      onlyNew: false,
    });
  const bundle = JSON.stringify(bundleOf(fields.drawId, made));
  await publish(`files/draws/${fields.drawId}/bundle.json`, bundle);
  await publish("files/draws/index.json", JSON.stringify({ draws: [] }));
  await publish("log/checkpoint", made.log.checkpoints.result ?? "", "text/plain");
  for (const [path, bytes] of made.log.tiles)
    await publish(`log/${path}`, bytes, "application/octet-stream");
  await writeFile(join(folder, "policy.json"), JSON.stringify(testPolicy));
  const files = new StaticFiles({ buckets, bucket: BUCKET, portal, folder });
  const server = createServer((request, response) => {
    files.handle(request, response).then(
      (found) => {
        if (!found) response.writeHead(404).end();
      },
      (error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      },
    );
  });
  const origin = `http://127.0.0.1:${await listen(server, 0)}`;
  return {
    address: `${origin}/verify/?draw=${fields.drawId}`,
    async stop() {
      await new Promise<void>((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      });
      await rm(folder, { recursive: true });
    },
  };
}
