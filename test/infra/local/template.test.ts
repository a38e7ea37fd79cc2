import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Templates } from "../../../infra/local/template.ts";
import { passes } from "../../../infra/local/stream-filter.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Templates of two stacks; `Value` is a property of a thing in the second. */
function withValue(Value: unknown): Templates {
  const folder = mkdtempSync(join(tmpdir(), "quanju-templates-"));
  folders.push(folder);
  const data = {
    Resources: {
      Sealed918B1559: { Type: "AWS::S3::Bucket" },
      TableCD117FA1: { Type: "AWS::DynamoDB::GlobalTable", Properties: { TableName: "quanju" } },
    },
    Outputs: { O: { Value: { Ref: "Sealed918B1559" }, Export: { Name: "Data:Sealed" } } },
  };
  const api = {
    Parameters: { Given: {}, Defaulted: { Default: "d" } },
    Resources: { Thing: { Type: "Test::Thing", Properties: { Value } } },
  };
  writeFileSync(join(folder, "Data.template.json"), JSON.stringify(data));
  writeFileSync(join(folder, "Api.template.json"), JSON.stringify(api));
  return new Templates(folder, (name) => (name === "Given" ? "g" : undefined));
}

const resolved = (value: unknown) => withValue(value).ofType("Test::Thing")[0]?.properties.Value;

describe("the synthesised templates, read on this machine", () => {
  it("resolve what we emit", () => {
    expect(resolved({ Ref: "Given" })).toBe("g");
    expect(resolved({ Ref: "Defaulted" })).toBe("d");
    expect(resolved({ "Fn::Join": ["-", ["a", { Ref: "AWS::Region" }]] })).toBe("a-local");
    expect(resolved({ "Fn::Sub": "x-${AWS::AccountId}" })).toBe("x-000000000000");
    expect(resolved({ "Fn::ImportValue": "Data:Sealed" })).toBe("sealed");
    expect(resolved({ "Fn::GetAtt": ["Thing", "Arn"] })).toBe("local:Api/Thing");
    expect(resolved([{ deep: { Ref: "Given" } }])).toEqual([{ deep: "g" }]);
  });

  it("call a table by its name and a bucket by its logical id", () => {
    expect(withValue({}).resolve("Data", { Ref: "TableCD117FA1" })).toBe("quanju");
    expect(withValue({}).resolve("Data", { Ref: "Sealed918B1559" })).toBe("sealed");
  });

  it("fail on any other intrinsic, and on a name that is not there", () => {
    for (const strange of [
      { "Fn::Select": [0, ["a"]] },
      { "Fn::If": ["C", 1, 2] },
      { Ref: "Nobody" },
      { "Fn::GetAtt": ["Thing", "Colour"] },
      { "Fn::ImportValue": "Data:Nothing" },
    ]) {
      expect(() => resolved(strange)).toThrow();
    }
  });
});

describe("a filter of the stream", () => {
  const pattern = {
    eventName: ["INSERT"],
    dynamodb: { Keys: { pk: { S: [{ prefix: "OUTBOX#" }] } } },
  };
  const record = (eventName: string, pk: unknown) => ({ eventName, dynamodb: { Keys: { pk } } });

  it("lets new outbox items through and nothing else", () => {
    expect(passes(record("INSERT", { S: "OUTBOX#1" }), pattern)).toBe(true);
    expect(passes(record("MODIFY", { S: "OUTBOX#1" }), pattern)).toBe(false);
    expect(passes(record("INSERT", { S: "LOG" }), pattern)).toBe(false);
    expect(passes(record("INSERT", { N: "1" }), pattern)).toBe(false);
    expect(passes({ eventName: "INSERT" }, pattern)).toBe(false);
  });

  it("fails on a kind of pattern that we do not emit", () => {
    expect(() => passes({ a: 1 }, { a: [{ numeric: [">", 0] }] })).toThrow();
  });
});
