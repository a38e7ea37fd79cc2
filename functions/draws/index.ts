import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { enterBeacon } from "./beacon.ts";
import { confirmFreeze, proposeFreeze } from "./freeze.ts";
import { decideObjection, listObjections, objectToRoster } from "./objections.ts";
import { removeReceipt } from "./removals.ts";
import { enterReading, performDraw, readBulletin } from "./result.ts";
import { confirmVoid, proposeVoid } from "./voiding.ts";
import { commitNonce, revealNonce } from "./witnesses.ts";

export const endpoints = [
  commitNonce,
  revealNonce,
  proposeFreeze,
  confirmFreeze,
  objectToRoster,
  listObjections,
  decideObjection,
  proposeVoid,
  confirmVoid,
  readBulletin,
  enterReading,
  enterBeacon,
  performDraw,
  removeReceipt,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
