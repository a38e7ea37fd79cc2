import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gatewayProblem } from "./http-answer.ts";
import { Refusal, codeOf } from "./refusal.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** node's default of 511 turns a rush away; the kernel takes the smaller of this and its own. */
const BACKLOG = 4_096;

/** The port of the installation. It is taken at once; until `open`, it asks to come again. */
export class FrontDoor {
  readonly origin: string;
  private readonly server: Server;
  private handle: Handle | undefined;

  private constructor(port: number, server: Server) {
    this.origin = `http://127.0.0.1:${port}`;
    this.server = server;
  }

  /** @throws Refusal when the port is busy or not ours to take */
  static async listen(port: number, report: (line: string) => void): Promise<FrontDoor> {
    const server = createServer({ keepAliveTimeout: 65_000, noDelay: true });
    const door = new FrontDoor(port, server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      door.answer(request, response).catch((error: unknown) => {
        // The caller went away with half a request sent: nobody is left to answer.
        if (codeOf(error) === "ECONNRESET" && request.destroyed) return;
        report(`A request failed: ${error instanceof Error ? (error.stack ?? error.name) : "?"}`);
        if (response.headersSent) response.destroy();
        else gatewayProblem(response, 500, "Internal Server Error");
      });
    });
    await new Promise<void>((listening, fail) => {
      server.once("error", (error) => {
        fail(refusalOf(error, port));
      });
      server.listen({ port, host: "127.0.0.1", backlog: BACKLOG }, listening);
    });
    return door;
  }

  open(handle: Handle): void {
    this.handle = handle;
  }

  /** Takes no more requests; those under way have a second to end. */
  close(): Promise<void> {
    return new Promise((closed) => {
      const timer = setTimeout(() => {
        this.server.closeAllConnections();
      }, 1_000);
      this.server.close(() => {
        clearTimeout(timer);
        closed();
      });
      this.server.closeIdleConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.handle) return this.handle(request, response);
    response.setHeader("retry-after", "1");
    gatewayProblem(response, 503, "Service Unavailable");
  }
}

function refusalOf(error: Error, port: number): Error {
  const code = codeOf(error);
  if (code === "EADDRINUSE") {
    return new Refusal(
      `Port ${port} is busy: stop what listens there, or set PORT to another one.`,
    );
  }
  if (code === "EACCES") return new Refusal(`Port ${port} may not be used by this user.`);
  return error;
}
