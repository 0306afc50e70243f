import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fatal, graph, memory, open, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

interface Work {
  readonly run: (context: Context) => Promise<unknown>;
  readonly backoff?: number;
  readonly timeout?: number;
  readonly refuses?: number;
}

function working({ run, backoff = 0, timeout, refuses = 0 }: Work) {
  return graph({
    name: 'working',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: async (_s, context) => void (await run(context)),
        verify: (_update, _s, { attempt }) => attempt > refuses || 'not yet',
        retry: { attempts: 3, backoff },
        ...(timeout !== undefined && { timeout }),
        next: 'end',
      },
      end: { final: true },
    },
  });
}

/** One of the steps that a function does side by side: how long each of its tries takes, and how many of them fail. */
interface Branch {
  readonly takes: number;
  readonly fails: number;
  /** Steps that follow on it. */
  readonly then: number;
}

const branch: fc.Arbitrary<Branch> = fc.record({
  takes: fc.integer({ min: 0, max: 300 }),
  fails: fc.nat(3),
  then: fc.nat(2),
});

test('while its process lives, a step is done again only where its own function threw, and never beside itself', async () => {
  const law = fc.asyncProperty(
    fc.array(branch, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(0, 100),
    fc.boolean(),
    async (branches, backoff, isFinal) => {
      const clock = virtualClock(0);
      const tries = new Map<string, number>();
      const underWay = new Set<string>();
      const perform = async (key: string, { takes, fails }: Branch): Promise<void> => {
        expect(underWay).not.toContain(key);
        underWay.add(key);
        const tried = (tries.get(key) ?? 0) + 1;
        tries.set(key, tried);
        await new Promise<void>((resolve) => clock.after(takes, resolve));
        underWay.delete(key);
        if (tried > fails) return;
        throw isFinal ? fatal(new Error('never mind')) : new Error('not now');
      };
      const it = working({
        backoff,
        run: ({ step }) =>
          Promise.all(
            branches.map(async (each, at) => {
              for (let nth = 0; nth <= each.then; nth += 1)
                await step(`${at}.${nth}`, () => perform(`${at}.${nth}`, each));
            }),
          ),
      });
      const cairn = open({ store: memory(), graphs: [it], clock });
      const thread = await cairn.start(it, {});
      for (;;) {
        await clock.advance('10s');
        const { status } = await thread.settled();
        if (status === 'done') break;
        expect(status).toBe('failed');
        await thread.resume();
      }
      for (const [key, tried] of tries) expect(tried).toBe(1 + (branches[Number(key.split('.')[0])]?.fails ?? 0));
      await cairn.close();
    },
  );
  await fc.assert(law, { numRuns: 150, seed: 20260105 });
});

test('an attempt that is refused has failed once its steps are through, and one that is kept is not done again', async () => {
  const clock = virtualClock(0);
  let paged = 0;
  const it = working({
    refuses: 1,
    run: ({ step }) => {
      const page = (): Promise<number> => new Promise((resolve) => clock.after(500, () => resolve((paged += 1))));
      void step('page', page, { keep: true });
      return Promise.resolve();
    },
  });
  const cairn = opened(it, { clock });
  const thread = await cairn.start(it, {});
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ status: 'done' });
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'step', 'attempt', 'done']);
  expect(paged).toBe(1);
});

test('its time cuts off an attempt that failed and whose step is never through: it has failed by what it threw', async () => {
  const clock = virtualClock(0);
  const it = working({
    timeout: 1_000,
    run: ({ step }) =>
      Promise.all([step('hangs', () => new Promise(() => undefined)), Promise.reject(new Error('down'))]),
  });
  const cairn = opened(it, { clock });
  const thread = await cairn.start(it, {});
  await clock.advance('900ms');
  expect(await thread.history()).toHaveLength(1);
  await clock.advance('3s');
  expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ message: 'down' }] });
});

test('a runtime that closes writes what a step has just given, and begins nothing more', async () => {
  const charged = gate();
  const done: string[] = [];
  const it = working({
    run: async ({ step }) => {
      await step('charge', () => charged.promise.then(() => done.push('charge')));
      await step('mail', () => done.push('mail'));
    },
  });
  const store = memory();
  const cairn = open({ store, graphs: [it] });
  const { id } = await cairn.start(it, {});
  charged.open();
  await cairn.close();
  expect(done).toEqual(['charge']);
  const next = opened(it, { store });
  expect(await next.thread(it, id).ended()).toMatchObject({ status: 'done' });
  expect(done).toEqual(['charge', 'mail']);
});
