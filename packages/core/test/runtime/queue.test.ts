import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

const doors = graph({
  name: 'doors',
  state: { seen: append(z.string()) },
  events: { open: z.string(), walk: z.string() },
  start: 'closed',
  nodes: {
    closed: { on: { open: { to: 'open', update: (_s, by) => ({ seen: [`open ${by}`] }) } }, after: { '1d': 'late' } },
    open: { on: { walk: { update: (_s, by) => ({ seen: [`walk ${by}`] }) } }, after: { '2d': 'late' } },
    late: { final: true },
  },
});

/** A store that counts what is asked of it. */
function counted() {
  const calls = new Map<string, number>();
  const store = new Proxy(memory(), {
    get(target, name: string) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { store, calls };
}

describe('an event that is queued', () => {
  test('waits until something accepts it, and is taken then', async () => {
    const thread = await opened(doors).start(doors, {});
    await thread.send('walk', 'ada', { queue: true });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { seen: [] } });
    await thread.send('open', 'bob');
    expect(await thread.settled()).toMatchObject({ state: { seen: ['open bob', 'walk ada'] } });
  });

  test('is taken at once where something accepts it', async () => {
    const thread = await opened(doors).start(doors, {});
    await thread.settled();
    await thread.send('open', 'bob', { queue: true });
    expect(await thread.settled()).toMatchObject({ state: { seen: ['open bob'] } });
  });

  test('keeps its place among others', async () => {
    const thread = await opened(doors).start(doors, {});
    for (const by of ['1', '2', '3']) await thread.send('walk', by, { queue: true });
    await thread.send('open', 'bob');
    expect(await thread.settled()).toMatchObject({ state: { seen: ['open bob', 'walk 1', 'walk 2', 'walk 3'] } });
  });

  test('is kept over a restart', async () => {
    const store = memory();
    const first = opened(doors, { store });
    const thread = await first.start(doors, {}, { id: 't' });
    await thread.send('walk', 'ada', { queue: true });
    await thread.settled();
    await first.close();
    const again = opened(doors, { store }).thread(doors, 't');
    await again.send('open', 'bob');
    expect(await again.settled()).toMatchObject({ state: { seen: ['open bob', 'walk ada'] } });
  });

  test('does not make its thread work while nothing accepts it', async () => {
    const clock = virtualClock(0);
    const { store, calls } = counted();
    const thread = await opened(doors, { store, clock }).start(doors, {});
    await thread.send('walk', 'ada', { queue: true });
    await clock.advance('1h');
    const claims = calls.get('take') ?? 0;
    await clock.advance('20h');
    expect(calls.get('take') ?? 0).toBe(claims);
    expect(claims).toBeLessThan(4);
  });

  test('whose payload does not fit is refused at once', async () => {
    const thread = await opened(doors).start(doors, {});
    await thread.settled();
    await expect(thread.send('walk', 7 as never, { queue: true })).rejects.toMatchObject({ code: 'value/invalid' });
  });

  test('is refused where several lanes would take it, and never goes to the one that is left', async () => {
    const lanes = graph({
      name: 'lanes',
      state: { seen: append(z.string()) },
      events: { go: z.string() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a', 'b'], then: 'end' } },
        a: { on: { go: { to: 'end', update: (_s, by) => ({ seen: [`a ${by}`] }) } } },
        b: { on: { go: { to: 'end', update: (_s, by) => ({ seen: [`b ${by}`] }) } } },
        end: { final: true },
      },
    });
    const thread = await opened(lanes).start(lanes, {});
    await expect(thread.send('go', 'queued', { queue: true })).rejects.toMatchObject({ code: 'event/ambiguous' });
    await thread.send('go', 'sent', { lane: 'fork.1/a' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', at: [{ lane: 'fork.1/b' }] });
  });

  test('is kept while what would accept it throws', async () => {
    let broken = true;
    const guarded = graph({
      name: 'guarded',
      state: { seen: append(z.string()) },
      events: { go: z.string() },
      start: 'wait',
      nodes: {
        wait: {
          on: {
            go: {
              to: 'end',
              when: () => {
                if (broken) throw new Error('no idea');
                return true;
              },
            },
          },
        },
        end: { final: true },
      },
    });
    const thread = await opened(guarded).start(guarded, {});
    await thread.send('go', 'ada', { queue: true });
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    broken = false;
    await thread.edit({ seen: ['mended'] });
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('that its thread never accepts ends with it', async () => {
    const clock = virtualClock(0);
    const store = memory();
    const thread = await opened(doors, { store, clock }).start(doors, {}, { id: 't' });
    await thread.send('walk', 'ada', { queue: true });
    await clock.advance('1d');
    expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'late' });
    expect(await store.runnable(clock.now(), 10)).toEqual([]);
  });
});
