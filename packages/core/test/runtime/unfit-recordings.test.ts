import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type AnyGraph } from '@cairn/core';

/** What a version of the graph says otherwise. */
interface Version {
  readonly price?: z.ZodType;
  readonly go?: z.ZodType;
  readonly by?: 'by' | 'from';
  readonly writes?: readonly string[];
  readonly verify?: (update: { readonly price?: unknown }) => unknown;
}

function shop({ price = z.number().optional(), go = z.number(), by = 'by', writes, verify }: Version) {
  return graph({
    name: 'shop',
    state: { price, log: append(z.string()), [by]: z.unknown() },
    events: { go },
    start: 'a',
    nodes: {
      a: {
        run: () => ({ price: 1250, log: ['priced'], [by]: 'nobody' }),
        ...(writes && { writes: writes as never[] }),
        ...(verify && { verify: verify as never }),
        next: 'w',
      },
      w: { on: { go: { to: 'z', update: (_s: unknown, who: unknown) => ({ [by]: who }) } } },
      z: { final: true },
    },
  } as never) as AnyGraph;
}

async function recordedBy(old: AnyGraph) {
  const store = memory();
  const cairn = open({ store, graphs: [old] });
  const thread = await cairn.start(old, {}, { id: 't' });
  await thread.settled();
  await thread.send('go' as never, 7);
  await thread.ended();
  await cairn.close();
  return store;
}

const old = shop({});

test.each([
  ['a schema that is narrower', { price: z.number().max(100).optional() }, 2, 'price', 'does not fit its schema'],
  ['a schema of another kind of value', { price: z.string().optional() }, 2, 'price', 'does not fit its schema'],
  ['a key that is gone', { by: 'from' }, 2, 'by', 'is gone from graph "shop"'],
  ['a key that its node does not write any more', { writes: ['price', 'by'] }, 2, 'log', 'It writes: "price", "by".'],
  ['a result that "verify" refuses', { verify: () => 'it is too dear' }, 2, undefined, 'it is too dear'],
  ['an event whose schema is another', { go: z.string() }, 3, 'go', 'does not fit its schema'],
] as const)(
  '%s is refused by a fork that would take it from the record, and is no way that a replay goes',
  async (_what, version, seq, key, why) => {
    const today = shop(version);
    const cairn = open({ store: await recordedBy(old), graphs: [today] });
    const thread = cairn.thread(today, 't');
    await expect(thread.fork(1, { id: 'f', recorded: true })).rejects.toMatchObject({
      code: 'fork/unfit',
      facts: { thread: 't', seq, graph: 'shop', why: expect.stringContaining(why) as string, ...(key && { key }) },
    });
    await expect(thread.fork(1, { recorded: seq - 1 })).resolves.toBeDefined();
    expect((await replay(thread, today)).divergence).toMatchObject({ seq });
    await cairn.close();
  },
);

test('another result stands in the place of one that does not fit', async () => {
  const today = shop({ price: z.string().optional() });
  const cairn = open({ store: await recordedBy(old), graphs: [today] });
  const fork = await cairn.thread(today, 't').fork(1, { recorded: true, results: { 'a.1': { price: '12.50' } } });
  expect(await fork.ended()).toMatchObject({ outcome: 'z', state: { price: '12.50', by: 7 } });
  await cairn.close();
});

test('a value that its schema transforms is taken as it was recorded', async () => {
  const transforming = shop({
    price: z
      .number()
      .transform((price) => `${price} cents`)
      .optional(),
  });
  const cairn = open({ store: await recordedBy(transforming), graphs: [transforming] });
  const fork = await cairn.thread(transforming, 't').fork(1, { recorded: true });
  expect(await fork.ended()).toMatchObject({ state: { price: '1250 cents' } });
  await cairn.close();
});

test('another result is shown to "verify" where that answers at once', async () => {
  const today = shop({ verify: ({ price }) => price !== 0 || 'it is for nothing' });
  const cairn = open({ store: await recordedBy(old), graphs: [today] });
  const thread = cairn.thread(today, 't');
  await expect(thread.fork(1, { results: { 'a.1': { price: 0 } } })).rejects.toMatchObject({
    code: 'activity/refused',
    facts: { node: 'a', reason: 'it is for nothing' },
  });
  await expect(thread.fork(1, { results: { 'a.1': { price: 1 } } })).resolves.toBeDefined();
  await cairn.close();
});
