import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBase64Url } from "../../../shared/domain/certificates/base64url.ts";
import {
  certifiedBytes,
  readCertifiedBytes,
} from "../../../shared/domain/certificates/certified-facts.ts";
import { checkOffline, readKeySet } from "../../../shared/domain/certificates/check-offline.ts";
import { certificateLink, readCertificateLink } from "../../../shared/domain/certificates/link.ts";
import {
  certificateKey,
  DOMAIN,
  keyIdOf,
  MOST_SIGNED_BYTES,
  NO_KEYS,
  signFacts,
  withKey,
} from "../../../shared/domain/certificates/sign-facts.ts";
import { publicKeyOf, signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { concat } from "../../../shared/domain/draws/encoding.ts";
import {
  aCertifiedFiling,
  anyCertifiedFiling,
  anyCertifiedResidence,
} from "../../support/builders/certified.ts";

const seed = new Uint8Array(32).fill(7);
const publicKey = publicKeyOf(seed);
const kid = keyIdOf(publicKey);
const keySet = withKey(NO_KEYS, publicKey, "1900-01-01");
const sign = (facts = aCertifiedFiling()) => signFacts(facts, kid, signerOf(seed));
const bytesOf = (signed: string) => Buffer.from(signed, "base64url");

describe("the signed facts of a certificate", () => {
  it("are read back as they were, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyCertifiedFiling, anyCertifiedResidence), async (facts) => {
        const check = checkOffline(await signFacts(facts, kid, signerOf(seed)), keySet);
        expect(check).toMatchObject({ kind: "certified", facts });
      }),
      { numRuns: 60 },
    );
  });

  it("are the same bytes for the same facts", async () => {
    expect(await sign()).toBe(await sign());
  });

  it("are refused when any one bit of them is another", async () => {
    const bytes = bytesOf(await sign());
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(checkOffline(toBase64Url(changed), keySet).kind).not.toBe("certified");
    }
  });

  it("are refused when cut, lengthened or signed for something else", async () => {
    const signed = await sign();
    const bytes = bytesOf(signed);
    expect(checkOffline(toBase64Url(bytes.subarray(1)), keySet).kind).toBe("malformed");
    expect(checkOffline(toBase64Url(bytes.subarray(0, 64)), keySet).kind).toBe("malformed");
    expect(checkOffline(toBase64Url(concat(bytes, Uint8Array.of(0))), keySet).kind).not.toBe(
      "certified",
    );
    expect(checkOffline(`${signed}=`, keySet).kind).toBe("malformed");
    expect(checkOffline("", keySet).kind).toBe("malformed");
    // The same bytes signed without saying what for: as a checkpoint of the log would be.
    const payload = certifiedBytes(kid, aCertifiedFiling());
    const bare = await signerOf(seed)(payload);
    expect(checkOffline(toBase64Url(concat(payload, bare)), keySet).kind).toBe("wrong-signature");
    expect(DOMAIN.length).toBeGreaterThan(0);
  });

  it("take at most 300 bytes, however long names and building are", async () => {
    const long = { first: "阿".repeat(100), count: 10 };
    const signed = await sign(
      aCertifiedFiling({ landlords: long, tenants: long, building: "泉".repeat(100) }),
    );
    expect(bytesOf(signed).length).toBeLessThanOrEqual(MOST_SIGNED_BYTES);
    expect(checkOffline(signed, keySet)).toMatchObject({
      kind: "certified",
      facts: { landlords: { first: `${"阿".repeat(13)}…` } },
    });
    expect(bytesOf(await sign()).length).toBeLessThan(200);
  });

  it("hold no full name, number, rent or door", async () => {
    const text = bytesOf(await sign()).toString("utf8");
    expect(text).not.toMatch(/林建国|陈思远|350599|1201/);
  });

  it("are never read from bytes nobody wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = readCertifiedBytes(bytes);
        if (read) expect(certifiedBytes(read.kid, read.facts)).toEqual(bytes);
      }),
    );
  });
});

describe("the keys they are checked by", () => {
  it("are published with name, algorithm and first day", () => {
    expect(keySet.keys).toEqual([
      { kid, alg: "Ed25519", publicKey: expect.any(String) as string, validFrom: "1900-01-01" },
    ]);
    expect(readKeySet(JSON.stringify(keySet))).toEqual(keySet);
    expect(readKeySet("{")).toBeUndefined();
    expect(readKeySet("[]")).toBeUndefined();
  });

  it("end on the day another takes over, and what they signed until then holds", async () => {
    const next = publicKeyOf(new Uint8Array(32).fill(8));
    const both = withKey(withKey(NO_KEYS, publicKey, "2026-01-01"), next, "2027-01-01");
    expect(both.keys.map(({ validUntil }) => validUntil)).toEqual(["2027-01-01", undefined]);
    expect(withKey(both, next, "2028-01-01")).toBe(both);
    const on = async (issuedOn: string) =>
      checkOffline(await sign(aCertifiedFiling({ issuedOn })), both).kind;
    expect(await on("2026-01-01")).toBe("certified");
    expect(await on("2027-01-01")).toBe("certified");
    expect(await on("2027-01-02")).toBe("outside-validity");
    expect(await on("2025-12-31")).toBe("outside-validity");
  });

  it("say so when they are not known, withdrawn, or not what their name says", async () => {
    const signed = await sign();
    expect(checkOffline(signed, NO_KEYS)).toEqual({ kind: "unknown-key", kid });
    const [key] = keySet.keys;
    const withdrawn = {
      ...keySet,
      keys: [{ ...certificateKey(publicKey, "1900-01-01"), withdrawnOn: "2027-01-01" }],
    };
    expect(checkOffline(signed, withdrawn).kind).toBe("withdrawn-key");
    const other = certificateKey(publicKeyOf(new Uint8Array(32).fill(9)), "1900-01-01");
    const renamed = { ...keySet, keys: [{ ...other, kid: key?.kid ?? "" }] };
    expect(checkOffline(signed, renamed).kind).toBe("unknown-key");
  });
});

describe("a certificate's link", () => {
  it("keeps the facts behind #, which no server is sent", async () => {
    const token = "0123456789ABCDEFGHJKMNPQ";
    const signed = await sign();
    const link = certificateLink("https://quanju.example", token, signed);
    expect(new URL(link).pathname).toBe(`/c/${token}`);
    expect(new URL(link).hash).toBe(`#${signed}`);
    expect(readCertificateLink(link)).toEqual({ token, signed });
    expect(readCertificateLink("https://quanju.example/c/short#x")).toBeUndefined();
  });
});
