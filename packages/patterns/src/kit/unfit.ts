import type { Schema } from '@cairn/core';
import { isPromise } from './heard.ts';

/** What is wrong with a value by a schema, in words; undefined where it fits. */
export function unfit(schema: Schema, value: unknown): string | undefined {
  const found = schema['~standard'].validate(value);
  // Some schemas answer later where what they look at throws.
  if (isPromise(found)) return 'Its schema threw, or answers later.';
  return found.issues
    ?.map(({ message, path = [] }) => {
      const at = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
      return at === '' ? message : `${at}: ${message}`;
    })
    .join('; ');
}
