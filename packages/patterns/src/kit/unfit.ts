import type { Schema } from '@cairn/core';

/** What is wrong with a value by a schema, in words; undefined where it fits. */
export function unfit(schema: Schema, value: unknown): string | undefined {
  const found = schema['~standard'].validate(value);
  if (found instanceof Promise) throw new TypeError('A schema is asynchronous.');
  return found.issues
    ?.map(({ message, path = [] }) => {
      const at = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
      return at === '' ? message : `${at}: ${message}`;
    })
    .join('; ');
}
