import { BulletinDraw } from "../../../shared/contract/registers.ts";
import { readUtf8 } from "../../../shared/domain/draws/encoding.ts";
import { entriesPath, readEntryBundle } from "../../../shared/domain/draws/tiles.ts";

/** Something public could not be had now: no verdict, the log may ask again. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

const WIDTH = 256;
const PATIENCE_MS = 5000;

/** Undefined for 404. @throws Unreachable for anything but an answer of 200 or 404 */
export async function fetchBytes(url: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 404) return undefined;
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    // fetch says TypeError for the network, DOMException for our patience.
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  }
  throw new Unreachable("A public file could not be had.");
}

/** What a cosigner sees of the platform: its public files, over HTTP. */
export const publicFiles = (publicUrl: string, bulletinUrl: string | undefined) => ({
  /**
   * The log's entries from `from` up to `size`, from the bundles that a log of that size has.
   *
   * @throws Unreachable when a bundle is missing, cut short, or cannot be had
   */
  async entries(from: number, size: number): Promise<string[]> {
    const entries: string[] = [];
    for (let at = from; at < size;) {
      const index = Math.floor(at / WIDTH);
      const end = Math.min(size, (index + 1) * WIDTH);
      const width = end - index * WIDTH;
      const base = `${publicUrl}/log/`;
      const bytes =
        (await fetchBytes(base + entriesPath(index, width))) ??
        (await fetchBytes(base + entriesPath(index)));
      const bundle = bytes && readEntryBundle(bytes);
      if (!bundle || bundle.length < width)
        throw new Unreachable("A bundle of entries is missing.");
      entries.push(...bundle.slice(at - index * WIDTH, width));
      at = end;
    }
    return entries;
  },

  /** Undefined when it is not there, or is not UTF-8. */
  async roster(drawId: string, version: number): Promise<string | undefined> {
    const bytes = await fetchBytes(`${publicUrl}/files/draws/${drawId}/roster-v${version}.csv`);
    return bytes && readUtf8(bytes);
  },

  /**
   * What the lottery's own bulletin says: `value` as in a result, and when it was drawn (Unix
   * seconds). "unread" when this cosigner has no bulletin: then a person must compare.
   */
  async bulletin(game: string, issue: string): Promise<BulletinReading | "unread" | undefined> {
    if (bulletinUrl === undefined) return "unread";
    const bytes = await fetchBytes(`${bulletinUrl}/${game}/${issue}`);
    if (!bytes) return undefined;
    const draw = BulletinDraw.safeParse(jsonOf(bytes));
    if (!draw.success) throw new Unreachable("The bulletin gave no usable answer.");
    const { numbers, drawnAt } = draw.data;
    return {
      value: `${draw.data.game}:${draw.data.issue}:${numbers}`,
      at: Date.parse(drawnAt) / 1000,
    };
  },
});

export type BulletinReading = { value: string; at: number };
export type PublicFiles = ReturnType<typeof publicFiles>;

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
