import * as z from "zod";
import type { AwsCall } from "./aws-calls.ts";
import type { Found, Templates } from "./template.ts";

const List = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.literal("Allow"),
  Action: List,
  Resource: List,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
type Statement = z.infer<typeof Statement>;
const PolicyProperties = z.looseObject({
  Roles: z.array(z.string()),
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
});
const RoleOf = z.looseObject({ Role: z.string() });

const LEADING = "dynamodb:LeadingKeys";
const Leading = z.strictObject({
  "ForAllValues:StringLike": z.strictObject({ [LEADING]: List }),
  Null: z.strictObject({ [LEADING]: z.literal("false") }),
});
/** Met by the service that encrypts at rest, never by a call of a handler. */
const ViaService = z.strictObject({
  StringEquals: z.strictObject({ "kms:ViaService": z.string(), "kms:CallerAccount": z.string() }),
});

/** What each function may do, by the id of its resource: the policies of its role in the templates. */
export function rightsOf(templates: Templates): ReadonlyMap<string, readonly Statement[]> {
  const policies = templates
    .ofType("AWS::IAM::Policy")
    .map(({ properties }) => PolicyProperties.parse(properties));
  return new Map(
    templates.ofType("AWS::Lambda::Function").map(({ id, properties }: Found) => {
      const { Role } = RoleOf.parse(properties);
      const own = policies.filter(({ Roles }) => Roles.includes(Role));
      return [id, own.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)];
    }),
  );
}

/**
 * Whether IAM would let a call through, for the kinds of statements that we emit.
 *
 * @throws on a condition that we do not emit
 */
export const allows = (statements: readonly Statement[], call: AwsCall): boolean =>
  statements.some(
    ({ Action, Resource, Condition }) =>
      Action.includes(call.action) &&
      Resource.some((pattern) => like(pattern, call.resource)) &&
      meets(Condition, call),
  );

function meets(condition: Statement["Condition"], { leadingKeys }: AwsCall): boolean {
  if (condition === undefined) return true;
  const leading = Leading.safeParse(condition).data;
  if (leading) {
    const patterns = leading["ForAllValues:StringLike"][LEADING];
    return (
      leadingKeys.length > 0 &&
      leadingKeys.every((key) => patterns.some((pattern) => like(pattern, key)))
    );
  }
  if (ViaService.safeParse(condition).success) return false;
  throw new Error(`The condition ${JSON.stringify(condition)} is not known here`);
}

/** IAM's StringLike with `*`; the pattern may hold no `?`, since none of ours does. */
function like(pattern: string, value: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === value;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  if (rest.length > 0) throw new Error(`The pattern ${pattern} is not known here`);
  return value.length >= first.length + last.length;
}
