import { endpoint, ok } from "../http/endpoint.ts";
import { openapi } from "../http/openapi.ts";
import type { Services } from "../http/services.ts";
import { routes as all } from "../routes.ts";
import * as routes from "../routes/public.ts";

/** This API in OpenAPI 3.1, made from the route table. */
export const getOpenapi = (services: Services) =>
  endpoint(routes.getOpenapi, services, () =>
    Promise.resolve(ok(openapi(all, services.config.PLATFORM_VERSION))),
  );
