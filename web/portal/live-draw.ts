/** The live state of a draw, from its one static file: what has happened, and what it waits for. */
import { readFile, type Read } from "./data.ts";

export type LiveWitness = {
  readonly id: string;
  readonly role: string;
  readonly committed: boolean;
  readonly revealed: boolean;
};

type PublicNumber = { readonly issue: string; readonly at: string };

export type LiveDraw = {
  readonly drawId: string;
  readonly title: string;
  readonly titleEn: string;
  readonly state: string;
  readonly freezeBy: string;
  readonly revealBy: string;
  readonly minWitness: number;
  readonly witnesses: readonly LiveWitness[];
  readonly freezes: readonly {
    readonly version: number;
    readonly count: number;
    readonly digest: string;
  }[];
  readonly source?: PublicNumber;
  readonly beacon?: { readonly round: number; readonly at: string };
  readonly fallback?: { readonly afterSeconds: number; readonly source: PublicNumber };
  readonly notice?: string;
  readonly reveals?: string;
  readonly failure?: string;
  readonly result?: string;
  readonly publicValue?: string;
  readonly beaconValue?: string;
  readonly fallbackValue?: string;
  readonly waitsForBeacon?: boolean;
  readonly readers?: number;
  readonly cosignedAt: Readonly<Record<string, string | undefined>>;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const TEXTS = ["drawId", "title", "titleEn", "state", "freezeBy", "revealBy"] as const;

/** @throws TypeError when the file is not of the shape */
export function parseLive(value: unknown): LiveDraw {
  const isLive =
    isRecord(value) &&
    TEXTS.every((name) => typeof value[name] === "string") &&
    Array.isArray(value.witnesses) &&
    Array.isArray(value.freezes);
  if (!isLive) throw new TypeError("Not the state of a draw");
  return { cosignedAt: {}, ...value } as unknown as LiveDraw;
}

export const liveFile = (drawId: string): string => `/files/draws/${drawId}/live.json`;

/** `undefined` inside `read`: there is no such draw. */
export const readLive = (drawId: string): Promise<Read<LiveDraw | undefined>> =>
  readFile<LiveDraw | undefined>(liveFile(drawId), { parse: parseLive, missing: undefined });

export type StepName = "notice" | "commits" | "freeze" | "reveals" | "source" | "result";
export type StepState = "done" | "now" | "waiting" | "failed";
export type LiveStep = {
  readonly name: StepName;
  readonly state: StepState;
  /** When it happened, by its cosignatures; or when it is awaited. */
  readonly at?: string;
};

const WITH_RESULT = ["RESULT_PUBLICITY", "INVESTIGATING", "FINAL", "SELECTING", "CLOSED"];

/** The steps of a draw in the protocol's order, with where each stands. */
export function stepsOf(draw: LiveDraw): LiveStep[] {
  const { cosignedAt, witnesses, freezes, beacon, source } = draw;
  const isVoid = draw.state === "VOID";
  const at = beacon?.at ?? source?.at;
  const done: Record<StepName, boolean> = {
    notice: draw.notice !== undefined,
    commits: witnesses.every(({ committed }) => committed),
    freeze: freezes.length > 0 && draw.state !== "ROSTER_PUBLICITY",
    reveals: draw.reveals !== undefined,
    source: draw.result !== undefined || draw.state === "SEEDED",
    result: WITH_RESULT.includes(draw.state),
  };
  const times: Record<StepName, string | undefined> = {
    notice: cosignedAt.notice,
    commits: undefined,
    freeze: cosignedAt.freeze ?? draw.freezeBy,
    reveals: cosignedAt.reveals ?? draw.revealBy,
    source: at,
    result: cosignedAt.result,
  };
  const names: readonly StepName[] = ["notice", "commits", "freeze", "reveals", "source", "result"];
  const now = names.find((name) => !done[name]);
  return names.map((name) => {
    const state = done[name] ? "done" : name !== now ? "waiting" : isVoid ? "failed" : "now";
    const time = times[name];
    return { name, state, ...(time !== undefined && { at: time }) };
  });
}

/** What a draw waits for next, and until when; undefined when it waits for nothing that has a time. */
export function awaited(
  draw: LiveDraw,
): { readonly name: StepName; readonly at: string } | undefined {
  const step = stepsOf(draw).find(({ state }) => state === "now");
  const limits: Partial<Record<StepName, string | undefined>> = {
    freeze: draw.freezeBy,
    reveals: draw.revealBy,
    source: draw.beacon?.at ?? draw.source?.at,
  };
  const at = step && limits[step.name];
  return step && at !== undefined ? { name: step.name, at } : undefined;
}

/** A result's look-up: the row of one receipt, from a file of at most 4 KB. */
export type Place = readonly [pool: string, rank: number, status: string, position: number | null];
export type LookupRow = {
  readonly places: readonly Place[];
  readonly removed?: number;
  readonly moved?: string;
};

/** `none`: no such receipt; `early`: no result yet. */
export type Found = LookupRow | "none" | "early";

/** Looks a receipt up. The file asked for names only the beginning of the receipt. */
export async function lookUp(drawId: string, receipt: string): Promise<Read<Found>> {
  const base = `/files/draws/${drawId}/results`;
  const index = await readFile<number | undefined>(`${base}/index.json`, {
    parse: (value) => {
      if (!isRecord(value) || typeof value.prefix !== "number") throw new TypeError("No index");
      return value.prefix;
    },
    missing: undefined,
  });
  if (index.kind === "failed") return index;
  if (index.value === undefined) return { kind: "read", value: "early" };
  const prefix = receipt.slice(0, index.value);
  return readFile<Found>(`${base}/${prefix}.json`, {
    parse: (value) => {
      const row =
        isRecord(value) && Object.keys(value).includes(receipt) ? value[receipt] : undefined;
      if (row === undefined) return "none";
      if (!isRecord(row) || !Array.isArray(row.places)) throw new TypeError("Not a row");
      return row as unknown as LookupRow;
    },
    missing: "none",
  });
}
