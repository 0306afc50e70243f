import type { Schema } from '../definition/schema.ts';
import { fits } from './author.ts';
import { ownWords, ownWordsIn } from './schema-data.ts';

/**
 * Whether a schema would take a value of a state: one that a schema of this key gave once.
 *
 * A schema that transforms need not take its own results again. Where it may transform, and looks as it did when the value
 * was stored (`before`, from the plan of then), it is not asked.
 */
export function takesStored(schema: Schema, value: unknown, before: unknown): boolean {
  return fits(schema, value) || !isTelling(schema, before);
}

function isTelling(schema: Schema, before: unknown): boolean {
  const { jsonSchema } = schema['~standard'] as unknown as DescribedStandard;
  try {
    const taken = jsonSchema?.input({ target });
    const given = jsonSchema?.output({ target });
    if (taken !== undefined && given !== undefined) return shapeOf(taken) === shapeOf(given);
  } catch {
    // JSON Schema has no words for it: nothing is known but whether it looks as before.
  }
  return before !== undefined && JSON.stringify(ownWordsIn(before)) !== JSON.stringify(ownWords(schema));
}

const target = 'draft-2020-12';

/** A shape's text, without what taking and giving differ in anyway: defaults, and what is said of unknown properties. */
function shapeOf(described: unknown): string {
  return JSON.stringify(described, (key, value: unknown) => (loose.has(key) ? undefined : value));
}

const loose: ReadonlySet<string> = new Set(['default', 'required', 'additionalProperties', '$schema']);

interface DescribedStandard {
  readonly jsonSchema?: {
    input(options: { target: string }): unknown;
    output(options: { target: string }): unknown;
  };
}
