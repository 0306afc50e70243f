import { append, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

/** A graph of two nodes; what decides between them throws while it is broken. */
function routed() {
  const ran: string[] = [];
  const router = { broken: true };
  const work = graph({
    name: 'routed',
    state: { seen: append(z.string()) },
    start: 'a',
    nodes: {
      a: {
        run: () => {
          ran.push('a');
          return { seen: ['a'] };
        },
        next: {
          choose: () => {
            if (router.broken) throw new Error('the model is down');
            return 'b';
          },
          among: ['b', 'end'],
        },
      },
      b: {
        run: () => {
          ran.push('b');
          return { seen: ['b'] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { ran, router, work };
}

describe.each(homes)('%s', (_name, home) => {
  test('a router that throws does not end its thread: it is asked again, and what ran before it is not run again', async () => {
    const { ran, router, work } = routed();
    const open = home();
    const first = open(work);
    const thread = await first.start(work, {}, { id: 't' });
    expect(await thread.settled()).toMatchObject({
      status: 'failed',
      state: { seen: ['a'] },
      failed: [{ node: 'a', code: 'decision/failed' }],
    });
    await first.close();

    router.broken = false;
    const later = open(work).thread(work, 't');
    await later.resume();
    expect(await later.settled()).toMatchObject({ status: 'done', state: { seen: ['a', 'b'] } });
    expect(ran).toEqual(['a', 'b']);
  });

  test('a router that keeps throwing leaves its thread failed, readable and resumable each time', async () => {
    const { router, work } = routed();
    const thread = await home()(work).start(work, {});
    for (let time = 0; time < 3; time += 1) {
      expect(await thread.settled()).toMatchObject({ status: 'failed', state: { seen: ['a'] } });
      await thread.resume();
    }
    await thread.settled();
    router.broken = false;
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });
});
