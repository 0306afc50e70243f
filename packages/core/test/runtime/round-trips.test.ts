import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn, type FactsOf, type OpenOptions, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { tolled } from './counted.ts';

/*
 * Each call of a store behind a network is a round trip. What stands here is all that is asked of it, in order, but for what is looked at
 * now and then in real time, whatever happens: how often that comes depends on how slow the machine is.
 */
const looks: ReadonlySet<string> = new Set<keyof Store>(['version', 'changed', 'runnable', 'nextDue']);

const talk = graph({
  name: 'talk',
  state: { log: append(z.string()) },
  events: { say: z.string(), work: z.object({}) },
  start: 'wait',
  nodes: {
    wait: { on: { say: { update: (_s, said) => ({ log: [said] }) }, work: 'one' }, after: { '1h': 'late' } },
    one: { run: () => ({ log: ['one'] }), next: 'two' },
    two: { run: () => ({ log: ['two'] }), next: 'wait' },
    late: { run: () => ({ log: ['late'] }), next: 'end' },
    end: { final: true },
  },
});

/** So long that it is kept apart. */
const long = (name: string): string => name.padEnd(20_000, '.');

interface Process {
  readonly cairn: Cairn;
  readonly kept: Store;
  readonly thread: Thread<FactsOf<typeof talk>>;
  readonly clock: VirtualClock;
  /** What was asked of the store since that was asked last, but for looks. */
  readonly calls: () => string;
  /** The same with looks. */
  readonly all: () => string;
  /** Of how many threads something new was told in looks. */
  readonly told: () => number;
}

/** Another process leaves a thread at rest. */
async function left(kept: Store, id: string): Promise<void> {
  const cairn = open({ store: kept, graphs: [talk], recover: false, clock: virtualClock() });
  const thread = await cairn.start(talk, {}, { id });
  for (const text of ['hello', long('a'), long('b')]) await thread.send('say', text);
  await thread.settled();
  await cairn.close();
}

/** A process that has done nothing yet but to open a store in which another left a thread at rest, or died. */
async function process(options: Partial<OpenOptions> = {}, died = false): Promise<Process> {
  const kept = memory();
  const clock = virtualClock();
  await left(kept, 't');
  if (died) await kept.claim('t', 'somebody who was never heard of', clock.now());
  let told = 0;
  const look = kept.changed.bind(kept);
  kept.changed = async (asked) => {
    const changed = await look(asked);
    told += changed.length;
    return changed;
  };
  const { store, calls: made } = tolled(kept);
  const cairn = open({ store, graphs: [talk], recover: false, clock, ...options });
  onTestFinished(() => cairn.close());
  await clock.advance(0);
  made();
  const calls = (): string => {
    const names = made();
    return names.filter((name) => !looks.has(name)).join(' ');
  };
  return { cairn, kept, thread: cairn.thread(talk, 't'), clock, calls, all: () => made().join(' '), told: () => told };
}

describe('a store behind a network is asked', () => {
  test('three times for an event to a thread that this process does not know, and twice while it is known as alive', async () => {
    const { cairn, kept, thread, calls } = await process();
    await thread.send('say', 'x');
    expect(calls()).toBe('heartbeat take commit');
    await left(kept, 'u');
    await cairn.thread(talk, 'u').send('say', 'x');
    expect(calls()).toBe('take commit');
  });

  test('once for an event to a thread that rested here, and once a transition', async () => {
    const { thread, calls } = await process();
    await thread.send('say', 'x');
    calls();
    await thread.send('say', 'y');
    expect(calls()).toBe('commit');
    await thread.send('work', {});
    await thread.settled();
    expect(calls()).toBe('commit commit commit');
  });

  test('once for a new thread, and once more for where it rests', async () => {
    const { cairn, calls } = await process();
    await cairn.start(talk, {}, { id: 'u' });
    expect(calls()).toBe('heartbeat create commit');
    await cairn.start(talk, {}, { id: 'v' });
    expect(calls()).toBe('create commit');
  });

  test('as often for a thread whose owner died', async () => {
    const { thread, calls } = await process({}, true);
    await thread.send('say', 'x');
    expect(calls()).toBe('heartbeat take commit');
  });

  test('for a thread whose time has come', async () => {
    const { clock, calls } = await process({ recover: true });
    await clock.advance('1h');
    expect(calls()).toBe('heartbeat take commit commit');
  });

  test('for one that is driven for a caller', async () => {
    const { cairn, calls } = await process({ drive: false });
    await cairn.drive('t');
    expect(calls()).toBe('heartbeat take commit messages');
  });

  test('for how a thread stands that others drive', async () => {
    const { thread, calls } = await process({ drive: false });
    await thread.settled();
    expect(calls()).toBe('thread messages thread state');
    await thread.at();
    expect(calls()).toBe('thread');
  });

  test('once a look for all who wait, once more where anybody wrote, and told of what is new alone', async () => {
    const { cairn, kept, all, told } = await process({ drive: false });
    const ids = Array.from({ length: 100 }, (_, index) => `t${index}`);
    const theirs = open({ store: kept, graphs: [talk], recover: false, clock: virtualClock() });
    onTestFinished(() => theirs.close());
    for (const id of ids) await theirs.start(talk, {}, { id });
    const over = new AbortController();
    const ended = ids.map((id) => cairn.thread(talk, id).ended({ signal: over.signal }));
    const first = ended[5];
    for (const each of ended) each.catch(() => undefined);
    await expect.poll(told, { interval: 5 }).toBe(100);
    all();
    const before = told();
    await theirs.thread(talk, 't5').cancel('enough');
    expect(await first).toMatchObject({ status: 'cancelled' });
    expect(all()).toMatch(/^(changed )?(version (changed )?)*state$/u);
    // That it was taken is new, and that it ended.
    expect(told() - before).toBeLessThanOrEqual(3);
    over.abort();
  });

  test('once for what others left for many threads that it drives', async () => {
    const busy = graph({
      name: 'busy',
      state: {},
      events: { stop: z.object({}) },
      start: 'work',
      nodes: {
        work: {
          run: (_s, ctx) =>
            new Promise<void>((_, fail) => ctx.signal.addEventListener('abort', () => fail(new Error('aborted')))),
          on: { stop: 'end' },
        },
        end: { final: true },
      },
    });
    const { cairn, kept, calls } = await process({ graphs: [talk, busy] });
    const threads = await Promise.all(Array.from({ length: 50 }, () => cairn.start(busy, {})));
    calls();
    const theirs = open({ store: kept, graphs: [busy], drive: false });
    onTestFinished(() => theirs.close());
    await Promise.all(threads.slice(0, 20).map(({ id }) => theirs.thread(busy, id).send('stop', {})));
    for (const { id } of threads.slice(0, 20)) await theirs.thread(busy, id).settled();
    expect(calls()).toBe(Array.from({ length: 20 }, () => 'commit').join(' '));
  });

  test('once a look of a worker that has nothing to do, and three times more now and then', async () => {
    const { cairn, all } = await process();
    const over = new AbortController();
    const working = cairn.work({ signal: over.signal });
    let asked = '';
    const rounds = (): readonly string[] => asked.split('version runnable nextDue ');
    const look = (): number => {
      asked += all().replace(/$/u, ' ').trimStart();
      return rounds().length;
    };
    await expect.poll(look, { interval: 5 }).toBeGreaterThan(3);
    over.abort();
    await working;
    expect(rounds()[2]).toMatch(/^(version ){9,}$/u);
  });
});
