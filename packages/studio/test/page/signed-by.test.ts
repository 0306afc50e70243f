import { expect, test } from 'vitest';
import { z } from 'zod';
import { signedBy } from '../../src/page/forms/signed-by.ts';

test.each([
  ['a name that is asked for is that of who asks', z.object({ by: z.string(), note: z.string() }), { by: 'ada' }],
  ['what says a name itself keeps it', z.object({ by: z.string().default('bob') }), undefined],
  ['what is no text is no name', z.object({ by: z.number() }), undefined],
  ['nobody signs what asks for no name', z.object({ note: z.string() }), undefined],
])('%s', (_, schema, signed) => {
  expect(signedBy(z.toJSONSchema(schema, { io: 'input' }), 'ada')).toEqual(signed);
  expect(signedBy(z.toJSONSchema(schema), undefined)).toBe(undefined);
});
