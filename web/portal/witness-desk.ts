/** What the witness page reads and hands in; every byte read is checked against the log's pinned keys. */
import { DrawPolicy } from "../../shared/contract/draw.ts";
import {
  sourceOfKey,
  witnessedDraw,
  type KeptCommit,
  type WitnessedDraw,
  type WitnessTrouble,
} from "../../shared/domain/draws/witness.ts";
import { readWholeLog } from "../verify/whole-log.ts";
import { fetchWithin, isExpected } from "./data.ts";
import { keptCommit, keptKey, keptPolicy, pinPolicy } from "./witness-device.ts";

export type Desk = {
  readonly vkey?: string;
  readonly commit?: KeptCommit;
  /** The draw as the log has it, or why it cannot be believed or read. */
  readonly draw: WitnessedDraw | WitnessTrouble | "unreachable" | "unnamed";
  /** Which witness this device's key is. */
  readonly source?: string;
};

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  const answer = await fetchWithin(path, { cache: "no-cache" });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new TypeError("Not served now");
  return new Uint8Array(await answer.arrayBuffer());
}

const jsonOf = (bytes: Uint8Array | undefined): unknown =>
  bytes ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;

/** The keys this device pinned when it first saw the installation. */
async function pinned(): Promise<DrawPolicy | undefined> {
  const known = await keptPolicy();
  if (known) return known;
  const read = DrawPolicy.safeParse(jsonOf(await bytesOf("/policy.json")));
  if (read.success) await pinPolicy(read.data);
  return read.data;
}

async function drawInLog(drawId: string): Promise<Desk["draw"]> {
  try {
    const policy = await pinned();
    const log = await readWholeLog((path) => bytesOf(`/log/${path}`));
    if (!policy || !log) return "unreachable";
    const file = jsonOf(await bytesOf(`/files/draws/${drawId}/checkpoints.json`));
    const checkpoints = typeof file === "object" && file !== null ? file : {};
    const named = Object.fromEntries(
      Object.entries(checkpoints).filter(([, text]) => typeof text === "string"),
    ) as Record<string, string>;
    return witnessedDraw(drawId, { ...log, checkpoints: named }, policy);
  } catch (error) {
    if (isExpected(error)) return "unreachable";
    throw error;
  }
}

/** Everything the page shows, from this device and the log. */
export async function readDesk(drawId: string | undefined): Promise<Desk> {
  const vkey = (await keptKey())?.vkey;
  const draw = drawId === undefined ? "unnamed" : await drawInLog(drawId);
  const commit = drawId === undefined ? undefined : await keptCommit(drawId);
  const source =
    vkey !== undefined && typeof draw !== "string" ? sourceOfKey(draw, vkey)?.id : undefined;
  return {
    draw,
    ...(vkey !== undefined && { vkey }),
    ...(commit && { commit }),
    ...(source !== undefined && { source }),
  };
}

/** How handing in ended. `unknown`: no answer came; the same may be sent again. */
export type Handed =
  | { readonly kind: "taken" | "signed-out" | "unknown" }
  | { readonly kind: "refused"; readonly says: string };

/** Hands a note or a nonce in; the same one has one effect however often it is sent. */
export async function handIn(
  { drawId, source }: Pick<KeptCommit, "drawId" | "source">,
  act: "commit" | "reveal",
  body: Readonly<Record<string, string>>,
): Promise<Handed> {
  const what = Object.values(body)
    .join("")
    .replace(/[^A-Za-z0-9]/g, "");
  try {
    const answer = await fetchWithin(`/api/draws/${drawId}/witnesses/${source}/${act}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": `${act}-${what.slice(-48)}`,
      },
      body: JSON.stringify(body),
    });
    if (answer.ok) return { kind: "taken" };
    if (answer.status === 401) return { kind: "signed-out" };
    if (answer.status >= 500) return { kind: "unknown" };
    const problem = (await answer.json()) as { title?: unknown };
    return { kind: "refused", says: typeof problem.title === "string" ? problem.title : "" };
  } catch (error) {
    if (isExpected(error)) return { kind: "unknown" };
    throw error;
  }
}
