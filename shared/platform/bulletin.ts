import { BulletinDraw } from "../contract/registers.ts";

/** The official bulletin of the public lottery, as its own site shows it. */
export type Bulletin = {
  /** @returns the draw of an issue; `not-yet` before it is drawn; `silent` when nobody answers */
  find(issue: string, at: string): Promise<BulletinDraw | "not-yet" | "silent">;
};

const PATIENCE_MS = 3_000;

/** The bulletin over HTTP. What is not clearly an answer counts as silence. */
export function httpBulletin(url: string): Bulletin {
  return {
    async find(issue, at) {
      try {
        const address = new URL(`kl8/${issue}`, url.endsWith("/") ? url : `${url}/`);
        address.searchParams.set("at", String(Date.parse(at) / 1000));
        const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
        if (answer.status === 404) return "not-yet";
        const read = answer.ok ? BulletinDraw.safeParse(await answer.json()) : undefined;
        return read?.data ?? "silent";
      } catch (error) {
        if (
          error instanceof TypeError ||
          error instanceof SyntaxError ||
          error instanceof DOMException
        )
          return "silent";
        throw error;
      }
    },
  };
}
