import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { getHealth } from "./get-health.ts";
import { getOpenapi } from "./get-openapi.ts";

const services = production;

export const handler = serve(() => [getHealth, getOpenapi].map((make) => make(services())));
