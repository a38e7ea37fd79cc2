import { hydrate } from "preact";
import { CertificateCheckForm } from "../components/certificate-check.tsx";
import { handOver } from "./hand-over.ts";
import { locale } from "./locale.ts";
import { place } from "./places.ts";
import { startSite } from "./site.ts";

startSite();

const certificateNo = handOver.take("certificateNo");
hydrate(
  <CertificateCheckForm locale={locale} {...(certificateNo !== undefined && { certificateNo })} />,
  place("check"),
);
