/** What a certificate carries besides its text: its token, its signed facts, the keys they are checked by. */
import * as z from "zod";
import { CertificateNo } from "./ids.ts";
import { CivilDate } from "./values.ts";

/** 120 random bits; whoever holds it may see the masked facts, so it stands in no list and no log. */
export const CertificateToken = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{24}$/)
  .meta({ id: "CertificateToken", description: "Opaque; in the QR of a certificate" });
export type CertificateToken = z.infer<typeof CertificateToken>;

/** A key that signs certificates, as it is published for ever. */
export const CertificateKey = z
  .strictObject({
    kid: z.string().regex(/^[0-9a-f]{8}$/),
    alg: z.literal("Ed25519"),
    publicKey: z.base64().length(44).meta({ description: "32 bytes (RFC 8032), base64" }),
    validFrom: CivilDate.meta({ description: "First day on which it signed" }),
    validUntil: CivilDate.optional().meta({ description: "Last day; absent: signs still" }),
    withdrawnOn: CivilDate.optional().meta({
      description: "It fell into wrong hands: nothing it signed is to be trusted",
    }),
  })
  .meta({ id: "CertificateKey" });
export type CertificateKey = z.infer<typeof CertificateKey>;

/** `/files/keys/certificates.json`: all keys there ever were, the oldest first. */
export const CertificateKeySet = z
  .strictObject({
    format: z.literal("quanju-certificate-keys/1"),
    keys: z.array(CertificateKey).max(200),
  })
  .meta({ id: "CertificateKeySet" });
export type CertificateKeySet = z.infer<typeof CertificateKeySet>;

/** Where the key set is served: static, so that a check needs no function. */
export const CERTIFICATE_KEYS_PATH = "files/keys/certificates.json";

/** The link in the QR: page, token, and behind `#` the signed facts, which no server is sent. */
export const CertificateLink = z
  .strictObject({
    certificateNo: CertificateNo,
    link: z.url().max(700).meta({ description: "What the QR holds" }),
  })
  .meta({ id: "CertificateLink" });
export type CertificateLink = z.infer<typeof CertificateLink>;
