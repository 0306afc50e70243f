import { append, graph, memory, open } from '@cairn/core';
import type { Commit, Store } from '@cairn/core/store';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

/** A store that fails to write from a commit on, until it is mended. */
function failing(store: Store, from: number) {
  const state = { broken: true, commits: 0 };
  const proxy = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'commit') return value.bind(target) as unknown;
      return (commit: Commit) => {
        state.commits += 1;
        if (state.broken && state.commits >= from) throw new Error('the disk is gone');
        return target.commit(commit);
      };
    },
  });
  return { store: proxy, state };
}

const chain = (ran: string[]) =>
  graph({
    name: 'chain',
    state: { seen: append(z.string()) },
    start: 'a',
    nodes: {
      a: { run: () => (ran.push('a'), { seen: ['a'] }), next: 'b' },
      b: { run: () => (ran.push('b'), { seen: ['b'] }), next: 'c' },
      c: { run: () => (ran.push('c'), { seen: ['c'] }), next: 'end' },
      end: { final: true },
    },
  });

test('no node runs past a checkpoint that was not written', async () => {
  const ran: string[] = [];
  const work = chain(ran);
  const kept = memory();
  const { store, state } = failing(kept, 2);
  const cairn = open({ store, graphs: [work] });
  const thread = await cairn.start(work, {}, { id: 't' });
  await expect(thread.settled()).rejects.toThrow('the disk is gone');
  expect(ran).not.toContain('c');
  expect((await kept.rows('t')).map(({ from }) => from)).toEqual(['', 'a']);
  state.broken = false;
  await cairn.close();

  const again = open({ store: kept, graphs: [work] });
  await again.recovered();
  expect(await again.thread(work, 't').settled()).toMatchObject({ status: 'done', state: { seen: ['a', 'b', 'c'] } });
  expect(ran.filter((node) => node !== 'b')).toEqual(['a', 'c']);
  await again.close();
});

test.each(homes)('a thread that was accepted is there when start resolves, %s', async (_name, home) => {
  const openIn = home();
  const work = chain([]);
  await openIn(work, { recover: false }).start(work, {}, { id: 't' });
  expect(await openIn(work, { recover: false }).thread(work, 't').record()).toMatchObject({ graph: 'chain' });
});
