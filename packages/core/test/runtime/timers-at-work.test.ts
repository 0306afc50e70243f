import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

/** A node that is at work from the start, and beside it whatever is to wait for time. */
function working(until: Promise<unknown>, seen: string[]) {
  const child = graph({
    name: 'child',
    state: {},
    start: 'hang',
    nodes: { hang: { run: () => until.then(() => undefined), next: 'end' }, end: { final: true } },
  });
  return graph({
    name: 'working',
    state: { log: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: async (_state, context) => {
          context.signal.addEventListener('abort', () => seen.push('aborted'));
          await until;
        },
        after: { '1h': { to: 'hold', update: () => ({ log: ['an hour'] }) } },
        next: 'end',
      },
      hold: { graph: child, timeout: '1h', onError: 'end', next: 'end' },
      end: { final: true },
    },
  });
}

describe('a node that is at work when its thread is taken up is left when its time has come', () => {
  test.each(['started', 'taken over'] as const)('%s', async (how) => {
    const forever = gate();
    const seen: string[] = [];
    const it = working(forever.promise, seen);
    const clock = virtualClock();
    const store = memory();
    if (how === 'taken over') await opened(it, { store, clock, drive: false }).start(it, {}, { id: 'a' });
    const cairn = opened(it, { store, clock });
    const thread = how === 'started' ? await cairn.start(it, {}, { id: 'a' }) : cairn.thread(it, 'a');
    await clock.advance('59m');
    expect(seen).toEqual([]);
    await clock.advance('2m');
    expect(seen).toEqual(['aborted']);
    await clock.advance('2h');
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['an hour'] } });
  });
});
