import { readFileSync } from "node:fs";
import * as z from "zod";

/** Roles as the route table knows them; `citizen` is anyone who can sign in. */
const Role = z.enum([
  "citizen",
  "enterprise",
  "broker",
  "clerk",
  "reviewer",
  "approver",
  "city-officer",
  "draw-officer",
  "notary",
  "representative",
  "discipline",
  "operator",
  "police",
  "village",
  "auditor",
  "sysadmin",
]);

const RealName = {
  name: z.string().min(1),
  idType: z.literal("RESIDENT_ID"),
  /** Region 350599, which no one has (GB/T 2260), with a right check digit (GB 11643). */
  idNumber: z.string().regex(/^350599\d{11}[\dX]$/),
};

const Member = z.strictObject({ kinship: z.enum(["SPOUSE", "CHILD"]), ...RealName });

/** A person whom the local issuer can sign in; all of them are invented. */
export const DemoPerson = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{2,40}$/),
  sub: z.string().regex(/^[a-z][0-9a-z]{5,31}$/),
  roles: z.array(Role).min(1),
  /** `QZ`, a district's code, or a zone; citizens and firms have none. */
  jurisdiction: z.string().optional(),
  ...RealName,
  phone: z.string().regex(/^1[3-9]\d{9}$/),
  organisation: z.string().optional(),
  uscc: z
    .string()
    .regex(/^(?:91|N1)350599[0-9A-HJ-NPQRTUWXY]{10}$/)
    .optional(),
  members: z.array(Member).optional(),
  note: z.strictObject({ zh: z.string(), en: z.string() }),
});
export type DemoPerson = z.infer<typeof DemoPerson>;
export type DemoMember = z.infer<typeof Member>;

let read: readonly DemoPerson[] | undefined;

/** The people of `people.json`, in its order; read once. */
export function demoPeople(): readonly DemoPerson[] {
  read ??= z
    .array(DemoPerson)
    .parse(JSON.parse(readFileSync(new URL("./people.json", import.meta.url), "utf8")));
  return read;
}

/** How many people `generatedPerson` can make. */
export const GENERATED_PEOPLE = 1_000_000;

const SURNAMES = "陈林黄张吴李王郑蔡刘洪庄苏许杨曾叶郭谢何颜柯施傅";
const COMPOUND = ["欧阳", "上官", "诸葛", "司马"];
const GIVEN = "安宁书言清和嘉文思远晓彤子墨若溪景行明哲雨桐知夏云舟亦凡可欣南星予怀";

const DAY = 86_400_000;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The resident ID number of an invented person (GB 11643), region 350599. */
function idNumberOf(firstBirthDay: string, day: number, serial: number): string {
  const born = new Date(Date.parse(firstBirthDay) + day * DAY).toISOString().slice(0, 10);
  const body = `350599${born.replaceAll("-", "")}${String(serial).padStart(3, "0")}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return `${body}${"10X98765432".charAt(sum % 11)}`;
}

/** Spreads neighbours apart; one-to-one below `over` when `by` and `over` share no factor. */
const spread = (n: number, by: number, over: number): number => (n * by) % over;

function nameOf(n: number, surname?: string): string {
  const compound = COMPOUND[n % 97];
  const family = surname ?? compound ?? SURNAMES.charAt(spread(n, 17, SURNAMES.length));
  const first = GIVEN.charAt(spread(n, 29, GIVEN.length));
  const second = GIVEN.charAt((spread(n, 11, GIVEN.length) + Math.floor(n / 35)) % GIVEN.length);
  return n % 7 === 3 ? `${family}${first}` : `${family}${first}${second}`;
}

// Subjects must be opaque, yet `personOf` must find the number again after a restart without a
// list: multiplication by an odd number modulo 2^40 goes both ways.
const MODULUS = 1n << 40n;
const FORWARD = 0x9e3779b97n;
const BACK = inverse(FORWARD);

function inverse(odd: bigint): bigint {
  let x = 1n; // Newton's iteration doubles the right low bits: 1, 2, 4, … 64
  for (let step = 0; step < 7; step++) x = (x * (2n - odd * x)) & (MODULUS - 1n);
  return (x + MODULUS) & (MODULUS - 1n);
}

const generatedSub = (n: number): string =>
  `g${((BigInt(n + 1) * FORWARD) & (MODULUS - 1n)).toString(16).padStart(10, "0")}`;

/**
 * An invented citizen for demos and load: the same `n` always gives the same person.
 *
 * Adults born from 1965 to 1997; ID numbers, phones and subjects differ for every `n`, and from
 * those of `people.json` (whose serials begin at 901). Every second one has a spouse, every
 * third a child; their ID numbers differ from everyone's too.
 *
 * @param n - 0 ≤ n < 1,000,000
 * @throws RangeError for any other n
 */
export function generatedPerson(n: number): DemoPerson {
  if (!Number.isInteger(n) || n < 0 || n >= GENERATED_PEOPLE) {
    throw new RangeError(`There is no generated person ${n}.`);
  }
  const day = spread(n, 7919, 12_000);
  const serial = 1 + 2 * Math.floor(n / 12_000) + (n % 2); // 1…168
  const name = nameOf(n);
  const members: DemoMember[] = [];
  if (n % 2 === 1) {
    const other = spread(n, 7927, 12_000);
    const idNumber = idNumberOf("1965-01-01", other, serial + 200); // 201…368
    members.push({ kinship: "SPOUSE", name: nameOf(n + 500_003), idType: "RESIDENT_ID", idNumber });
  }
  if (n % 3 === 2) {
    const child = nameOf(n + 300_007, COMPOUND[n % 97] ?? name.slice(0, 1));
    const idNumber = idNumberOf("2012-01-01", spread(n, 1009, 3000), 1 + Math.floor(n / 3000)); // 1…334
    members.push({ kinship: "CHILD", name: child, idType: "RESIDENT_ID", idNumber });
  }
  return {
    key: `generated-${n}`,
    sub: generatedSub(n),
    roles: ["citizen"],
    name,
    idType: "RESIDENT_ID",
    idNumber: idNumberOf("1965-01-01", day, serial),
    phone: `1980${String(n).padStart(7, "0")}`,
    ...(members.length > 0 ? { members } : {}),
    note: { zh: `自动生成的市民 ${n}`, en: `Generated citizen ${n}` },
  };
}

/** The person of a key: one of `people.json`, or `generated-{n}`; undefined if there is none. */
export function personOfKey(key: string): DemoPerson | undefined {
  const n = /^generated-(0|[1-9]\d{0,5})$/.exec(key)?.[1];
  if (n !== undefined) return generatedPerson(Number(n));
  return demoPeople().find((person) => person.key === key);
}

/** The person of a token's subject, generated ones included; undefined if there is none. */
export function personOfSub(sub: string): DemoPerson | undefined {
  const hex = /^g([0-9a-f]{10})$/.exec(sub)?.[1];
  if (hex === undefined) return demoPeople().find((person) => person.sub === sub);
  const n = Number((BigInt(`0x${hex}`) * BACK) & (MODULUS - 1n)) - 1;
  return n >= 0 && n < GENERATED_PEOPLE ? generatedPerson(n) : undefined;
}
