/**
 * A subgraph is at work that shares keys with its holder, and a version of the graph comes in which one of these keys is gone, and one is shared that nobody had: what
 * `migrate` makes of the old key in the subgraph and in its holder stands in the new one, and comes together at the end.
 */

import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type AnyGraph, type Store } from '@cairn/core';

type Values = Readonly<Record<string, unknown>>;

/** A subgraph that waits, and adds a line whenever somebody says one. */
const talking = (version: string, state: object, line: (said: string) => object, migrate: object[] = []) => {
  const common = { version, state, events: { say: z.string(), stop: z.undefined() }, migrate };
  const talk = graph({
    ...common,
    name: 'talk',
    start: 'listen',
    nodes: {
      listen: { on: { say: { update: (_s: object, said: string) => line(said) }, stop: 'end' } },
      end: { final: true },
    },
  } as never) as AnyGraph;
  const nodes = { talk: { graph: talk, share: Object.keys(state), next: 'end' }, end: { final: true } };
  return graph({ ...common, events: {}, name: 'outer', start: 'talk', nodes } as never) as AnyGraph;
};

const before = talking('1', { lines: append(z.string()), last: z.string().optional() }, (said) => ({
  lines: [said],
  last: said,
}));

interface Thread {
  send(event: string, payload?: unknown): Promise<unknown>;
  settled(): Promise<{ readonly state: Values }>;
}

function threadOf(of: AnyGraph, store: Store): Thread {
  const cairn = open({ store, graphs: [of] });
  onTestFinished(() => cairn.close());
  return cairn.thread(of, 't') as never;
}

async function begun(): Promise<Store> {
  const store = memory();
  const cairn = open({ store, graphs: [before] });
  const thread = await cairn.start(before, { lines: ['first'], last: 'first' }, { id: 't' });
  await (thread as never as Thread).send('say', 'second');
  await (thread as never as Thread).settled();
  await cairn.close();
  return store;
}

const line = z.object({ text: z.string(), size: z.number() });
const lineOf = (text: unknown) => ({ text, size: String(text).length });

test('a key has another name and shape in both, and what the subgraph had changed of it comes to its holder', async () => {
  const today = talking(
    '2',
    { words: append(line), newest: line.optional() },
    (said) => ({ words: [lineOf(said)], newest: lineOf(said) }),
    [
      {
        from: '1',
        state: ({ lines, last }: Values) => ({
          words: (lines as readonly string[]).map(lineOf),
          ...(last !== undefined && { newest: lineOf(last) }),
        }),
      },
    ],
  );
  const store = await begun();
  const thread = threadOf(today, store);
  await thread.send('say', 'third!');
  await thread.send('stop');
  expect((await thread.settled()).state).toEqual({
    words: [lineOf('first'), lineOf('second'), lineOf('third!')],
    newest: lineOf('third!'),
  });
});

test('a key that nobody had begins in both as in a new thread, and one that is dropped is gone', async () => {
  const today = talking(
    '2',
    { lines: append(z.string()), count: z.number().default(0), tags: append(z.string()) },
    (said) => ({ lines: [said], tags: [said.slice(0, 1)] }),
    [{ from: '1', state: ({ last: _, ...rest }: Values) => rest }],
  );
  const thread = threadOf(today, await begun());
  await thread.send('say', 'third');
  await thread.send('stop');
  expect((await thread.settled()).state).toEqual({ lines: ['first', 'second', 'third'], count: 0, tags: ['t'] });
});

test('a key that the subgraph had for itself is not shared from the middle on', async () => {
  const store = memory();
  const own = (version: string, share: string[], migrate: object[] = []) => {
    const talk = graph({
      name: 'talk',
      version,
      state: { lines: append(z.string()), own: append(z.string()) },
      events: { say: z.string(), stop: z.undefined() },
      start: 'listen',
      nodes: {
        listen: { on: { say: { update: (_s, said) => ({ own: [said] }) }, stop: 'end' } },
        end: { final: true },
      },
    });
    const keys = Object.fromEntries(share.map((key) => [key, append(z.string())]));
    const nodes = { talk: { graph: talk, share, next: 'end' }, end: { final: true } };
    return graph({ name: 'outer', version, state: keys, start: 'talk', nodes, migrate } as never) as AnyGraph;
  };
  const first = own('1', ['lines']);
  const cairn = open({ store, graphs: [first] });
  await (await cairn.start(first, {}, { id: 't' })).settled();
  await cairn.close();
  await expect(threadOf(own('2', ['lines', 'own'], [{ from: '1' }]), store).send('stop')).rejects.toThrow(
    'shares "own" with it, which began with a value of its own',
  );
});
