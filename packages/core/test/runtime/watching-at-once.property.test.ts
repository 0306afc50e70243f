import { sqlite } from '@cairn/sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graph, memory, open, sum, type ThreadEvent } from '@cairn/core';
import type { Store } from '@cairn/core/store';

type Turn = 'microtask' | 'task';
type Step = 'show' | Turn;

const turn = fc.constantFrom<Turn>('microtask', 'task');
const turns = fc.array(turn, { maxLength: 6 });
const visits = fc.array(fc.array(fc.constantFrom<Step>('show', 'show', 'microtask', 'task'), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 4,
});

const pass = (kind: Turn): Promise<unknown> =>
  kind === 'task' ? new Promise((go) => setImmediate(go)) : Promise.resolve();

/** A node that does as it is told at each of its visits. */
const speaker = (script: readonly (readonly Step[])[]) =>
  graph({
    name: 'speaker',
    state: { visit: sum() },
    start: 'talk',
    nodes: {
      talk: {
        run: async ({ visit }, { emit }) => {
          for (const [at, step] of (script[visit] ?? []).entries())
            if (step === 'show') emit(`${visit}.${at}`);
            else await pass(step);
          return { visit: 1 };
        },
        next: { choose: ({ visit }) => (visit < script.length ? 'talk' : 'end'), among: ['talk', 'end'] },
      },
      end: { final: true },
    },
  });

/** All that such a thread tells, in order: its checkpoints, and what it shows between them. */
const all = (script: readonly (readonly Step[])[]): readonly unknown[] => [
  1,
  ...script.flatMap((steps, visit) => [
    ...steps.flatMap((step, at) => (step === 'show' ? [`${visit}.${at}`] : [])),
    visit + 2,
  ]),
];

/** What a watch is told, by a reader that is as slow as is said; each with its place. */
async function heard(
  events: AsyncIterable<ThreadEvent>,
  slow: readonly Turn[],
  each?: (event: ThreadEvent, told: unknown) => void,
): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for await (const event of events) {
    expect(event.type).not.toBe('missed');
    const last = event.type === 'checkpoint' ? event.seq : event.type === 'output' ? event.data : undefined;
    if (last === undefined) continue;
    told.push(last);
    each?.(event, last);
    const kind = slow[told.length % 8];
    if (kind !== undefined) await pass(kind);
  }
  return told;
}

const scene = fc.record({ script: visits, before: turns, slow: turns, again: fc.nat(30) });
type Scene = typeof scene extends fc.Arbitrary<infer Each> ? Each : never;

/** A thread that is watched from its first row, from where one such watch is, and from whatever moment two runtimes begin at. */
async function watched(store: Store, { script, before, slow, again }: Scene): Promise<void> {
  const talk = speaker(script);
  const cairn = open({ store, graphs: [talk], outputs: 'stored' });
  const elsewhere = open({ store, graphs: [talk], recover: false });
  try {
    const thread = await cairn.start(talk, {});
    for (const kind of before) await pass(kind);
    const expected = all(script);
    const fromNow = [cairn, elsewhere].map((by) => heard(by.thread(talk, thread.id).watch(), slow));
    let rest: { told: Promise<readonly unknown[]>; last: unknown } | undefined;
    let count = 0;
    const fromFirst = await heard(thread.watch({ from: 1 }), slow, (event, last) => {
      if (count++ === again % expected.length) rest = { told: heard(thread.watch({ from: event.id }), slow), last };
    });
    expect(fromFirst).toEqual(expected);
    expect(await rest?.told).toEqual(expected.slice(expected.indexOf(rest?.last) + 1));
    for (const since of await Promise.all(fromNow))
      expect(since).toEqual(expected.slice(expected.length - since.length));
  } finally {
    await Promise.all([cairn.close(), elsewhere.close()]);
  }
}

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('watches that begin at any moment, outputs stored on %s', (_name, make) => {
  test('each tells all there is from its place on, once, in order', async () => {
    // Each looks a while later at what the other runtime did: many scenes wait beside each other.
    const scenes = fc.array(scene, { minLength: 1, maxLength: 40, size: 'max' });
    const law = fc.asyncProperty(scenes, async (given) => {
      await Promise.all(given.map((each) => watched(make(), each)));
    });
    await fc.assert(law, { numRuns: 16, seed: 20261129 });
  });
});
