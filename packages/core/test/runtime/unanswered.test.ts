import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, isProblem, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { inTime } from '../../src/store/in-time.ts';

/** A store over a connection that can be cut: from then on the calls that were named are never answered; `lost` when one is made. */
function overAConnection(cut: ReadonlySet<string>): {
  readonly store: Store;
  readonly cutNow: () => void;
  readonly lost: Promise<void>;
} {
  const kept = memory();
  let isCut = false;
  let lose = (): void => undefined;
  const lost = new Promise<void>((resolve) => (lose = resolve));
  const store = new Proxy(kept, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        await Promise.resolve();
        if (isCut && cut.has(String(name))) {
          lose();
          return new Promise(() => undefined);
        }
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  return { store, cutNow: () => void (isCut = true), lost };
}

const work = graph({
  name: 'work',
  state: { by: z.string().optional() },
  events: { go: z.string() },
  start: 'wait',
  nodes: {
    wait: { on: { go: { to: 'run', update: (_, by) => ({ by }) } } },
    run: { run: () => ({}), next: 'wait' },
  },
});

/** Every call that a runtime makes by itself or for a user. */
const calls = [
  'create',
  'commit',
  'thread',
  'rows',
  'state',
  'heartbeat',
  'retire',
  'claim',
  'take',
  'runnable',
  'nextDue',
  'leave',
  'left',
  'messages',
  'message',
  'version',
  'plan',
  'keepPlan',
  'close',
] as const;

/** Whatever a user may wait for, each with how it ended. */
function waits(cairn: Cairn): readonly Promise<unknown>[] {
  const thread = cairn.thread(work, 't');
  const events = (async () => {
    for await (const event of thread.watch({ until: 'ended' })) void event;
  })();
  const all = [
    cairn.start(work, {}, { id: 'new' }),
    thread.send('go', 'a'),
    thread.send('go', 'b', { id: 'once' }),
    thread.send('go', 'c', { queue: true }),
    thread.cancel('enough', { onBusy: 'replace' }),
    thread.rewind(1),
    thread.fork(1),
    thread.settled(),
    thread.ended(),
    thread.history(),
    cairn.threads(),
    cairn.recovered(),
    events,
  ];
  return all.map((each) => each.catch((error: unknown) => error));
}

describe('a store that never answers', () => {
  test.each([...calls.map((call) => [call]), [...calls]])(
    '%s: closing comes back, and so does all that was waited for',
    async (...cut) => {
      const { store, cutNow } = overAConnection(new Set(cut));
      const cairn = open({ store, graphs: [work], lease: '200ms' });
      await (await cairn.start(work, {}, { id: 't' })).settled();
      cutNow();
      const waited = waits(cairn);
      const closed = await cairn.close().catch((error: unknown) => error);
      const ends = await Promise.all(waited);
      expect(ends.filter((end) => end instanceof Error && !isProblem(end))).toEqual([]);
      expect(closed === undefined || isProblem(closed, 'store/io')).toBe(true);
    },
  );

  test('is named with the call that it did not answer, when it is closed', async () => {
    const { store, cutNow, lost } = overAConnection(new Set(['commit']));
    const cairn = open({ store, graphs: [work], lease: '100ms' });
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    cutNow();
    const sent = thread.send('go', 'a').catch((error: unknown) => error);
    await lost;
    await expect(cairn.close()).rejects.toMatchObject({
      code: 'store/io',
      facts: { found: /^commit\(\) has not answered for \d+ ms$/u },
    });
    expect(isProblem(await sent)).toBe(true);
  });

  test('is a store that fails for a while: whoever waits is told', async () => {
    const { store, cutNow } = overAConnection(new Set(['commit']));
    const cairn = open({ store, graphs: [work], lease: '100ms' });
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    cutNow();
    await expect(thread.send('go', 'a')).rejects.toSatisfy(isProblem);
    await cairn.close().catch(() => undefined);
  });
});

describe('a call that is looked after', () => {
  test('is answered as it was, and at once where it was', async () => {
    const refused = new Error('no');
    const { store } = inTime(
      { name: 'plain', version: () => 7, close: () => Promise.reject(refused) } as unknown as Store,
      100,
    );
    expect([store.name, store.version(), 'integrity' in store]).toEqual(['plain', 7, false]);
    await expect(store.close()).rejects.toBe(refused);
  });

  test('is not given up for the time in which this process did nothing itself', async () => {
    const turns = async (count: number): Promise<number> => {
      for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
      return count;
    };
    const far = { name: 'far', version: () => turns(5), close: () => turns(5) } as unknown as Store;
    const { store, hurry } = inTime(far, 20);
    for (const call of [() => store.version(), () => store.close()]) {
      const answer = call();
      // As a process that was stopped, or that computes something.
      for (const start = performance.now(); performance.now() - start < 60;);
      await expect(answer).resolves.not.toThrow();
      hurry(20);
    }
  });
});
