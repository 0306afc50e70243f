import { expect, onTestFinished, test } from 'vitest';
import { graph, memory, open, type OpenOptions } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { LeaseTime } from '../../src/runtime/environment/lease-time.ts';

const second = 1_000;
const hour = 3_600 * second;

test('leases are judged by the clock while nobody sets it', async () => {
  const clock = virtualClock();
  const leases = new LeaseTime(clock, 30 * second);
  await clock.advance('10m');
  expect(leases.now()).toBe(clock.now());
});

test.each([hour, -hour])('a step of the clock by %d is left out for the length of a lease', async (step) => {
  const clock = virtualClock();
  const leases = new LeaseTime(clock, 30 * second);
  await clock.set(clock.now() + step);
  expect(leases.now()).toBe(clock.now() - step);
  await clock.advance('29s');
  expect(leases.now()).toBe(clock.now() - step);
  await clock.advance('1s');
  expect(leases.now()).toBe(clock.now());
});

test('steps add up while they are left out', async () => {
  const clock = virtualClock();
  const leases = new LeaseTime(clock, 30 * second);
  await clock.set(clock.now() + hour);
  leases.now();
  await clock.set(clock.now() - 2 * hour);
  expect(leases.now()).toBe(clock.now() + hour);
});

test('a runtime whose clock is set does not take threads from one that is alive', async () => {
  const clock = virtualClock();
  const store = memory();
  let runs = 0;
  const work = graph({
    name: 'work',
    state: {},
    start: 'run',
    nodes: { run: { run: () => new Promise<object>(() => void (runs += 1)), next: 'end' }, end: { final: true } },
  });
  const opened = (options: Partial<OpenOptions> = {}): ReturnType<typeof open> => {
    const cairn = open({ store, graphs: [work], clock, lease: '30s', ...options });
    onTestFinished(() => cairn.close());
    return cairn;
  };
  const owner = opened();
  const thread = await owner.start(work, {}, { id: 't' });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const worked = opened().work({ signal: stop.signal });
  await clock.advance('5s');
  const { fence } = await thread.record();
  for (const step of [hour, -2 * hour, 3 * hour]) {
    // Nobody's heart beats between the step and the look.
    const set = clock.set(clock.now() + step);
    await opened({ recover: false }).recovered();
    await set;
    await clock.advance('2m');
  }
  expect(await thread.record()).toMatchObject({ fence, takeovers: 0 });
  expect(runs).toBe(1);
  stop.abort();
  await worked;
});

test('a runtime whose clock alone is set finds a living owner alive before that one’s heart has beaten again', async () => {
  const [clock, set] = [virtualClock(), virtualClock()];
  const store = memory();
  const work = graph({
    name: 'work',
    state: {},
    start: 'run',
    nodes: { run: { run: () => new Promise<object>(() => undefined), next: 'end' }, end: { final: true } },
  });
  const [owner, other] = [clock, set].map((each) => open({ store, graphs: [work], clock: each, recover: false }));
  onTestFinished(async () => void (await Promise.all([owner?.close(), other?.close()])));
  const thread = await owner?.start(work, {}, { id: 't' });
  await set.set(set.now() + hour);
  const cancelled = other?.thread(work, 't').cancel('mine', { onBusy: 'refuse' });
  await expect(cancelled).rejects.toMatchObject({ code: 'thread/busy' });
  expect(await thread?.record()).toMatchObject({ fence: 1, takeovers: 0 });
});

test('a heartbeat that fails for a moment is tried again, whatever part of the lease there is to do so', async () => {
  const store = memory();
  const beat = store.heartbeat.bind(store);
  let failures = 1;
  store.heartbeat = (...given) => {
    failures -= 1;
    if (failures >= 0) throw problem('store/busy', { store: 'memory', waited: 0 });
    return beat(...given);
  };
  const short = graph({ name: 'short', state: {}, start: 'end', nodes: { end: { final: true } } });
  const cairn = open({ store, graphs: [short], lease: '50ms' });
  onTestFinished(() => cairn.close());
  expect(await (await cairn.start(short, {})).settled()).toMatchObject({ status: 'done' });
});
