import { listWaitingPlaces } from "../../../functions/routes/waiting-lists.ts";

/** What the office's list answers. */
export const WaitingPlaces = listWaitingPlaces.answer.schema;
