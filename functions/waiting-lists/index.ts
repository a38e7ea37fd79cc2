import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { getWaitingPosition } from "./get-waiting-position.ts";
import { listWaitingLists } from "./list-waiting-lists.ts";
import { listWaitingPlaces } from "./list-waiting-places.ts";

/** Every endpoint of this Lambda. */
export const endpoints = [listWaitingLists, getWaitingPosition, listWaitingPlaces] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
