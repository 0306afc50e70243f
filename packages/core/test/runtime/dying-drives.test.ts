import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type OpenOptions } from '@cairn/core';
import { isPassing, problem, type Commit, type Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { pauseAfter } from '../../src/runtime/own/setbacks.ts';

function opened(options: OpenOptions): ReturnType<typeof open> {
  const cairn = open(options);
  onTestFinished(() => cairn.close());
  return cairn;
}

/** A store that does some things otherwise. */
function withFaults(store: Store, faults: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const member: unknown = faults[name] ?? target[name];
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** A store that fails wherever a commit has a row of this cause; counts how often it did. */
function failingAt(cause: string, error: unknown): { readonly store: Store; readonly failures: number[] } {
  const kept = memory();
  const failures: number[] = [];
  const commit = (given: Commit): ReturnType<Store['commit']> => {
    if (!given.rows.some((row) => row.cause === cause)) return kept.commit(given);
    failures.push(failures.length);
    throw error;
  };
  return { store: withFaults(kept, { commit }), failures };
}

/** What the record of a thread says once so much time has passed. A store that is far away may answer after the clock was thought quiet. */
async function recordAfter(
  duration: '1s' | '1h',
  clock: VirtualClock,
  thread: { record(): Promise<unknown> },
): Promise<unknown> {
  await clock.advance(duration);
  return thread.record();
}

const work = graph({
  name: 'work',
  state: { by: z.string().optional() },
  events: { go: z.string() },
  start: 'run',
  nodes: { run: { run: async () => ({}), next: 'wait' }, wait: { on: { go: 'end' } }, end: { final: true } },
});

describe('a thread whose drives die', () => {
  test('is failed in the end, like one whose owners die', async () => {
    const clock = virtualClock();
    const { store, failures } = failingAt('done', new Error('no way'));
    const cairn = opened({ store, graphs: [work], clock, takeovers: 3 });
    const thread = await cairn.start(work, {}, { id: 't' });
    await expect.poll(() => recordAfter('1h', clock, thread)).toMatchObject({ status: 'failed' });
    expect(failures).toHaveLength(4);
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'thread/abandoned' }] });
    expect(await thread.record()).toMatchObject({ owner: null });
  });

  test('is free for others after each death', async () => {
    const clock = virtualClock();
    const { store } = failingAt('done', new Error('no way'));
    const cairn = opened({ store, graphs: [work], clock });
    const thread = await cairn.start(work, {}, { id: 't' });
    const died = { owner: null, takeovers: 1, status: 'running' };
    await expect.poll(() => recordAfter('1s', clock, thread)).toMatchObject(died);
  });

  test('is let go of once, and its death counted once, however often the store loses its answer to that', async () => {
    const clock = virtualClock();
    const { store } = failingAt('done', new Error('no way'));
    let lost = 0;
    const commit = async (given: Commit): Promise<'ok' | 'stale'> => {
      const written = await store.commit(given);
      if (given.update?.takeovers === undefined || lost === 3) return written;
      lost += 1;
      throw problem('store/io', { store: 'memory', found: 'the answer was lost' });
    };
    const cairn = opened({ store: withFaults(store, { commit }), graphs: [work], clock });
    const thread = await cairn.start(work, {}, { id: 't' });
    await expect.poll(() => recordAfter('1s', clock, thread)).toMatchObject({ owner: null, takeovers: 1 });
    expect(lost).toBe(1);
    expect(await thread.record()).toMatchObject({ owner: null, takeovers: 1, status: 'running' });
  });

  test('of a store that may be well again is not failed for that, and is tried after pauses', async () => {
    const clock = virtualClock();
    const full = problem('store/full', { store: 'memory' });
    expect(isPassing(full)).toBe(true);
    const { store, failures } = failingAt('done', full);
    const cairn = opened({ store, graphs: [work], clock, takeovers: 1, lease: '20ms' });
    const thread = await cairn.start(work, {}, { id: 't' });
    for (let drive = 1; drive <= 4; drive += 1) {
      const before = failures.length;
      await expect.poll(() => thread.record()).toMatchObject({ owner: null, status: 'running' });
      expect((await thread.record()).takeovers).toBe(0);
      await clock.advance('10m');
      await expect.poll(() => failures.length).toBeGreaterThan(before);
    }
  });
});

test.each(['left', 'unfit', 'died', 'lost'] as const)('pauses of what was %s grow to a longest one', (setback) => {
  const pauses = Array.from({ length: 2_000 }, (_, index) => pauseAfter(setback, index + 1));
  expect(pauses.every((each, index) => index === 0 || each >= (pauses[index - 1] ?? 0))).toBe(true);
  expect(pauses[2]).toBeGreaterThan(pauses[1] ?? 0);
  expect(pauses.at(-1)).toBe(pauses[50]);
});

test('a store that says a thread is ours, and takes nothing of it, is not asked again and again', async () => {
  const clock = virtualClock();
  const kept = memory();
  let claims = 0;
  const store = withFaults(kept, {
    take: async (id, { owner }) => {
      claims += 1;
      const record = await kept.thread(id);
      if (record === undefined) return undefined;
      const taken = { ...record, owner, fence: record.fence + 1 };
      return { isTaken: true, from: null, record: taken, state: await kept.state(id), messages: [], shown: 0 };
    },
  });
  await opened({ store: withFaults(kept, { close: () => undefined }), graphs: [work], clock, drive: false }).start(
    work,
    {},
    { id: 't' },
  );
  opened({ store, graphs: [work], clock });
  await clock.advance('10m');
  expect(claims).toBeGreaterThan(5);
  expect(claims).toBeLessThan(30);
});

describe('what claims a thread and fails lets go of it', () => {
  // What may pass is waited for; this does not.
  const broken = new Error('the store is broken');

  test.each(['rewind', 'edit', 'send', 'resume', 'cancel', 'prune'] as const)('as %s', async (what) => {
    const clock = virtualClock();
    const kept = memory();
    let failures = 0;
    const store = withFaults(kept, {
      commit: (given) => {
        if (failures === 0) return kept.commit(given);
        failures -= 1;
        throw broken;
      },
      trim: () => {
        throw broken;
      },
    });
    const cairn = opened({ store, graphs: [work], clock });
    const thread = await cairn.start(work, {}, { id: 't' });
    await thread.settled();
    const calls = {
      rewind: () => thread.rewind(1),
      edit: () => thread.edit({ by: 'me' }),
      send: () => thread.send('go', 'now'),
      resume: () => thread.resume(),
      cancel: () => thread.cancel(),
      prune: () => cairn.prune({ status: ['waiting'], drop: 'history' }),
    };
    // The call fails, and so do the first tries to let go of the thread.
    failures = 3;
    await expect(calls[what]()).rejects.toMatchObject({});
    failures = Math.min(failures, 2);
    await clock.advance('1m');
    expect(await kept.thread('t')).toMatchObject({ owner: null });
    failures = 0;
    await thread.send('go', 'now');
    expect(await thread.ended()).toMatchObject({ status: 'done' });
  });
});
