import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const Template = z.looseObject({
  Resources: z.record(z.string(), Resource),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({
        Value: z.unknown(),
        Export: z.looseObject({ Name: z.string() }).optional(),
      }),
    )
    .default({}),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.string().optional() })).default({}),
});
type Template = z.infer<typeof Template>;

/**
 * A resource of the synthesised templates, its properties with every intrinsic resolved. `id` is
 * what other resources point at; `name` what a bucket or key is called here.
 */
export type Found = { readonly id: string; readonly name: string; readonly properties: Properties };
export type Properties = Readonly<Record<string, unknown>>;

/** What a pseudo parameter is on this machine. */
const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Region": "local",
  "AWS::AccountId": "000000000000",
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "localhost",
};

/** What has a folder or a key of its own here; everything else is only pointed at. */
const NAMED: ReadonlySet<string> = new Set(["AWS::S3::Bucket", "AWS::KMS::Key"]);

/**
 * The synthesised templates, read as CloudFormation would. It knows the intrinsics that we emit
 * and fails on any other, so that nothing is silently different here.
 */
export class Templates {
  private readonly stacks: ReadonlyMap<string, Template>;
  private readonly parameters: (name: string) => string | undefined;

  /**
   * @param assembly - folder with `*.template.json`
   * @param parameters - values of the stacks' parameters; a missing one without default fails
   */
  constructor(assembly: string, parameters: (name: string) => string | undefined) {
    this.parameters = parameters;
    this.stacks = new Map(
      readdirSync(assembly)
        .filter((file) => file.endsWith(".template.json"))
        .map((file) => {
          const text = readFileSync(join(assembly, file), "utf8");
          return [file.slice(0, -".template.json".length), Template.parse(JSON.parse(text))];
        }),
    );
  }

  /** The resources of a type in all stacks. */
  ofType(type: string): Found[] {
    return [...this.stacks].flatMap(([stack, { Resources }]) =>
      Object.entries(Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({
          id: arn(stack, logicalId),
          name: localName(logicalId),
          properties: z
            .record(z.string(), z.unknown())
            .parse(this.resolve(stack, resource.Properties)),
        })),
    );
  }

  /** A value with its intrinsics replaced by what they stand for on this machine. */
  resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => this.resolve(stack, part));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === "Ref" || first[0].startsWith("Fn::"))) {
      return this.intrinsic(stack, first[0], first[1]);
    }
    return Object.fromEntries(entries.map(([key, part]) => [key, this.resolve(stack, part)]));
  }

  private intrinsic(stack: string, name: string, argument: unknown): unknown {
    if (name === "Ref") return this.reference(stack, String(argument));
    if (name === "Fn::GetAtt") {
      const [logicalId, attribute] = z.tuple([z.string(), z.string()]).parse(argument);
      if (attribute === "Arn" || attribute === "StreamArn" || attribute === "RootResourceId") {
        return arn(stack, logicalId);
      }
      if (attribute === "ApiEndpoint") return "http://localhost";
      throw new Error(`The attribute ${attribute} of ${logicalId} is not known here`);
    }
    if (name === "Fn::Join") {
      const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
      return parts.map((part) => String(this.resolve(stack, part))).join(separator);
    }
    if (name === "Fn::Sub") {
      return z
        .string()
        .parse(argument)
        .replace(/\$\{([^}]+)\}/g, (_, ref: string) => this.reference(stack, ref));
    }
    if (name === "Fn::ImportValue") return this.imported(z.string().parse(argument));
    throw new Error(`The intrinsic ${name} in ${stack} is not known here`);
  }

  private reference(stack: string, name: string): string {
    const pseudo = PSEUDO[name];
    if (pseudo !== undefined) return pseudo;
    const template = this.stacks.get(stack);
    const parameter = template?.Parameters[name];
    if (parameter) {
      const value = this.parameters(name) ?? parameter.Default;
      if (value === undefined) throw new Error(`The parameter ${name} of ${stack} has no value`);
      return value;
    }
    const resource = template?.Resources[name];
    if (!resource) throw new Error(`${stack} has nothing called ${name}`);
    const { TableName } = resource.Properties;
    if (typeof TableName === "string") return TableName;
    return NAMED.has(resource.Type) ? localName(name) : arn(stack, name);
  }

  private imported(exported: string): unknown {
    for (const [stack, { Outputs }] of this.stacks) {
      const output = Object.values(Outputs).find(({ Export }) => Export?.Name === exported);
      if (output) return this.resolve(stack, output.Value);
    }
    throw new Error(`No stack exports ${exported}`);
  }
}

const arn = (stack: string, logicalId: string): string => `local:${stack}/${logicalId}`;

/** What a resource is called here: its logical id without CDK's hash, `Sealed918B1559` → `sealed`. */
const localName = (logicalId: string): string =>
  logicalId.replace(/[0-9A-F]{8}$/, "").toLowerCase();

/** The folder of a function's code in the assembly: the very files that would be uploaded. */
export function codeFolder(assembly: string, code: unknown): string {
  const { S3Key } = z.looseObject({ S3Key: z.string() }).parse(code);
  const folder = join(assembly, `asset.${S3Key.replace(/\.zip$/, "")}`);
  if (!existsSync(join(folder, "index.mjs"))) throw new Error(`No bundle in ${folder}`);
  return folder;
}
