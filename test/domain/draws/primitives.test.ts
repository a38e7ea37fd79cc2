import { createHash, createHmac, createPublicKey, hkdfSync, verify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText, parseJson } from "../../../shared/domain/draws/canonical-json.ts";
import { publicKeyOf, signerOf, verifyEd25519 } from "../../../shared/domain/draws/ed25519.ts";
import {
  concat,
  fromHex,
  readBase64,
  readDecimal,
  readHex,
  readUtf8,
  toBase64,
  toHex,
  utf8,
} from "../../../shared/domain/draws/encoding.ts";
import { rowsOf } from "../../../shared/domain/draws/bulk-hash.ts";
import { readEntry } from "../../../shared/domain/draws/documents.ts";
import { readNote } from "../../../shared/domain/draws/signed-note.ts";
import { sha256Suite, sm3Suite } from "../../../shared/domain/draws/suites.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

describe.each([
  [sha256Suite, "sha256"],
  [sm3Suite, "sm3"],
])("the suite %o", (suite, name) => {
  it("hashes as OpenSSL does", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(toHex(suite.hash(data))).toBe(createHash(name).update(data).digest("hex"));
      }),
    );
  });

  it("authenticates and derives as OpenSSL does", () => {
    fc.assert(
      fc.property(bytes, bytes, (key, data) => {
        expect(toHex(suite.hmac(key, data))).toBe(createHmac(name, key).update(data).digest("hex"));
        const derived = suite.expand(suite.extract(key, data), key);
        expect(toHex(derived)).toBe(
          Buffer.from(hkdfSync(name, data, key, key, 32)).toString("hex"),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("hashes rows in bulk as it hashes them one by one", () => {
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 8 }),
        fc.uint8Array({ maxLength: 64 }),
        (list, key) => {
          const rows = rowsOf(list);
          const macs = concat(...list.map((row) => suite.hmac(key, row)));
          const leaves = concat(...list.map((row) => suite.hash(Uint8Array.of(0), row)));
          expect(toHex(suite.bulk.macs(key, rows))).toBe(toHex(macs));
          expect(toHex(suite.bulk.leaves(rows))).toBe(toHex(leaves));
          const pair = leaves.subarray(0, 64);
          const parent = pair.length === 64 ? toHex(suite.hash(Uint8Array.of(1), pair)) : "";
          expect(toHex(suite.bulk.parents(pair))).toBe(parent);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("Ed25519", () => {
  const seed = fromHex("11".repeat(32));
  const publicKey = publicKeyOf(seed);
  const message = utf8("checkpoint");
  const order = ed25519.Point.Fn.ORDER;
  const openssl = (key: Uint8Array, signature: Uint8Array) =>
    verify(
      null,
      message,
      createPublicKey({
        key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]),
        format: "der",
        type: "spki",
      }),
      signature,
    );
  const scalar = (value: bigint) =>
    Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

  it("accepts its own signatures as node:crypto does, and none of another message", async () => {
    const signature = await signerOf(seed)(message);
    expect(verifyEd25519(publicKey, message, signature)).toBe(true);
    expect(openssl(publicKey, signature)).toBe(true);
    expect(verifyEd25519(publicKey, utf8("other"), signature)).toBe(false);
    expect(verifyEd25519(publicKey, message, signature.subarray(1))).toBe(false);
  });

  it("refuses S + L, which is the same number modulo L", async () => {
    const signature = await signerOf(seed)(message);
    const s = signature.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    const malleable = concat(signature.subarray(0, 32), scalar(s + order));
    expect(verifyEd25519(publicKey, message, malleable)).toBe(false);
    expect(openssl(publicKey, malleable)).toBe(false);
  });

  it("refuses a signature that holds only with the cofactor", () => {
    // A point of order 8, added to an honest R, vanishes when everything is multiplied by 8.
    const torsion = ed25519.Point.fromHex(
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    );
    const { scalar: a } = ed25519.utils.getExtendedPublicKey(seed);
    const r = 12345n;
    const encodedR = ed25519.Point.BASE.multiply(r).add(torsion).toBytes();
    const digest = createHash("sha512")
      .update(concat(encodedR, publicKey, message))
      .digest();
    const k = digest.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) % order;
    const crafted = concat(encodedR, scalar((r + k * a) % order));
    expect(ed25519.verify(crafted, message, publicKey, { zip215: true })).toBe(true);
    expect(openssl(publicKey, crafted)).toBe(false);
    expect(verifyEd25519(publicKey, message, crafted)).toBe(false);
  });

  it("refuses keys and points that are not canonical", () => {
    // y = p + 1, the identity written a second way; S = 0 and R = identity would satisfy it.
    const second = fromHex(`ee${"ff".repeat(30)}7f`);
    const identity = fromHex(`01${"00".repeat(31)}`);
    const trivial = concat(identity, new Uint8Array(32));
    expect(verifyEd25519(identity, message, trivial)).toBe(true);
    expect(verifyEd25519(second, message, trivial)).toBe(false);
    expect(verifyEd25519(identity, message, concat(second, new Uint8Array(32)))).toBe(false);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (key, text, signature) => {
        expect(verifyEd25519(key, text, signature)).toBe(false);
      }),
    );
  });
});

describe("encodings", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(readHex(toHex(data), data.length)).toEqual(data);
        expect(readBase64(toBase64(data))).toEqual(data);
        expect(toBase64(data)).toBe(Buffer.from(data).toString("base64"));
      }),
    );
  });

  it.each(["A", "AA", "AA=", "AB==", "AAB=", "AA==\n", "A A=", "AAAA====", "=AAA", "AA-_", "AA=A"])(
    "refuse %j as base64",
    (text) => {
      expect(readBase64(text)).toBeUndefined();
    },
  );

  it.each(["", "01", "-1", "1.0", "1e2", "+1", " 1", "9007199254740992", "99999999999999999"])(
    "refuse %j as a decimal",
    (text) => {
      expect(readDecimal(text)).toBeUndefined();
    },
  );

  it("refuse upper-case hex and UTF-8 that is not well formed", () => {
    expect(readHex("AB", 1)).toBeUndefined();
    expect(readHex("abc", 1)).toBeUndefined();
    expect(readUtf8(Uint8Array.of(0xc0, 0x80))).toBeUndefined();
  });
});

describe("canonical JSON", () => {
  it("reads back to the same value and text", () => {
    const safe = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
        fc.string({ unit: "grapheme" }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ unit: "grapheme" }).filter((name) => name !== "__proto__"),
          tie("value"),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(safe, (value) => {
        const text = canonicalText(value) ?? "none";
        expect(canonicalText(parseJson(text)?.value)).toBe(text);
      }),
    );
  });

  it.each([
    ["a fraction", 1.5],
    ["minus zero", -0],
    ["a number too large", 2 ** 53],
    ["a lone surrogate", "\ud800"],
    ["a lone surrogate in a name", { "\udc00": 1 }],
    ["not a number", NaN],
    ["nothing", undefined],
    ["a member called __proto__", JSON.parse('{"__proto__":1}')],
  ])("has no text for %s", (_, value) => {
    expect(canonicalText(value)).toBeUndefined();
  });

  it("does not exhaust the stack on hostile nesting", () => {
    const deep = `{"drawId":"d-1","type":"pvl1/notice","x":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
    expect(readEntry(deep, "d-1")).toEqual({ kind: "bad", type: "pvl1/notice" });
  });
});

describe("a log entry", () => {
  const reveals = `{"drawId":"d-1","freeze":"${"0".repeat(64)}","nonces":[],"type":"pvl1/reveals"}`;
  it.each([
    ["is a document", reveals, "document"],
    ["of another draw is none of ours", reveals.replace("d-1", "d-2"), "other"],
    ["that is no JSON is none of ours", `${reveals}x`, "other"],
    ["that is an array is none of ours", `[${reveals}]`, "other"],
    ["of another family is none of ours", reveals.replace("pvl1/", "pvl2/"), "other"],
    ["with a space is bad", reveals.replace(":", ": "), "bad"],
    ["with a name twice is bad", reveals.replace("{", '{"drawId":"x",'), "bad"],
    ["with a stranger among its members is bad", reveals.replace("}", ',"zz":1}'), "bad"],
    ["of an unknown type is bad", reveals.replace("reveals", "unveils"), "bad"],
    ["over 65535 bytes is bad", reveals.replace("[]", `["${"0".repeat(65_536)}"]`), "bad"],
    ["with escapes that need not be is bad", reveals.replace("reveals", "reve\\u0061ls"), "bad"],
  ])("%s", (_, entry, kind) => {
    expect(readEntry(entry, "d-1").kind).toBe(kind);
  });
});

describe("a signed note", () => {
  it.each([
    ["no empty line", "text\n— a AAAAAAA=\n"],
    ["no last LF", "text\n\n— a AAAAAAA="],
    ["no signature", "text\n\n"],
    ["a hyphen for the dash", "text\n\n- a AAAAAAA=\n"],
    ["a control character", "te\u0007xt\n\n— a AAAAAAA=\n"],
    ["a signature too short", "text\n\n— a AAAA\n"],
    ["a plus in the name", "text\n\n— a+b AAAAAAA=\n"],
    ["a hundred and one signatures", `text\n\n${"— a AAAAAAA=\n".repeat(101)}`],
  ])("is refused with %s", (_, note) => {
    expect(readNote(note)).toBeUndefined();
  });
});
