import { describe, expect, onTestFinished, test } from 'vitest';
import { graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { keptOpen } from './kept-open.ts';

const hour = 3_600_000;

/** How often the work was begun, and what ends it. */
function given() {
  const begun: (() => void)[] = [];
  const job = graph({
    name: 'job',
    state: {},
    start: 'work',
    nodes: { work: { run: () => new Promise<void>((end) => begun.push(end)), next: 'end' }, end: { final: true } },
  });
  return { job, begun };
}

/** Two machines on one store with a clock of its own, the second of which shows another time. */
function machines(apart: number) {
  const { job, begun } = given();
  const clocks = { store: virtualClock(), first: virtualClock(), second: virtualClock(virtualClock().now() + apart) };
  const store = memory({ clock: clocks.store });
  const opened = (kept: Store, clock: VirtualClock): Cairn => {
    const cairn = open({ store: keptOpen(kept), graphs: [job], clock, lease: '30s' });
    onTestFinished(() => cairn.close());
    return cairn;
  };
  /** Time passes for all of them. */
  const pass = async (milliseconds: number): Promise<void> => {
    for (let left = milliseconds; left > 0; left -= 5_000) {
      for (const clock of Object.values(clocks)) await clock.advance(Math.min(left, 5_000));
    }
  };
  return { job, begun, clocks, store, opened, pass };
}

describe.each([
  ['an hour ahead', hour],
  ['an hour behind', -hour],
])('a machine whose clock is %s', (_, apart) => {
  test('takes no thread from a living owner', async () => {
    const { job, begun, clocks, store, opened, pass } = machines(apart);
    const first = opened(store, clocks.first);
    const thread = await first.start(job, {}, { id: 'a' });
    await pass(10_000);
    const second = opened(store, clocks.second);
    await second.recovered();
    await pass(120_000);
    expect(begun).toHaveLength(1);
    expect((await store.thread('a'))?.takeovers).toBe(0);
    begun[0]?.();
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('keeps what it drives from the others', async () => {
    const { job, begun, clocks, store, opened, pass } = machines(apart);
    const second = opened(store, clocks.second);
    const thread = await second.start(job, {}, { id: 'a' });
    await pass(10_000);
    const first = opened(store, clocks.first);
    await first.recovered();
    await pass(120_000);
    expect(begun).toHaveLength(1);
    begun[0]?.();
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('takes over what a dead owner leaves once its lease is over', async () => {
    const { job, begun, clocks, store, opened, pass } = machines(apart);
    const dying = keptOpen(store);
    const first = opened(dying, clocks.first);
    await first.start(job, {}, { id: 'a' });
    await pass(1_000);
    dying.heartbeat = () => undefined;
    await clocks.store.advance(25_000);
    const second = opened(store, clocks.second);
    await second.recovered();
    expect(begun).toHaveLength(1);
    await clocks.store.advance(10_000);
    await second.recovered();
    expect((await store.thread('a'))?.takeovers).toBe(1);
    expect(begun).toHaveLength(2);
    begun[1]?.();
    expect(await second.thread(job, 'a').settled()).toMatchObject({ status: 'done' });
  });
});
