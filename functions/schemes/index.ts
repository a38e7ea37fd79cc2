import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { approveScheme } from "./approve-scheme.ts";
import { draftScheme } from "./draft-scheme.ts";
import { getOfficeScheme } from "./get-office-scheme.ts";

export const handler = serve(() =>
  [draftScheme, approveScheme, getOfficeScheme].map((make) => make(production())),
);
