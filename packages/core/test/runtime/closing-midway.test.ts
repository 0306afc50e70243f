import { graph, memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { expect, test } from 'vitest';
import { problem } from '../../src/base/problem/problem.ts';
import { gate } from './gate.ts';

const work = graph({
  name: 'work',
  state: {},
  start: 'work',
  nodes: { work: { run: () => new Promise<object>(() => undefined), next: 'end' }, end: { final: true } },
});

/** A store to which one call is on its way until it is told to arrive. */
function farAway(store: Store, call: 'heartbeat' | 'create') {
  const isAsked = gate();
  const goesOn = gate();
  let isClosed = false;
  const late = new Proxy(store, {
    get(target, name) {
      if (name === 'close') return () => void (isClosed = true);
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        if (isClosed) throw problem('store/closed', { store: store.name });
        if (name === call) {
          isAsked.open();
          await goesOn.promise;
        }
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  return { late, isAsked, goesOn };
}

test.each(['heartbeat', 'create'] as const)(
  'a runtime that is closed while it starts a thread owns nothing once it is closed, and is alive no more: "%s" is under way',
  async (call) => {
    const store = memory();
    const { late, isAsked, goesOn } = farAway(store, call);
    const cairn = open({ store: late, graphs: [work] });
    const started = cairn.start(work, {}, { id: 't' }).then(
      () => 'started',
      () => 'refused',
    );
    await isAsked.promise;
    const closed = cairn.close();
    // As far as it comes meanwhile.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((turned) => setImmediate(turned));
    goesOn.open();
    await closed;
    const before = await store.thread('t');
    expect(before?.owner ?? null).toBeNull();
    await started;
    expect((await store.thread('t'))?.owner ?? null).toBeNull();
    await open({ store, graphs: [work] }).close();
  },
);
