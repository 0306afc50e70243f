import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, type AnyGraph, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { opened } from './opened.ts';

const job = graph({
  name: 'job',
  state: { n: z.number().default(0) },
  events: { finish: z.number() },
  start: 'wait',
  nodes: {
    wait: { on: { finish: { to: 'finished', update: (_s, n) => ({ n }) } } },
    finished: { final: true },
  },
});

const trifle = graph({
  name: 'trifle',
  state: { n: z.number() },
  start: 'look',
  nodes: {
    look: { next: [{ when: (s) => s.n > 1, to: 'large' }, 'small'] },
    large: { final: true },
    small: { final: true },
  },
});

/** Waits for what a test says, and then for somebody. */
const bossOf = (child: typeof job | typeof trifle, ...inputs: readonly object[]) =>
  graph({
    name: 'boss',
    state: { got: append(z.unknown()) },
    events: { again: z.undefined() },
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => ({
          got: await Promise.all(
            inputs.map(async (input, index) =>
              ctx.child(`child ${index}`, child as never, input as never, { id: `c${index}` }),
            ),
          ),
        }),
        next: 'rest',
      },
      rest: { on: { again: 'call' } },
    },
  });

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

/** Waits until a thread has come to a node after a checkpoint. */
async function reached(cairn: Cairn, boss: AnyGraph, node: string, from: number): Promise<void> {
  for await (const event of cairn.thread(boss, 'b').watch({ from, until: 'ended' }))
    if (event.type === 'checkpoint' && event.lane === '' && event.to === node) return;
}

/** A thread that heard of the end of the one that it waits for, which was sent back to before that; `head` is where it waited. */
async function childSentBack(store: Store) {
  const boss = bossOf(job, {});
  const cairn = opened(boss, { store, graphs: [boss, job] });
  const thread = await cairn.start(boss, {}, { id: 'b' });
  await thread.settled();
  const { head } = await thread.record();
  const child = cairn.thread(job, 'c0');
  await child.settled();
  const before = (await child.record()).head;
  await child.send('finish', 1);
  await reached(cairn, boss, 'rest', 1);
  await child.rewind(before);
  return { cairn, boss, thread, child, head };
}

describe.each(Object.entries(stores))('on %s, who waits for a thread', (_, storeOf) => {
  test('hears of its end where that was over as it began', async () => {
    const boss = bossOf(trifle, { n: 1 }, { n: 2 });
    const cairn = opened(boss, { store: storeOf(), graphs: [boss, trifle] });
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await reached(cairn, boss, 'rest', 1);
    expect((await thread.settled()).state.got).toMatchObject([{ outcome: 'small' }, { outcome: 'large' }]);
  });

  test('hears of its second end where both were sent back to before the first', async () => {
    const { cairn, boss, thread, child, head } = await childSentBack(storeOf());
    await child.settled();
    await thread.rewind(head);
    await thread.settled();
    const from = (await thread.record()).head + 1;
    await child.send('finish', 2);
    await reached(cairn, boss, 'rest', from);
    expect((await thread.settled()).state.got).toMatchObject([{ status: 'done', state: { n: 2 } }]);
  });

  test('has it cancelled where it waits for it again, and is then cancelled', async () => {
    const { thread, child, head } = await childSentBack(storeOf());
    await thread.rewind(head);
    await thread.settled();
    await thread.cancel('enough');
    expect(await child.ended()).toMatchObject({ status: 'cancelled', reason: '"b" waits for it no longer' });
  });

  test('hears of the end of another one of the same id, where the first was deleted', async () => {
    const store = storeOf();
    const boss = bossOf(job, {});
    const cairn = opened(boss, { store, graphs: [boss, job] });
    const thread = await cairn.start(boss, {}, { id: 'b' });
    let from = 1;
    for (const n of [1, 2]) {
      await thread.settled();
      await cairn.thread(job, 'c0').send('finish', n);
      await reached(cairn, boss, 'rest', from);
      from = (await thread.record()).head + 1;
      await cairn.thread(job, 'c0').ended();
      await store.remove(['c0']);
      await thread.send('again');
    }
    expect((await thread.at()).state['got']).toMatchObject([{ state: { n: 1 } }, { state: { n: 2 } }]);
  });
});
