import { awaitedValue, beaconComesAt } from "../../shared/domain/schemes/draw-sources.ts";
import { instantText } from "../../shared/domain/calendar/instants.ts";
import { readCommits, readReadings, readReveals } from "../../shared/store/draws.ts";
import type { Logged, StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";
import { cosignedAt } from "./publish-log.ts";

/**
 * What the page of a live draw polls: which step it is at, with the digests known so far and the
 * times that the cosigners put on them.
 */
export async function liveState(
  services: Services,
  scheme: StoredScheme,
): Promise<Record<string, unknown>> {
  const { drawId, state, terms, notice, freezes, reveals, failure, result } = scheme;
  const [commits, revealed, readings, chain] = [
    await readCommits(services.table, drawId),
    await readReveals(services.table, drawId),
    await readReadings(services.table, drawId),
    services.config.DRAND?.chain,
  ];
  const comes = beaconComesAt(terms, chain);
  return {
    drawId,
    title: terms.title,
    titleEn: terms.titleEn,
    state,
    freezeBy: terms.freezeBy,
    revealBy: terms.revealBy,
    ...(terms.source && { source: terms.source }),
    ...(terms.beacon &&
      comes !== undefined && { beacon: { ...terms.beacon, at: instantText(comes) } }),
    ...(terms.fallback && { fallback: terms.fallback }),
    witnesses: terms.witnesses.map(({ id, role, vkey }) => ({
      id,
      role,
      vkey,
      committed: commits.has(id),
      revealed: revealed.has(id),
    })),
    minWitness: terms.minWitness,
    readers: new Set(readings.map(({ reader }) => reader)).size,
    ...(notice && { notice: notice.digest }),
    freezes: freezes.map(({ version, count, root, digest, ground }) => ({
      ...{ version, count, root, digest },
      ...(ground !== undefined && { ground }),
    })),
    ...(reveals && { reveals: reveals.digest }),
    ...(failure && { failure: failure.digest }),
    ...valuesIn(scheme),
    ...(result && { result: result.digest }),
    ...(scheme.amended && { amends: scheme.amended.count }),
    ...(scheme.resultPublicityUntil !== undefined && {
      resultPublicityUntil: scheme.resultPublicityUntil,
    }),
    waitsForBeacon:
      awaitedValue(
        {
          state,
          terms,
          known: { beaconValue: scheme.beaconValue, failed: failure !== undefined },
          revealsStand: reveals !== undefined,
        },
        chain,
      )?.event === "ask-beacon",
    cosignedAt: await timesOf(services, scheme),
  };
}

const valuesIn = ({ publicValue, beaconValue, fallbackValue }: StoredScheme) => ({
  ...(publicValue !== undefined && { publicValue }),
  ...(beaconValue !== undefined && { beaconValue }),
  ...(fallbackValue !== undefined && { fallbackValue }),
});

/** When the documents so far were cosigned, by the time that counts (draw protocol 1). */
async function timesOf(
  services: Services,
  { notice, freezes, reveals, failure, result }: StoredScheme,
): Promise<Record<string, string>> {
  const documents: Record<string, Logged | undefined> = {
    notice,
    freeze: freezes.at(-1),
    reveals,
    failure,
    result,
  };
  const times: Record<string, string> = {};
  for (const [name, logged] of Object.entries(documents)) {
    const at = logged && (await cosignedAt(services, logged.index));
    if (at !== undefined && at > 0) times[name] = instantText(at * 1000);
  }
  return times;
}
