/** The sources of entropy that a scheme's notice names, in the order of the transcript (draw protocol 1, 3). */
import type { DrandChain, NoticeDocument, PublicSource } from "../../contract/draw.ts";
import type { SchemeSource, SchemeTerms } from "../../contract/scheme.ts";
import { unixSeconds } from "../calendar/instants.ts";

const publicSource = ({ id, game, issue, at }: SchemeSource): PublicSource => ({
  ...{ id, kind: "public", game, issue, at: unixSeconds(at) },
});

/**
 * Witnesses, then the beacon, then the public number; and what replaces the beacon, if declared.
 *
 * @param chain - the pinned drand chain; a scheme with a beacon has passed only where there is one
 * @throws Error when the terms name a beacon and no chain is pinned
 */
export function noticeSources(
  { witnesses, beacon, source, fallback }: SchemeTerms,
  chain: DrandChain | undefined,
): Pick<NoticeDocument, "sources" | "fallback"> {
  if (beacon && !chain) throw new Error("A scheme names a beacon, and no chain is pinned");
  return {
    sources: [
      ...witnesses.map(({ id, role, vkey }) => ({ id, kind: "witness" as const, role, vkey })),
      ...(beacon && chain
        ? [{ id: beacon.id, kind: "drand" as const, chain: chain.hash, round: beacon.round }]
        : []),
      ...(source ? [publicSource(source)] : []),
    ],
    fallback: fallback
      ? { after: fallback.afterSeconds, source: publicSource(fallback.source) }
      : null,
  };
}
