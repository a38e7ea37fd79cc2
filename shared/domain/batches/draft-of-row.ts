/** From a row of a table to a draft of a filing. */
import type * as z from "zod";
import { ExternalId, type RowFaultCode } from "../../contract/batch.ts";
import { FilingDraft } from "../../contract/filing.ts";
import { jurisdictions } from "../../contract/ids.ts";
import { ruleTexts, type RuleCode } from "../../contract/rule-texts.ts";
import { CivilDate } from "../../contract/values.ts";
import type { Column, Header } from "./columns.ts";

/**
 * A cell as its file has it. A number keeps the digits the file was written with; a date is a day
 * that a spreadsheet holds as one.
 */
export type Cell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "date"; readonly day: string }
  | { readonly kind: "formula" }
  | { readonly kind: "error" };

/** What is wrong, and under which header (or pointer, of a lease given as JSON). */
export type FoundFault = {
  readonly column?: string | undefined;
  readonly code: RowFaultCode;
};

/** A row made ready: the draft, or why there is none. */
export type ReadRow = {
  readonly externalId?: string | undefined;
  readonly draft?: FilingDraft;
  readonly faults?: readonly FoundFault[];
};

const MOST_FAULTS = 20;

type Value = string | number | boolean;

/**
 * Reads one row. The area in charge says the region code; a room number says that a room is let;
 * a broker's columns say that the broker files (R812 27), otherwise the landlord does.
 *
 * @param cells - by place, as in the header; absent: empty
 */
export function draftOfRow(header: Header, cells: ReadonlyMap<number, Cell>): ReadRow {
  const faults: FoundFault[] = [];
  const values = new Map<string, Value>();
  for (const [place, column] of header) {
    const cell = cells.get(place);
    if (cell === undefined) {
      if (column.required) faults.push({ column: column.header, code: "required" });
      continue;
    }
    const value = valueOf(cell, column);
    if (typeof value === "object") faults.push({ column: column.header, code: value.code });
    else values.set(column.pointer, value);
  }
  const { input, headerAt } = inputOf(header, values);
  const read = readLease(values.get("/externalId"), input, headerAt);
  // What could not be read is said once, as what it is, and not as missing too.
  const known = new Set(faults.map(({ column }) => column));
  const filled = new Set(
    [...header.values()].flatMap(({ header: name, pointer }) =>
      values.has(pointer) ? [name] : [],
    ),
  );
  const more = (read.faults ?? [])
    .filter(({ column }) => (column === undefined ? faults.length === 0 : !known.has(column)))
    .map(({ column, code }): FoundFault =>
      code === "bad-form" && column !== undefined && !filled.has(column)
        ? { column, code: "required" }
        : { column, code },
    );
  const all = [...faults, ...more];
  if (all.length === 0) return read;
  return {
    ...(read.externalId !== undefined && { externalId: read.externalId }),
    faults: all.slice(0, MOST_FAULTS),
  };
}

/** Judges one lease by the shapes of the contract. @param nameOf - header of a pointer */
export function readLease(
  externalId: unknown,
  input: unknown,
  nameOf: (pointer: string) => string | undefined = (pointer) => pointer,
): ReadRow {
  const id = ExternalId.safeParse(externalId);
  const draft = FilingDraft.safeParse(input);
  const faults: FoundFault[] = [
    ...(id.success ? [] : [{ column: nameOf("/externalId"), code: faultCode(id.error.issues[0]) }]),
    ...(draft.success ? [] : draft.error.issues.map((issue) => faultOf(issue, nameOf))),
  ];
  const unique = new Map(faults.map((fault) => [`${fault.column ?? ""} ${fault.code}`, fault]));
  return {
    ...(id.success && { externalId: id.data }),
    ...(faults.length === 0 && draft.success
      ? { draft: draft.data }
      : { faults: [...unique.values()].slice(0, MOST_FAULTS) }),
  };
}

function faultOf(
  issue: z.core.$ZodIssue,
  nameOf: (pointer: string) => string | undefined,
): FoundFault {
  const steps = issue.path.map((part) =>
    String(part).slice(0, 40).replaceAll("~", "~0").replaceAll("/", "~1"),
  );
  // The nearest member that has a name: a whole party that is wrong is told at its first column.
  for (let depth = steps.length; depth > 0; depth--) {
    const column = nameOf(`/${steps.slice(0, depth).join("/")}`);
    if (column !== undefined) return { column: column.slice(0, 100), code: faultCode(issue) };
  }
  return { code: faultCode(issue) };
}

const isRule = (text: string): text is RuleCode => Object.hasOwn(ruleTexts, text);

function faultCode(issue: z.core.$ZodIssue | undefined): RowFaultCode {
  if (issue === undefined) return "bad-form";
  if (isRule(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "required" : "bad-form";
    case "too_small":
    case "too_big":
    case "not_multiple_of":
      return "out-of-range";
    case "invalid_value":
      return "bad-word";
    case "invalid_format":
    case "unrecognized_keys":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "bad-form";
  }
}

/** The value of a cell, or what is wrong with it. */
function valueOf(cell: Cell, { reading }: Column): Value | { readonly code: RowFaultCode } {
  if (cell.kind === "formula") return { code: "formula-cell" };
  if (cell.kind === "error") return { code: "error-cell" };
  if (cell.kind === "date") return reading.as === "date" ? cell.day : { code: "date-cell" };
  if (cell.kind === "number" && (reading.as === "text" || reading.as === "date"))
    return { code: reading.as === "text" ? "number-cell" : "bad-date" };
  const { text } = cell;
  switch (reading.as) {
    case "text":
      return text;
    case "digits":
      return /^\d{1,15}$/.test(text) || cell.kind === "text" ? text : { code: "number-cell" };
    case "date":
      return dayOf(text) ?? { code: "bad-date" };
    case "yuan":
      return fenOf(text) ?? { code: "bad-amount" };
    case "decimal":
      return /^\d{1,6}(\.\d{1,2})?$/.test(text) ? Number(text) : { code: "bad-number" };
    case "whole":
      return /^\d{1,4}$/.test(text) ? Number(text) : { code: "bad-number" };
    case "yes":
      return text === "是" ? true : text === "否" ? false : { code: "bad-word" };
    case "word":
      return wordOf(text, reading.words) ?? { code: "bad-word" };
  }
}

function wordOf(text: string, words: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(words, text)) return words[text];
  return Object.values(words).includes(text) ? text : undefined;
}

/** `2026-03-01`, and `2026/3/1` or `2026年3月1日` as spreadsheets show days. */
function dayOf(text: string): string | undefined {
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ??
    [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return CivilDate.safeParse(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`).data;
}

/** Yuan with at most two decimals, above 0, counted in digits: no rounding anywhere. */
function fenOf(text: string): number | undefined {
  const [, yuan, decimals = ""] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (yuan === undefined) return undefined;
  const fen = Number(yuan) * 100 + Number(decimals.padEnd(2, "0"));
  return fen > 0 ? fen : undefined;
}

type Tree = { [name: string]: Tree | Tree[] | Value | undefined };

/** The draft that the values make, and the header that stands for each pointer of it. */
function inputOf(
  header: Header,
  values: ReadonlyMap<string, Value>,
): { readonly input: Tree; readonly headerAt: (pointer: string) => string | undefined } {
  const names = new Map<string, string>();
  for (const { header: name, pointer } of header.values()) names.set(pointer, name);
  const headers = new Map<string, string>();
  /** Members of one place in the draft, taken from a place of the table. */
  const take = (from: string, to: string): Tree | undefined => {
    const tree: Tree = {};
    let isFilled = false;
    for (const [pointer, name] of names) {
      if (!pointer.startsWith(`${from}/`)) continue;
      const member = pointer.slice(from.length + 1);
      if (member.includes("/")) continue;
      headers.set(`${to}/${member}`, name);
      if (!headers.has(to)) headers.set(to, name);
      const value = values.get(pointer);
      if (value === undefined) continue;
      tree[member] = value;
      isFilled = true;
    }
    return isFilled ? tree : undefined;
  };
  const many = (place: string, most: number): Tree[] => {
    const list: Tree[] = [];
    for (let at = 0; at < most; at++) {
      const one = take(`${place}/${at}`, `${place}/${list.length}`);
      if (one) list.push(one);
    }
    return list;
  };
  const withKind = (one: Tree): Tree => ({
    kind: one.idType === "USCC" ? "firm" : "person",
    ...one,
  });

  const jurisdiction = values.get("/jurisdiction");
  const unit = take("/lease/unit", "/lease/unit") ?? {};
  const broker = take("/lease/broker", "/lease/broker");
  const deposit = take("/lease/deposit", "/lease/deposit");
  const input: Tree = {
    ...take("", ""),
    filerRole: broker ? "BROKER" : "LANDLORD",
    landlords: many("/landlords", 2).map(withKind),
    tenants: many("/tenants", 2).map(withKind),
    lease: {
      ...take("/lease", "/lease"),
      unit: {
        ...unit,
        ...placeOf(jurisdiction),
        wholeOrRoom: unit.roomId === undefined ? "WHOLE" : "ROOM",
      },
      ...(deposit && { deposit }),
      ...(broker && { broker }),
      occupants: many("/lease/occupants", 3),
    },
  };
  delete input.externalId;
  // What the table says otherwise, or not at all.
  for (const [made, from] of DERIVED) {
    const name = headers.get(from);
    if (name !== undefined) headers.set(made, name);
  }
  const headerAt = (pointer: string): string | undefined =>
    headers.get(pointer) ?? [...headers].find(([at]) => at.startsWith(`${pointer}/`))?.[1];
  return { input, headerAt };
}

const DERIVED = [
  ["/lease/unit/regionCode", "/jurisdiction"],
  ["/lease/unit/wholeOrRoom", "/lease/unit/roomId"],
] as const;

const placeOf = (jurisdiction: Value | undefined): { regionCode?: string } => {
  const place = Object.entries(jurisdictions).find(([code]) => code === jurisdiction)?.[1];
  return place?.regionCode === undefined ? {} : { regionCode: place.regionCode };
};
