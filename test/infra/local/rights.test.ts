import { describe, expect, it } from "vitest";
import { kmsCall, s3Call, tableCalls } from "../../../infra/local/aws-calls.ts";
import { allows } from "../../../infra/local/rights.ts";

const TABLE = "local:Data/Table";
const onTable = (Action: string[], on: string[], Resource = TABLE) => ({
  Effect: "Allow" as const,
  Action,
  Resource: [Resource],
  Condition: {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": on },
    Null: { "dynamodb:LeadingKeys": "false" },
  },
});
const statements = [
  onTable(["dynamodb:GetItem", "dynamodb:Query"], ["FILING#*", "SCHEMES"]),
  onTable(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"], ["FILING#*"]),
  onTable(["dynamodb:Query"], ["DUE#*"], `${TABLE}/index/due`),
  { Effect: "Allow" as const, Action: ["kms:Sign"], Resource: ["local:Data/Log"] },
  { Effect: "Allow" as const, Action: ["s3:GetObject"], Resource: ["local:Data/Public/*"] },
  {
    Effect: "Allow" as const,
    Action: ["kms:Decrypt"],
    Resource: ["local:Data/TableKey"],
    Condition: { StringEquals: { "kms:ViaService": "dynamodb", "kms:CallerAccount": "0" } },
  },
];

const may = (operation: string, body: unknown): boolean =>
  tableCalls(operation, body, TABLE).every((call) => allows(statements, call));
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "HEAD" } });
const query = (pk: string, IndexName?: string) => ({
  ...(IndexName !== undefined && { IndexName }),
  KeyConditionExpression: "#h = :h AND #s <= :s",
  ExpressionAttributeValues: { ":h": { S: pk }, ":s": { S: "x" } },
});

describe("the policies of the templates, asked on this machine", () => {
  it("let a partition through by its prefix or its whole name", () => {
    expect(may("GetItem", { Key: key("FILING#1") })).toBe(true);
    expect(may("Query", query("SCHEMES"))).toBe(true);
    expect(may("PutItem", { Item: key("FILING#1") })).toBe(true);
  });

  it("stop another partition, and another action on the same", () => {
    expect(may("GetItem", { Key: key("PERSON#1") })).toBe(false);
    expect(may("GetItem", { Key: key("FILING") })).toBe(false);
    expect(may("Query", query("SCHEMES#1"))).toBe(false);
    expect(may("PutItem", { Item: key("SCHEMES") })).toBe(false);
    expect(may("DeleteItem", { Key: key("FILING#1") })).toBe(false);
  });

  it("ask an index for its own partitions, not the table's", () => {
    expect(may("Query", query("DUE#3", "due"))).toBe(true);
    expect(may("Query", query("FILING#1", "due"))).toBe(false);
    expect(may("Query", query("DUE#3"))).toBe(false);
    expect(may("Query", query("DUE#3", "queue"))).toBe(false);
  });

  it("stop a whole transaction for one of its items", () => {
    const put = { Put: { Item: key("FILING#1") } };
    const check = { ConditionCheck: { Key: key("FILING#2") } };
    expect(may("TransactWriteItems", { TransactItems: [put, check] })).toBe(true);
    for (const other of [
      { Put: { Item: key("FLAT#1") } },
      { Update: { Key: key("FILING#1") } },
      { Delete: { Key: key("FILING#1") } },
      { ConditionCheck: { Key: key("SCHEMES") } },
    ]) {
      expect(may("TransactWriteItems", { TransactItems: [put, other] })).toBe(false);
    }
  });

  it("stop what names no partition: scans, descriptions, statements", () => {
    for (const operation of ["Scan", "DescribeTable", "ExecuteStatement", "DeleteTable"]) {
      expect(may(operation, {})).toBe(false);
    }
  });

  it("hold for keys and files", () => {
    const keys = new Map([
      ["log", "local:Data/Log"],
      ["tablekey", "local:Data/TableKey"],
    ]);
    const kms = (operation: string, KeyId: string) =>
      allows(statements, kmsCall(operation, { KeyId }, keys));
    expect(kms("Sign", "log")).toBe(true);
    expect(kms("GetPublicKey", "log")).toBe(false);
    expect(kms("Decrypt", "tablekey")).toBe(false);
    const buckets = new Map([
      ["public", "local:Data/Public"],
      ["sealed", "local:Data/Sealed"],
    ]);
    const s3 = (method: string, path: string) => allows(statements, s3Call(method, path, buckets));
    expect(s3("GET", "/public/log/checkpoint")).toBe(true);
    expect(s3("PUT", "/public/log/checkpoint")).toBe(false);
    expect(s3("GET", "/sealed/roster.csv")).toBe(false);
  });

  it("fail on a condition that we do not emit", () => {
    const strange = {
      ...statements[0],
      Effect: "Allow" as const,
      Action: ["dynamodb:Scan"],
      Resource: [TABLE],
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    };
    const [call] = tableCalls("Scan", {}, TABLE);
    expect(() => call && allows([strange], call)).toThrow("not known here");
  });
});
