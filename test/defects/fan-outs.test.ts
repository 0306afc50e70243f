import { append, graph, local, memory, open } from '@cairn/core';
import type { Commit, Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const wide = (lanes: number, limit?: number) =>
  graph({
    name: 'wide',
    state: { item: local(z.number()), found: append(z.number()) },
    start: 'fan',
    nodes: {
      fan: {
        next: {
          each: () => Array.from({ length: lanes }, (_, item) => ({ item })),
          to: 'work',
          then: 'end',
          ...(limit !== undefined && { limit }),
        },
      },
      work: { run: async (s) => ({ found: [s.item ?? -1] }), next: 'end' },
      end: { final: true },
    },
  });

/** What a store is given, counted: never timed. */
function weighed(store: Store) {
  const count = { commits: 0, rows: 0, bytes: 0, snapshots: 0 };
  /** One that is tried again is one. */
  const seen = new WeakSet<Commit>();
  const add = (commit: Commit): void => {
    if (seen.has(commit)) return;
    seen.add(commit);
    const { rows, snapshot } = commit;
    count.commits += 1;
    count.rows += rows.length;
    for (const { changes, detail } of rows) count.bytes += (changes?.length ?? 0) + (detail?.length ?? 0);
    count.snapshots += snapshot?.body.length ?? 0;
  };
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'commit') return value.bind(target) as unknown;
      return (commit: Commit) => {
        add(commit);
        return target.commit(commit);
      };
    },
  });
  return { store: watched, count };
}

async function costOf(lanes: number, store: Store, limit?: number) {
  const { store: watched, count } = weighed(store);
  const work = wide(lanes, limit);
  // Of a clock that stands still no durations are recorded, which would be bytes as well.
  const cairn = open({ store: watched, graphs: [work], clock: virtualClock() });
  const thread = await cairn.start(work, {});
  const result = await thread.settled();
  expect(result).toMatchObject({ status: 'done' });
  expect(result.state.found).toEqual(Array.from({ length: lanes }, (_, index) => index));
  await cairn.close();
  return { rows: count.rows / lanes, bytes: (count.bytes + count.snapshots) / lanes, commits: count.commits };
}

describe.each([
  ['in memory', memory],
  ['in SQLite', () => sqlite(':memory:')],
] as const)('a fan-out %s', (_name, store) => {
  test('of 4,000 lanes costs as much a lane as one of 400', async () => {
    const few = await costOf(400, store());
    const many = await costOf(4_000, store());
    expect(many.rows).toBeLessThanOrEqual(few.rows);
    expect(many.bytes).toBeLessThan(few.bytes * 1.2);
    expect(many.bytes).toBeLessThan(500);
  });

  test('commits lanes that end together together', async () => {
    const { commits } = await costOf(4_000, store());
    expect(commits).toBeLessThan(400);
  });

  test('with a limit costs as much a lane too', async () => {
    const few = await costOf(200, store(), 10);
    const many = await costOf(2_000, store(), 10);
    expect(many.rows).toBeLessThanOrEqual(few.rows * 1.05);
    expect(many.bytes).toBeLessThan(few.bytes * 1.3);
  });
});

describe.each(homes)('a limit on lanes %s', (_name, home) => {
  test('holds: no more than so many are at work at any time, over failures, retries and a restart', async () => {
    const clock = virtualClock(0);
    let now = 0;
    let most = 0;
    let down = true;
    const limited = graph({
      name: 'limited',
      state: { item: local(z.number()), found: append(z.number()) },
      start: 'fan',
      nodes: {
        fan: {
          next: { each: () => Array.from({ length: 20 }, (_, item) => ({ item })), to: 'work', then: 'end', limit: 3 },
        },
        work: {
          run: async ({ item = -1 }) => {
            now += 1;
            most = Math.max(most, now);
            await new Promise<void>((resolve) => clock.after(1_000 + item, resolve));
            now -= 1;
            if (down && item % 4 === 0) throw new Error('down');
            return { found: [item] };
          },
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const openHere = home();
    const first = openHere(limited, { clock });
    const thread = await first.start(limited, {}, { id: 't' });
    await clock.advance('1m');
    expect(await thread.settled()).toMatchObject({ status: 'failed' });
    expect(most).toBe(3);
    await first.close();

    down = false;
    const later = openHere(limited, { clock }).thread(limited, 't');
    await later.resume();
    await clock.advance('1m');
    expect((await later.settled()).state.found).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(3);
  });
});
