import { createServer } from "node:net";

/** A TCP port of 127.0.0.1 on which nothing listens now, for a process that cannot choose its own. */
export const freePort = (): Promise<number> =>
  new Promise((found, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") found(address.port);
        else fail(new Error("No port"));
      });
    });
  });
