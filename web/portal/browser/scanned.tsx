import { ScannedCertificate } from "../components/scanned-certificate.tsx";
import { tokenIn } from "../check-certificate.ts";
import { locale } from "./locale.ts";
import { show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();

const token = tokenIn(location.pathname);

// The other language shows the same certificate: its address bears the token, too.
if (token !== undefined)
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]"))
    link.href = `${new URL(link.href).pathname}${token}${location.hash}`;

show(<ScannedCertificate locale={locale} token={token} />, "scanned");
