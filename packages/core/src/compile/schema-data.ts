import type { Schema } from '../definition/schema.ts';

/**
 * What a schema says of itself: JSON Schema where its library offers it. Where JSON Schema cannot express it, the library's name, which is all
 * that tells versions apart; beside it, for forms, what can be said of it where the library can leave the rest out: then a date is
 * `{ "$date": true }`, a bigint `{ "$bigint": true }`, `{ "not": {} }` what is nothing, and `{}` what else there are no words for.
 */
export function schemaData(schema: Schema): unknown {
  const told = ownWords(schema);
  const described = 'vendor' in told ? describedLoosely(schema) : undefined;
  return described === undefined ? told : { ...told, described };
}

/** The same without what is for forms alone. */
export function ownWords(schema: Schema): object {
  const { vendor, jsonSchema } = schema['~standard'] as unknown as StandardWithJson;
  try {
    const described = jsonSchema?.input({ target });
    if (described !== undefined) return described;
  } catch {
    // A schema that JSON Schema cannot express is told apart by its library alone.
  }
  return { vendor };
}

/** What a plan has of a schema, without what is for forms alone. */
export function ownWordsIn(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('vendor' in data)) return data;
  return { vendor: data.vendor };
}

/** What a plan says of a schema to whoever makes forms; undefined where that is nothing. */
export function describedIn(data: unknown): Readonly<Record<string, unknown>> | undefined {
  const told = (data ?? {}) as Json;
  const { $schema: _, ...schema } = ('vendor' in told ? (told['described'] ?? {}) : told) as Json;
  return Object.keys(schema).length > 0 ? schema : undefined;
}

type Json = Readonly<Record<string, unknown>>;

const target = 'draft-2020-12';

function describedLoosely(schema: Schema): unknown {
  const { vendor, jsonSchema } = schema['~standard'] as unknown as StandardWithJson;
  if (vendor !== 'zod') return undefined;
  try {
    return jsonSchema?.input({ target, libraryOptions: { unrepresentable: 'any', override: sayMore } });
  } catch {
    return undefined;
  }
}

function sayMore({ zodSchema, jsonSchema }: ZodDescribed): void {
  const type = zodSchema?.def?.type;
  if (type === 'date') jsonSchema['$date'] = true;
  else if (type === 'bigint') jsonSchema['$bigint'] = true;
  else if (type === 'undefined' || type === 'void') jsonSchema['not'] = {};
}

/** What zod hands to whoever says something of a schema in other words. */
interface ZodDescribed {
  readonly zodSchema?: { readonly def?: { readonly type?: string } };
  readonly jsonSchema: Record<string, unknown>;
}

interface StandardWithJson {
  readonly vendor: string;
  readonly jsonSchema?: { input(options: { target: string; libraryOptions?: object }): object | undefined };
}
