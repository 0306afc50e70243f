import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type OpenOptions, type RuntimeEvent } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';

const greet = graph({
  name: 'greet',
  state: { said: z.string().optional() },
  events: { say: z.string() },
  start: 'silent',
  nodes: {
    silent: { on: { say: { to: 'speak', update: (_s, said) => ({ said }) } } },
    speak: { run: () => ({}), next: 'end' },
    end: { final: true },
  },
});

/** A runtime that goes when the test is over. */
function opened(options: Partial<OpenOptions> = {}): ReturnType<typeof open> {
  const cairn = open({ store: memory(), graphs: [greet], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

test('a runtime that drives nothing starts threads and sends to them, and a worker drives them', async () => {
  const store = memory();
  const web = opened({ store, drive: false });
  const thread = await web.start(greet, {}, { id: 'a' });
  expect(await store.thread('a')).toMatchObject({ status: 'running', owner: null, head: 1 });
  const stop = new AbortController();
  const events: RuntimeEvent[] = [];
  const onEvent = (event: RuntimeEvent): void => void events.push(event);
  const worked = opened({ store, recover: false, onEvent }).work({ signal: stop.signal });
  await expect(thread.send('say', 7 as never)).rejects.toMatchObject({ code: 'value/invalid' });
  await thread.send('say', 'hello');
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { said: 'hello' } });
  stop.abort();
  await worked;
  expect(events.filter(({ type }) => type === 'taken').length).toBeGreaterThan(0);
  expect(events.filter(({ type }) => type === 'status').at(-1)).toEqual({
    type: 'status',
    thread: 'a',
    status: 'done',
  });
  expect(events.slice(-2)).toEqual([{ type: 'stopping', driven: 0 }, { type: 'stopped' }]);
});

test('a worker ends when its runtime is closed', async () => {
  const cairn = opened();
  const worked = cairn.work({ signal: new AbortController().signal });
  await cairn.close();
  await expect(worked).resolves.toBeUndefined();
});

test('a worker whose signal is aborted already takes up nothing', async () => {
  const store = memory();
  await opened({ store, drive: false }).start(greet, {}, { id: 'a' });
  await opened({ store, recover: false }).work({ signal: AbortSignal.abort() });
  expect((await store.thread('a'))?.fence).toBe(1);
});

test('a runtime has one worker, and one that drives nothing has none', async () => {
  const cairn = opened();
  const worked = cairn.work({ signal: new AbortController().signal });
  await expect(cairn.work()).rejects.toMatchObject({ code: 'worker/refused' });
  await expect(opened({ drive: false }).work()).rejects.toMatchObject({ code: 'worker/refused' });
  await cairn.close();
  await worked;
});

test('a worker says which threads it cannot take up, and leaves them to others', async () => {
  const store = memory();
  await opened({ store, drive: false }).start(greet, {}, { id: 'a' });
  const changed = graph({ name: 'greet', state: {}, start: 'end', nodes: { end: { final: true } } });
  const refused = await new Promise<RuntimeEvent>((resolve) => {
    const onEvent = (event: RuntimeEvent): unknown => event.type === 'refused' && resolve(event);
    const cairn = opened({ store, graphs: [changed], recover: false, onEvent });
    void cairn.work({ signal: new AbortController().signal });
  });
  expect(refused).toMatchObject({ thread: 'a', error: { code: 'thread/changed-graph' } });
  expect((await store.thread('a'))?.owner).toBeNull();
});

test('a worker does not look at threads of graphs that it was not given', async () => {
  const store = memory();
  await opened({ store, drive: false }).start(greet, {}, { id: 'a' });
  const other = graph({ name: 'other', state: {}, start: 'end', nodes: { end: { final: true } } });
  const events: RuntimeEvent[] = [];
  const onEvent = (event: RuntimeEvent): void => void events.push(event);
  const cairn = opened({ store, graphs: [other], recover: false, onEvent });
  const stop = new AbortController();
  const worked = cairn.work({ signal: stop.signal });
  await (await cairn.start(other)).ended();
  expect(await cairn.recovered()).toEqual(new Map());
  stop.abort();
  await worked;
  expect(events.filter((event) => 'thread' in event && event.thread === 'a')).toEqual([]);
  expect((await store.thread('a'))?.fence).toBe(1);
});

test('a worker says that its store cannot be read, and goes on once it can', async () => {
  const store = memory();
  await opened({ store, drive: false }).start(greet, {}, { id: 'a' });
  let failures = 0;
  const failing = new Proxy(store, {
    get(target, name) {
      if (name === 'runnable' && failures < 2) {
        return () => {
          failures += 1;
          throw new Error('no disk');
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const events: string[] = [];
  await new Promise<void>((resolve) => {
    const onEvent = ({ type }: RuntimeEvent): void => {
      events.push(type);
      if (type === 'status') resolve();
    };
    void opened({ store: failing, recover: false, onEvent }).work({ signal: new AbortController().signal });
  });
  // What fails again within the pause is not told again.
  expect(events).toEqual(['failing', 'taken', 'status']);
});

describe('a store that a worker cannot use', () => {
  /** A worker on a store whose methods of these names fail for as long as `fault` gives something. */
  function workOn(names: readonly string[], fault: () => Error | undefined, options: Partial<OpenOptions> = {}) {
    const store = memory();
    const failing = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: readonly unknown[]): unknown => {
          const error = names.includes(String(name)) ? fault() : undefined;
          if (error !== undefined) throw error;
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
    const events: RuntimeEvent[] = [];
    let hear = (): void => undefined;
    const heard = (isSo: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        hear = () => {
          if (isSo()) resolve();
        };
        hear();
      });
    const onEvent = (event: RuntimeEvent): void => {
      events.push(event);
      hear();
    };
    const stop = new AbortController();
    const cairn = opened({ store: failing, recover: false, onEvent, ...options });
    const begin = async (): Promise<void> => {
      for (const id of ['a', 'b', 'c']) await opened({ store, drive: false }).start(greet, {}, { id });
      return cairn.work({ signal: stop.signal, drain: 0 });
    };
    return { begin, events, heard, stop };
  }

  const ends = {
    replaced: problem('store/replaced', { store: 'a' }),
    closed: problem('store/closed', { store: 'a' }),
    corrupt: problem('store/corrupt', { store: 'a', found: 'x' }),
    ruined: problem('store/corrupt', { store: 'a', found: 'x', whole: true }),
    newer: problem('store/newer', { store: 'a', found: 2, known: 1 }),
    readOnly: problem('store/read-only', { store: 'a' }),
  };

  test.each([
    ['replaced', ['runnable']],
    ['closed', ['runnable']],
    ['corrupt', ['runnable']],
    ['newer', ['runnable']],
    ['readOnly', ['heartbeat']],
    ['replaced', ['take']],
    ['ruined', ['take']],
    ['ruined', ['commit']],
  ] as const)('ends it where that is for good: %s at %j', async (end, names) => {
    const worker = workOn(names, () => ends[end]);
    await expect(worker.begin()).rejects.toBe(ends[end]);
    expect(worker.events.at(-1)).toEqual({ type: 'stopped' });
  });

  test('is told of more and more rarely where that may pass', async () => {
    let isFull = true;
    const fault = () => (isFull ? problem('store/full', { store: 'a' }) : undefined);
    const clock = virtualClock();
    const { begin, events, stop } = workOn(['runnable'], fault, { clock });
    const worked = begin();
    const minutes = async (count: number): Promise<void> => {
      for (let step = 0; step < count * 6; step += 1) await clock.advance('10s');
    };
    await minutes(10);
    const types = events.map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(['failing']));
    expect(types.length).toBeGreaterThan(3);
    expect(types.length).toBeLessThan(25);
    isFull = false;
    await minutes(6);
    expect(events.filter(({ type }) => type === 'status')).toHaveLength(3);
    stop.abort();
    await worked;
  });

  test.each(['heartbeat', 'take'])('has no thread refused where that may pass: %s', async (name) => {
    let isFull = true;
    const fault = () => (isFull ? problem('store/full', { store: 'a' }) : undefined);
    const { begin, events, stop, heard } = workOn([name], fault, { lease: '200ms' });
    const worked = begin();
    await heard(() => events.some(({ type }) => type === 'failing'));
    isFull = false;
    await heard(() => events.filter(({ type }) => type === 'status').length === 3);
    expect(events.filter(({ type }) => type === 'refused')).toEqual([]);
    stop.abort();
    await worked;
  });
});
