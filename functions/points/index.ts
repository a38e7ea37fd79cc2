import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { checkPoints } from "./check-points.ts";
import { confirmPointsItem } from "./confirm-item.ts";
import { consentToPoints, getMyPoints } from "./my-points.ts";
import { proveParkResidence } from "./park-residence.ts";
import { checkMyTalent } from "./talent.ts";

/** Every endpoint of this Lambda. */
export const endpoints = [
  getMyPoints,
  consentToPoints,
  checkPoints,
  confirmPointsItem,
  checkMyTalent,
  proveParkResidence,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
