import { graph, memory, open } from '@cairn/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Refusal } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { post } from './asking.ts';

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  events: { go: z.object({}).optional() },
  start: 'wait',
  nodes: { wait: { on: { go: 'done' } }, done: { final: true } },
});

/** A value of each type; of `texts` an empty one says nothing of what is in it. */
const values = {
  text: ['true', 'no', '1', ''],
  number: [0, 1],
  part: [1.5],
  boolean: [true, false],
  texts: [['X']],
  list: [[1], [null], [['X']]],
  object: [{}, { go: 1 }],
  null: [null],
} as const;

type Type = keyof typeof values;

/** What a word of each kind may be. */
const fitting: Readonly<Record<string, readonly Type[]>> = {
  text: ['text'],
  number: ['number'],
  boolean: ['boolean'],
  texts: ['texts'],
  object: ['object'],
  recorded: ['boolean', 'number'],
};

const ofMany = { threads: ['X'] };
const words: readonly (readonly [string, object, Readonly<Record<string, string>>])[] = [
  ['threads/X/send', { event: 'go' }, { event: 'text', lane: 'text', queue: 'boolean' }],
  ['threads/X/answer', { key: 'size', value: 1 }, { key: 'text', lane: 'text' }],
  ['threads/X/edit', { update: { what: 'b' } }, { update: 'object', lane: 'text', as: 'text' }],
  ['threads/X/resume', {}, { lane: 'text' }],
  ['threads/X/cancel', {}, { reason: 'text' }],
  ['threads/X/rewind', { seq: 1 }, { seq: 'number' }],
  [
    'threads/X/fork',
    { seq: 1, id: 'Y' },
    { seq: 'number', id: 'text', set: 'object', recorded: 'recorded', results: 'object' },
  ],
  ['threads/X/tag', {}, { add: 'texts', remove: 'texts' }],
  ['threads', { graph: 'errand', input: { what: 'a' } }, { graph: 'text', input: 'object', id: 'text', tags: 'texts' }],
  ['bulk', { ...ofMany, action: 'cancel' }, { action: 'text', threads: 'texts', reason: 'text', dryRun: 'boolean' }],
  ['bulk', { ...ofMany, action: 'delete' }, { threads: 'texts', dryRun: 'boolean' }],
  ['bulk', { ...ofMany, action: 'resume' }, { threads: 'texts', dryRun: 'boolean' }],
  ['bulk', { ...ofMany, action: 'tag', add: ['a'] }, { add: 'texts', remove: 'texts', dryRun: 'boolean' }],
];

it.each(words)('POST %s with %j does nothing where a word of it is of another type', async (path, body, kinds) => {
  const cairn = open({ store: memory(), graphs: [errand] });
  const told: unknown[] = [];
  const acting = studio(cairn, { onAct: (done) => void told.push(done) });
  await (await cairn.start(errand, { what: 'a' }, { id: 'X' })).settled();
  const over = await cairn.start(errand, { what: 'a' }, { id: 'over' });
  await over.cancel();
  await over.ended();
  const before = await cairn.store.threads({});
  for (const [name, kind] of Object.entries(kinds))
    for (const type of (Object.keys(values) as Type[]).filter((each) => fitting[kind]?.includes(each) !== true))
      for (const value of values[type]) {
        const said = {
          ...body,
          ...(path === 'bulk' && name !== 'threads' && { threads: ['X', 'over'] }),
          [name]: value,
        };
        const { status, body: answer } = await post<Refusal>(acting, path, said);
        expect({ said, status, code: answer.error?.code }).toEqual({ said, status: 400, code: 'studio/invalid' });
        expect(answer.error.message).toContain(`"${name}"`);
      }
  expect(told).toEqual([]);
  expect(await cairn.store.threads({})).toEqual(before);
  await acting.close();
  await cairn.close();
});

it('refuses what does not say of which threads, and a query that is no text', async () => {
  const acting = studio(memory());
  for (const [path, body] of [
    ['bulk', { action: 'cancel' }],
    ['bulk', { threads: [] }],
    ['sql', {}],
    ['sql', { query: ['SELECT 1'] }],
    ['sql', { query: 'SELECT 1', limit: 1 }],
  ] as const)
    expect({ body, status: (await post(acting, path, body)).status }).toEqual({ body, status: 400 });
  await acting.close();
});
