/**
 * The facts a certificate is signed for, as few bytes as a QR bears: docs/decisions/0012. Names are
 * masked as in the public check; a digest binds the full ones without telling them.
 */
import { CertificateStatus } from "../../contract/filing.ts";
import type { CertificateNo } from "../../contract/ids.ts";
import { LandNature, Use } from "../../contract/lease.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays, daysBetween } from "../calendar/days.ts";
import { concat, equalBytes, readUtf8, toHex, fromHex, u32, utf8 } from "../draws/encoding.ts";

/** The parties of a side: the first, masked, and how many there are. */
export type CertifiedSide = { readonly first: string; readonly count: number };

/** A lease on record. */
export type CertifiedFiling = {
  readonly kind: "filing";
  readonly certificateNo: CertificateNo;
  readonly version: number;
  readonly filedOn: CivilDate;
  /** Day of this signature; `status` is as of that day, and must be asked for again later. */
  readonly issuedOn: CivilDate;
  readonly status: CertificateStatus;
  readonly from: CivilDate;
  /** Last day, inclusive; absent: indefinite (CC 734). */
  readonly until?: CivilDate;
  readonly wholeOrRoom: "WHOLE" | "ROOM";
  readonly use: Use;
  readonly landNature: LandNature;
  readonly landlords: CertifiedSide;
  readonly tenants: CertifiedSide;
  readonly building: string;
  /** `sheetDigest` of everything that stands on the paper. */
  readonly sheet: string;
};

/** A statement of the homes a person has on record. */
export type CertifiedResidence = {
  readonly kind: "residence";
  readonly certificateNo: CertificateNo;
  readonly issuedOn: CivilDate;
  readonly holder: string;
  readonly homes: number;
  /** Days on record without a gap, up to `issuedOn`. */
  readonly days: number;
  readonly sheet: string;
};

export type CertifiedFacts = CertifiedFiling | CertifiedResidence;

const FORMAT = 1;
const KIND = { filing: 1, residence: 2 } as const;
const EPOCH: CivilDate = "1900-01-01";
const NO_DAY = 0xff_ff_ff;
/** 2199-12-31. */
const LAST_DAY = 109_572;
const NAME_BYTES = 42;
const BUILDING_BYTES = 60;
const HEAD_BYTES = 6;

/** At most so many bytes of UTF-8, whole characters, `…` when something is left out. */
export function shortened(text: string, most: number): string {
  if (utf8(text).length <= most) return text;
  const characters = Array.from(text);
  while (utf8(`${characters.join("")}…`).length > most) characters.pop();
  return `${characters.join("")}…`;
}

const u8 = (value: number): Uint8Array => Uint8Array.of(value);
const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255);
const u24 = (value: number): Uint8Array =>
  Uint8Array.of(value >> 16, (value >> 8) & 255, value & 255);
const day = (date: CivilDate): Uint8Array => u24(daysBetween(EPOCH, date));
const number = (no: CertificateNo): Uint8Array => {
  const value = BigInt(no);
  return concat(u32(Number(value >> 32n)), u32(Number(value & 0xff_ff_ff_ffn)));
};
const words = (text: string, most: number): Uint8Array => {
  const bytes = utf8(shortened(text, most));
  return concat(u8(bytes.length), bytes);
};
const side = ({ first, count }: CertifiedSide): Uint8Array =>
  concat(u8(count), words(first, NAME_BYTES));

/**
 * The bytes that are signed, the same for the same facts.
 *
 * @param kid - 8 hex digits: the key's name
 */
export function certifiedBytes(kid: string, facts: CertifiedFacts): Uint8Array {
  const head = concat(u8(FORMAT), fromHex(kid), u8(KIND[facts.kind]), number(facts.certificateNo));
  if (facts.kind === "residence") {
    const { issuedOn, holder, homes, days, sheet } = facts;
    return concat(
      head,
      day(issuedOn),
      words(holder, NAME_BYTES),
      u8(homes),
      u24(days),
      fromHex(sheet),
    );
  }
  return concat(
    head,
    u16(facts.version),
    day(facts.filedOn),
    day(facts.issuedOn),
    day(facts.from),
    facts.until === undefined ? u24(NO_DAY) : day(facts.until),
    u8(flagsOf(facts)),
    side(facts.landlords),
    side(facts.tenants),
    words(facts.building, BUILDING_BYTES),
    fromHex(facts.sheet),
  );
}

const WHOLE_OR_ROOM = ["WHOLE", "ROOM"] as const;

/** 1 bit whole or room, 2 use, 2 land, 3 status. */
const flagsOf = ({ wholeOrRoom, use, landNature, status }: CertifiedFiling): number =>
  WHOLE_OR_ROOM.indexOf(wholeOrRoom) |
  (Use.options.indexOf(use) << 1) |
  (LandNature.options.indexOf(landNature) << 3) |
  (CertificateStatus.options.indexOf(status) << 5);

/** Thrown within this file only: the bytes end too soon or hold what nobody writes. */
class Unreadable extends Error {}

/** Takes one value after another. */
class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + length);
    if (taken.length < length) throw new Unreadable();
    this.at += length;
    return taken;
  }

  int(length: number): number {
    return this.take(length).reduce((value, byte) => value * 256 + byte, 0);
  }

  day(): CivilDate {
    const n = this.int(3);
    if (n > LAST_DAY) throw new Unreadable();
    return addDays(EPOCH, n);
  }

  words(): string {
    const text = readUtf8(this.take(this.int(1)));
    if (text === undefined) throw new Unreadable();
    return text;
  }

  side(): CertifiedSide {
    const count = this.int(1);
    return { first: this.words(), count };
  }

  number(): CertificateNo {
    const value = this.take(8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return String(value).padStart(19, "0");
  }

  skip(length: number): this {
    this.take(length);
    return this;
  }

  get isNoDay(): boolean {
    return this.bytes.subarray(this.at, this.at + 3).every((byte) => byte === 0xff);
  }
}

export type ReadFacts = { readonly kid: string; readonly facts: CertifiedFacts };

/** Reads `certifiedBytes`; undefined for anything that it would not write itself. */
export function readCertifiedBytes(bytes: Uint8Array): ReadFacts | undefined {
  try {
    const kid = toHex(bytes.subarray(1, 5));
    const from = new Reader(bytes).skip(HEAD_BYTES);
    const facts = bytes[5] === KIND.filing ? filing(from) : residence(from);
    const again = certifiedBytes(kid, facts);
    return equalBytes(again, bytes) ? { kid, facts } : undefined;
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return undefined;
    throw error;
  }
}

function chosen<T>(options: readonly T[], at: number): T {
  const option = options[at];
  if (option === undefined) throw new Unreadable();
  return option;
}

function filing(from: Reader): CertifiedFiling {
  const certificateNo = from.number();
  const version = from.int(2);
  const [filedOn, issuedOn, begins] = [from.day(), from.day(), from.day()];
  const isIndefinite = from.isNoDay;
  const until = isIndefinite ? undefined : from.day();
  if (isIndefinite) from.skip(3);
  const flags = from.int(1);
  return {
    kind: "filing",
    certificateNo,
    version,
    filedOn,
    issuedOn,
    status: chosen(CertificateStatus.options, flags >> 5),
    from: begins,
    ...(until !== undefined && { until }),
    wholeOrRoom: chosen(WHOLE_OR_ROOM, flags & 1),
    use: chosen(Use.options, (flags >> 1) & 3),
    landNature: chosen(LandNature.options, (flags >> 3) & 3),
    landlords: from.side(),
    tenants: from.side(),
    building: from.words(),
    sheet: toHex(from.take(32)),
  };
}

const residence = (from: Reader): CertifiedResidence => ({
  kind: "residence",
  certificateNo: from.number(),
  issuedOn: from.day(),
  holder: from.words(),
  homes: from.int(1),
  days: from.int(3),
  sheet: toHex(from.take(32)),
});
