import * as z from "zod";
import { CertificateToken } from "../../shared/contract/certificate.ts";
import { CertificateCheck, CertificateFacts } from "../../shared/contract/filing.ts";
import { ResidenceFacts } from "../../shared/contract/residence-statement.ts";
import type { Capability } from "../capabilities.ts";
import { route } from "./route.ts";

const Checked = z
  .union([CertificateFacts, ResidenceFacts])
  .meta({ description: "Of a lease's certificate, or of a residence statement (`kind`)" });

const READ: readonly Capability[] = ["read-certificates", "read-statements", "use-keyring"];

/** A POST, so that number and code stand in no address and no log. */
export const checkCertificate = route({
  operationId: "checkCertificate",
  fn: "public",
  method: "POST",
  path: "/api/certificate-checks",
  caller: "anyone",
  may: [...READ, "count-tries"],
  body: CertificateCheck,
  answer: { status: 200, schema: Checked },
  problems: ["certificate-not-found", "too-many-requests"],
  summary: { zh: "核验备案证明", en: "Check a certificate or statement by number and code" },
  // The code of a certificate is random: that of the demo city stands on its own sheet only.
  example: { body: { certificateNo: "3505822026030100001", code: "7Q2M4X9KCD" } },
});

export const readCertificateToken = route({
  operationId: "readCertificateToken",
  fn: "public",
  method: "GET",
  path: "/api/certificates/{token}",
  caller: "anyone",
  may: READ,
  params: z.strictObject({ token: CertificateToken }),
  answer: { status: 200, schema: Checked },
  problems: [],
  summary: { zh: "扫码查验证明", en: "Check a certificate or statement by the token of its QR" },
  // As random as the codes.
  example: { params: { token: "7Q2M4X9KCD7Q2M4X9KCD7Q2M" } },
});
