import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { approveScheme } from "./approve-scheme.ts";
import { draftScheme } from "./draft-scheme.ts";
import { getOfficeScheme } from "./get-office-scheme.ts";

export const endpoints = [draftScheme, approveScheme, getOfficeScheme] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
