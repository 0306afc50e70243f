import { memory, open } from '@cairn/core';
import { whatEventsCarry } from '@cairn/core/inspect';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { gate } from '../../src/index.ts';
import { toldFields } from '../../src/kit/fields.ts';

test('fields say what they are as far as their schemas do', () => {
  const tree = z.object({
    get under() {
      return z.array(tree);
    },
  });
  const { jsonSchema } = toldFields({ by: z.string().min(1), tree, round: z.number().optional() })[
    '~standard'
  ] as never as {
    readonly jsonSchema: { input(options: object): object };
  };
  expect(jsonSchema.input({ target: 'draft-2020-12' })).toEqual({
    type: 'object',
    properties: { by: { type: 'string', minLength: 1 }, tree: {}, round: { type: 'number' } },
    required: ['by', 'tree'],
    additionalProperties: false,
  });
});

test('whoever amends what a gate holds is shown what an action is', async () => {
  const refund = gate({
    name: 'refund',
    action: z.object({ order: z.string(), amount: z.number() }),
    rules: [{ name: 'more than 100', when: ({ amount }) => amount > 100, then: 'ask' }],
  });
  const store = memory();
  const cairn = open({ store, graphs: [refund] });
  const thread = await cairn.start(refund, { action: { order: 'a', amount: 900 } }, { id: 'a' });
  const { fingerprint } = await thread.record();
  const told = await whatEventsCarry(store, fingerprint, ['amend']);
  expect(told.get('amend')).toMatchObject({
    properties: { action: { properties: { order: { type: 'string' }, amount: { type: 'number' } } } },
    required: ['by', 'action'],
  });
  await cairn.close();
});
