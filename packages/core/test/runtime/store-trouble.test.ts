import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, isProblem, memory, open, type Cairn, type Clock, type Duration } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';

const effects: string[] = [];

const charging = graph({
  name: 'charging',
  state: { log: append(z.string()) },
  events: { more: z.string() },
  start: 'charge',
  nodes: {
    charge: {
      run: async (_state, context) => {
        try {
          await context.step('charge', () => void effects.push('charged'));
        } catch {
          effects.push('refunded');
        }
        return { log: ['charged'] };
      },
      retry: { attempts: 3 },
      next: 'wait',
    },
    wait: { on: { more: { to: 'wait', update: (_state, line) => ({ log: [line] }) } } },
  },
});

type Fault = (commit: Parameters<Store['commit']>[0], count: number) => void;

/** A runtime whose store meets a fault at its commits, before or after they are done; `cut` has it read nothing either. */
function onStore(faults: {
  before?: Fault;
  after?: Fault;
  isLater: boolean;
  lease?: Duration;
  clock?: Clock;
}): Cairn & { cut(isCut: boolean): void } {
  const store = memory();
  const commit = store.commit.bind(store);
  const rows = store.rows.bind(store);
  let count = 0;
  let isCut = false;
  const once = (given: Parameters<Store['commit']>[0]): 'ok' | 'stale' => {
    count += 1;
    if (isCut) io();
    faults.before?.(given, count);
    const end = commit(given) as 'ok' | 'stale';
    faults.after?.(given, count);
    return end;
  };
  store.commit = faults.isLater ? async (given) => once(given) : once;
  store.rows = (...given) => (isCut ? io() : rows(...given));
  const { clock, lease = '30s' } = faults;
  const cairn = open({ store, graphs: [charging], lease, ...(clock && { clock }) });
  onTestFinished(() => cairn.close());
  effects.length = 0;
  return Object.assign(cairn, { cut: (cut: boolean) => void (isCut = cut) });
}

const io = (): never => {
  throw problem('store/io', { store: 'memory', found: 'the line was cut' });
};

describe.each([false, true])('on a store that answers later: %s', (isLater) => {
  test.each(['before', 'after'] as const)('an error that passes, %s the commit, is known to nobody', async (when) => {
    const cairn = onStore({ [when]: (_commit: unknown, count: number) => count % 3 !== 0 && io(), isLater });
    const thread = await cairn.start(charging, {});
    await thread.settled();
    await Promise.all(['one', 'two', 'three'].map((line) => thread.send('more', line)));
    const { state } = await thread.settled();
    expect([...state.log].toSorted()).toEqual(['charged', 'one', 'three', 'two']);
    expect(effects).toEqual(['charged']);
  });

  test.each([
    ['at once', [new Error('broken')]],
    ['after what passes', [new Error('passes'), new Error('broken')]],
    ['after much that passes', [new Error('passes'), new Error('passes'), new TypeError('broken')]],
    ['with no error at all', [new Error('passes'), 'broken']],
    ['again and again', [new Error('broken'), new Error('passes'), new Error('broken'), new Error('passes'), 'broken']],
  ])('a store that breaks %s is no fault of an input', async (_, faults) => {
    const left = [...faults];
    const before: Fault = ({ rows }) => {
      if (!rows.some(({ cause }) => cause === 'done' || cause === 'event')) return;
      const fault = left.shift();
      if (fault instanceof Error && fault.message === 'passes') io();
      // oxlint-disable-next-line typescript/only-throw-error -- a store may throw anything
      if (fault !== undefined) throw fault;
    };
    const clock = virtualClock();
    const thread = await onStore({ before, isLater, clock }).start(charging, {});
    const later = () => clock.advance('1m').then(() => thread.record());
    await expect.poll(later).toMatchObject({ status: 'waiting', head: 3 });
    left.push(...faults);
    await Promise.allSettled([thread.send('more', 'one')]);
    left.length = 0;
    await thread.send('more', 'two');
    expect(await thread.history()).not.toContainEqual(expect.objectContaining({ cause: 'fail' }));
    expect(effects).toEqual(['charged']);
  });

  test('what one input holds that no store keeps is refused to its sender, and to nobody else', async () => {
    const before: Fault = ({ rows }) => {
      if (!rows.some(({ changes }) => changes?.includes('poison') === true)) return;
      throw problem('store/refused', { store: 'memory', what: 'A row', found: 'is poison' });
    };
    const thread = await onStore({ before, isLater }).start(charging, {});
    await thread.settled();
    const sent = ['one', 'poison', 'two'].map((line) => thread.send('more', line));
    const outcomes = (await Promise.allSettled(sent)).map((each) => ('reason' in each ? each.reason : 'ok') as unknown);
    expect(outcomes).toMatchObject(['ok', { code: 'store/refused' }, 'ok']);
    expect((await thread.settled()).state.log).toEqual(['charged', 'one', 'two']);
  });

  test('what an activity gives and no store keeps is a failed attempt, and nothing runs again by itself', async () => {
    const before: Fault = ({ rows }) => {
      if (!rows.some(({ changes }) => changes?.includes('charged') === true)) return;
      throw problem('store/refused', { store: 'memory', what: 'A row', found: 'is refused' });
    };
    const thread = await onStore({ before, isLater }).start(charging, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'store/refused' }] });
    expect((await thread.history()).filter(({ cause }) => cause === 'attempt')).toHaveLength(3);
    expect(effects).toEqual(['charged']);
  });

  test('who sent something that may be in the store or not is told so, and not that it was refused', async () => {
    const cairn = onStore({ isLater, lease: '100ms' });
    const thread = await cairn.start(charging, {});
    await thread.settled();
    cairn.cut(true);
    const outcome: unknown = await thread.send('more', 'one').catch((error: unknown) => error);
    cairn.cut(false);
    expect(isProblem(outcome, 'thread/outcome-unknown')).toBe(true);
  });
});
