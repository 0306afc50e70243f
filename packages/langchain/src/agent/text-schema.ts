import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A schema of a text. */
export const text: StandardSchemaV1<unknown, string> = {
  '~standard': {
    version: 1,
    vendor: 'cairn',
    validate: (value) => (typeof value === 'string' ? { value } : { issues: [{ message: 'Expected a text.' }] }),
  },
};
