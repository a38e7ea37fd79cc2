import { CertificateCheck, CertificateFacts } from "../../shared/contract/filing.ts";
import { route } from "./route.ts";

/** A POST, so that number and code stand in no address and no log. */
export const checkCertificate = route({
  operationId: "checkCertificate",
  fn: "public",
  method: "POST",
  path: "/api/certificate-checks",
  caller: "anyone",
  may: ["read-certificates", "count-guesses", "use-keyring"],
  body: CertificateCheck,
  answer: { status: 200, schema: CertificateFacts },
  problems: ["certificate-not-found", "too-many-requests"],
  summary: { zh: "核验备案证明", en: "Check a certificate by number and code" },
  // The code of a certificate is random: that of the demo city stands on its own sheet only.
  example: { body: { certificateNo: "3505822026030100001", code: "7Q2M4X9KCD" } },
});
