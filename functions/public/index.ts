import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { checkCertificate } from "./check-certificate.ts";
import { readCertificateToken } from "./read-certificate-token.ts";
import { getHealth } from "./get-health.ts";
import { getOpenapi } from "./get-openapi.ts";
import { getDraw, getScheme, listSchemes } from "./schemes.ts";

const services = production;

export const handler = serve(() =>
  [
    getHealth,
    getOpenapi,
    checkCertificate,
    readCertificateToken,
    listSchemes,
    getScheme,
    getDraw,
  ].map((make) => make(services())),
);
