import { hydrate } from "preact";
import { CertificateCheckForm } from "../components/certificate-check.tsx";
import { handOver } from "./hand-over.ts";
import { locale } from "./locale.ts";
import { place, show } from "./places.ts";
import { startSite } from "./site.ts";

startSite();

const certificateNo = handOver.take("certificateNo");
// Taking over what the build drew leaves inputs as they are: a number brought along needs drawing.
if (certificateNo === undefined) hydrate(<CertificateCheckForm locale={locale} />, place("check"));
else show(<CertificateCheckForm locale={locale} certificateNo={certificateNo} />, "check");
