import * as z from "zod";
import { FilingDraft } from "./filing.ts";

/**
 * Whether a pointer names a member that a draft can have, present or not: what is missing must be
 * named too.
 *
 * @param pointer - RFC 6901; an index of a list is any number up to two digits
 */
export function namesDraftMember(pointer: string): boolean {
  let at: readonly unknown[] = [FilingDraft];
  for (const step of pointer.slice(1).split("/")) {
    at = at.flatMap(alternatives).flatMap((schema) => memberOf(schema, step));
    if (at.length === 0) return false;
  }
  return true;
}

/** What a schema may turn out to be, wrappers taken off. */
function alternatives(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return alternatives(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema];
}

function memberOf(schema: unknown, step: string): readonly unknown[] {
  if (schema instanceof z.ZodArray) return /^\d{1,2}$/.test(step) ? [schema.element] : [];
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return [];
  const shape: Readonly<Record<string, unknown>> = schema.shape;
  return [shape[step]];
}
