import type { Capability } from "../../functions/capabilities.ts";

/** What one capability allows; an absent part allows nothing of that kind. */
export type Grant = {
  /** Item actions on partitions of the table, by prefix of the partition key. */
  readonly table?: readonly {
    readonly actions: readonly string[];
    readonly on: readonly string[];
  }[];
  /** Query on an index: its own partitions, not the table's. */
  readonly index?: { readonly name: "due" | "queue"; readonly on: readonly string[] };
  /** Use of a key that never leaves KMS. */
  readonly key?: {
    readonly of: "wrapping" | "log" | "certificate" | "slip" | "inspection";
    readonly actions: readonly string[];
  };
  readonly files?: { readonly bucket: "sealed" | "public"; readonly access: "read" | "write" };
};

const READ = ["dynamodb:GetItem", "dynamodb:Query"];
/** A condition on an item that the transaction does not change is an action of its own. */
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"];
const PUT = ["dynamodb:PutItem"];
const DELETE = ["dynamodb:DeleteItem"];

const read = (...on: string[]): Grant => ({ table: [{ actions: READ, on }] });
const write = (...on: string[]): Grant => ({ table: [{ actions: WRITE, on }] });

/** The only place where a capability becomes IAM: which actions, on which partitions. Never Scan. */
export const GRANTS: Record<Capability, Grant> = {
  "read-persons": read("PERSON#*", "SESSION#*"),
  "write-persons": write("PERSON#*"),
  "write-sessions": {
    table: [{ actions: [...READ, ...PUT, ...DELETE], on: ["SESSION#*", "SIGNIN#*"] }],
  },
  "write-requests": { table: [{ actions: [...READ, ...WRITE], on: ["REQUEST#*"] }] },
  "use-keyring": {
    table: [{ actions: [...READ, ...PUT], on: ["KEYRING"] }],
    key: { of: "wrapping", actions: ["kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"] },
  },
  "read-filings": read("FILING#*", "FLAT#*", "PARTY#*"),
  "write-filings": write("FILING#*", "FLAT#*", "PARTY#*", "MOVES#*"),
  "read-mandates": read("MANDATE#*", "PARTY#*"),
  "write-mandates": write("MANDATE#*", "PARTY#*"),
  "read-village-proofs": read("PROOF#*", "PARTY#*"),
  "write-village-proofs": write("PROOF#*", "PARTY#*"),
  // What is known of a home stands beside the lock of its flat.
  "write-units": { table: [{ actions: [...READ, ...WRITE], on: ["FLAT#*"] }] },
  "read-batches": read("BATCH#*", "EXTERNAL#*"),
  "write-batches": write("BATCH#*", "EXTERNAL#*"),
  "write-certificates": {
    table: [
      { actions: [...READ, ...WRITE], on: ["CERTIFICATE#*", "CERTIFICATETOKEN#*", "SERIAL#*"] },
    ],
  },
  "read-certificates": read("CERTIFICATE#*", "CERTIFICATETOKEN#*"),
  "read-certificate-keys": read("CERTIFICATEKEYS"),
  "write-certificate-keys": write("CERTIFICATEKEYS"),
  "sign-certificates": { key: { of: "certificate", actions: ["kms:Sign", "kms:GetPublicKey"] } },
  "count-tries": { table: [{ actions: ["dynamodb:UpdateItem"], on: ["TRIES#*"] }] },
  "read-statements": read("STATEMENT#*"),
  "write-statements": write("STATEMENT#*"),
  "read-movements": read("MOVES#*"),
  "read-views": read("PARTY#*"),
  "write-views": { table: [{ actions: PUT, on: ["PARTY#*"] }] },
  "write-agency-log": { table: [{ actions: [...READ, ...PUT], on: ["AGENCY#*"] }] },
  "read-policies": read("POLICIES", "POLICIES#*", "POLICY#*"),
  "write-policies": write("POLICIES", "POLICIES#*", "POLICY#*"),
  "read-points": read("POINTS#*"),
  "write-points": write("POINTS#*"),
  "read-applications": read("APPLICATION#*", "PARTY#*", "MEMBER#*"),
  "read-drafts": read("DRAFT#*", "DRAFTS#*"),
  "write-drafts": write("DRAFT#*", "DRAFTS#*"),
  // Who steps off the waiting list or back says so with the move itself.
  "write-applications": write("APPLICATION#*", "PARTY#*", "MEMBER#*", "WAITCHANGE#*"),
  "read-waitlists": read("WAITLIST#*", "WAITLISTS"),
  "write-waitlists": {
    table: [
      { actions: [...READ, ...WRITE], on: ["WAITLIST#*", "WAITLISTS"] },
      { actions: [...READ, ...DELETE], on: ["WAITCHANGE#*"] },
    ],
  },
  "read-subsidies": read("SUBSIDY#*", "SUBSIDIES#*", "SUBSIDYRUN#*", "SUBSIDYRUNS#*"),
  "write-subsidies": write("SUBSIDY#*", "SUBSIDIES#*", "SUBSIDYRUN#*", "SUBSIDYRUNS#*"),
  // A payment holds the household's case still while it is made: a condition without a change.
  "hold-applications": {
    table: [{ actions: ["dynamodb:ConditionCheckItem"], on: ["APPLICATION#*"] }],
  },
  "read-notices": read("NOTICE#*"),
  "write-notices": write("NOTICE#*"),
  "read-schemes": read("SCHEMES", "SCHEME#*"),
  // What cannot be published, and a void draw, lets go of its homes.
  "lock-homes": {
    table: [
      { actions: [...READ, ...PUT, ...DELETE], on: ["FLAT#*"] },
      { actions: DELETE, on: ["SCHEME#*"] },
    ],
  },
  "write-schemes": write("SCHEMES", "SCHEME#*"),
  // A recheck holds the scheme still while it writes: a condition without a change.
  "write-intents": {
    table: [{ actions: [...PUT, ...DELETE, "dynamodb:ConditionCheckItem"], on: ["SCHEME#*"] }],
  },
  "read-draws": read("DRAW#*"),
  "write-draws": write("DRAW#*"),
  "write-selections": write("TURN#*", "ALLOCATION#*"),
  "read-selections": read("TURN#*", "ALLOCATION#*"),
  "write-log": { table: [{ actions: [...READ, ...WRITE], on: ["LOG"] }] },
  "read-log": read("LOG"),
  "sign-log": { key: { of: "log", actions: ["kms:Sign", "kms:GetPublicKey"] } },
  "read-sealed-files": { files: { bucket: "sealed", access: "read" } },
  "write-sealed-files": { files: { bucket: "sealed", access: "write" } },
  "write-public-files": { files: { bucket: "public", access: "write" } },
  "read-public-files": { files: { bucket: "public", access: "read" } },
  "write-outbox": { table: [{ actions: [...READ, ...WRITE], on: ["OUTBOX#*"] }] },
  "seal-slips": { key: { of: "slip", actions: ["kms:Sign", "kms:GetPublicKey"] } },
  "read-slip-key": { key: { of: "slip", actions: ["kms:GetPublicKey"] } },
  // Sealing needs a public key only; making the pair shows its private half to nobody.
  "seal-salts": {
    table: [{ actions: [...READ, ...PUT], on: ["SALTKEYS"] }],
    key: { of: "inspection", actions: ["kms:GenerateDataKeyPairWithoutPlaintext"] },
  },
  // For the inspection function alone: what opens every commitment.
  "open-salts": {
    table: [{ actions: READ, on: ["SALTKEYS"] }],
    key: { of: "inspection", actions: ["kms:Decrypt"] },
  },
  "write-inspections": { table: [{ actions: [...READ, ...PUT], on: ["INSPECTION#*"] }] },
  "read-due": { index: { name: "due", on: ["DUE#*"] } },
  "read-queues": { index: { name: "queue", on: ["QUEUE#*"] } },
};

/** What `GRANTS` says of several capabilities, joined: one entry per set of actions, without doubles. */
export const joined = (capabilities: readonly Capability[]): Required<Grants> => {
  const grants = capabilities.map((capability) => GRANTS[capability]);
  const table = new Map<string, Set<string>>();
  for (const { actions, on } of grants.flatMap((grant) => grant.table ?? [])) {
    for (const action of actions) {
      const prefixes = table.get(action) ?? new Set<string>();
      for (const prefix of on) prefixes.add(prefix);
      table.set(action, prefixes);
    }
  }
  return {
    table: bySamePrefixes(table),
    indexes: unique(grants.flatMap(({ index }) => (index ? [index] : []))),
    keys: unique(grants.flatMap(({ key }) => (key ? [key] : []))),
    files: unique(grants.flatMap(({ files }) => (files ? [files] : []))),
  };
};

export type Grants = {
  table: { actions: string[]; on: string[] }[];
  indexes: NonNullable<Grant["index"]>[];
  keys: NonNullable<Grant["key"]>[];
  files: NonNullable<Grant["files"]>[];
};

/** Actions that hold on the same partitions share a statement: a role's policy has 10,240 characters. */
const bySamePrefixes = (table: ReadonlyMap<string, ReadonlySet<string>>): Grants["table"] => {
  const statements = new Map<string, { actions: string[]; on: string[] }>();
  for (const [action, prefixes] of table) {
    const on = [...prefixes].toSorted();
    const statement = statements.get(on.join()) ?? { actions: [], on };
    statement.actions.push(action);
    statements.set(on.join(), statement);
  }
  return [...statements.values()];
};

const unique = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
