import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { unmatched } from "../http/unmatched.ts";
import { routes } from "../routes.ts";
import { checkCertificate } from "./check-certificate.ts";
import { readCertificateToken } from "./read-certificate-token.ts";
import { getHealth } from "./get-health.ts";
import { getOpenapi } from "./get-openapi.ts";
import { getDraw, getScheme, listSchemes } from "./schemes.ts";

const services = production;

// The gateway's `$default` route leads here: what no row of the table matched is told apart here.
export const handler = serve(
  () =>
    [
      getHealth,
      getOpenapi,
      checkCertificate,
      readCertificateToken,
      listSchemes,
      getScheme,
      getDraw,
    ].map((make) => make(services())),
  unmatched(routes),
);
