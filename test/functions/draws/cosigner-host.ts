import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createCosigner, type CosignerFacts } from "../../../infra/local/cosigner/cosigner.ts";

/** How a cosigner's host behaves: `lying` answers 200 with a line that is no signature of it. */
export type Conduct = "up" | "down" | "hanging" | "lying";

/** A cosigner behind HTTP, whose line can be cut. */
export type CosignerHost = {
  readonly url: string;
  readonly vkey: string;
  /** How many requests were met in each way: a fault test counts its faults. */
  readonly met: Readonly<Record<Conduct, number>>;
  /** The size up to which it has signed. */
  signed(): number;
  behave(conduct: Conduct): void;
  stop(): Promise<void>;
};

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

export const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => {
      done();
    });
    server.closeAllConnections();
  });

export async function hostCosigner(facts: CosignerFacts): Promise<CosignerHost> {
  const cosigner = createCosigner(facts);
  const met = { up: 0, down: 0, hanging: 0, lying: 0 };
  let conduct: Conduct = "up";
  const server = createServer((request, response) => {
    met[conduct]++;
    if (conduct === "down") request.socket.destroy();
    if (conduct === "lying")
      response.end(`— ${facts.name} ${Buffer.alloc(76, 7).toString("base64")}\n`);
    if (conduct !== "up") return;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void cosigner.addCheckpoint(Buffer.concat(chunks).toString("utf8")).then((said) => {
        response.writeHead(said.status, { "content-type": said.contentType ?? "text/plain" });
        response.end(said.body);
      });
    });
  });
  const url = await listen(server);
  return {
    ...{ url, vkey: cosigner.vkey, met },
    signed: () => cosigner.head().size,
    behave: (next) => {
      conduct = next;
    },
    stop: () => closed(server),
  };
}
