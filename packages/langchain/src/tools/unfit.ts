import { Validator } from '@langchain/core/utils/json_schema';
import { interopSafeParseAsync, isInteropZodSchema, type InteropZodType } from '@langchain/core/utils/types';
import type { Tool } from '../model/chat-model.ts';

/** Why a tool does not take arguments, and where; nobody is asked about a call that cannot be made, and it is not tried. */
export async function unfitFor({ schema }: Pick<Tool, 'schema'>, args: unknown): Promise<string | undefined> {
  if (isInteropZodSchema(schema)) {
    const parsed = await interopSafeParseAsync(schema as InteropZodType, args);
    return parsed.success ? undefined : (parsed.error as unknown as Error).message;
  }
  return typeof schema === 'object' && !('~standard' in schema) ? unfitForJson(schema, args) : undefined;
}

const validators = new WeakMap<object, Validator>();

function unfitForJson(schema: object, args: unknown): string | undefined {
  const validator = validators.get(schema) ?? new Validator(schema, '2019-09', false);
  validators.set(schema, validator);
  const { errors, valid } = validator.validate(args);
  if (valid) return undefined;
  const said = errors.filter(({ keyword }) => !unsaying.has(keyword));
  return (said.length > 0 ? said : errors)
    .map(({ instanceLocation: at, error }) => (at === '#' ? error : `${at.slice(2)}: ${error}`))
    .join('\n');
}

/** Keywords that say no more than that a part does not fit, of which another says why. */
const unsaying: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'false',
]);
