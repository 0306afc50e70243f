import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

test('time stands still until it is advanced', async () => {
  const clock = virtualClock(1_000);
  expect(clock.now()).toBe(1_000);
  await clock.advance('2s');
  expect(clock.now()).toBe(3_000);
});

test('waits are called in the order they are due, each at its own time', async () => {
  const clock = virtualClock(0);
  const heard: string[] = [];
  for (const [name, wait] of Object.entries({ late: 30, early: 10, same: 10 })) {
    clock.after(wait, () => heard.push(`${name} ${clock.now()}`));
  }
  expect(clock.pending).toEqual([10, 10, 30]);
  await clock.advance(20);
  expect(heard).toEqual(['early 10', 'same 10']);
  expect(clock.pending).toEqual([30]);
  await clock.advance(10);
  expect(heard).toEqual(['early 10', 'same 10', 'late 30']);
});

test('a wait that is called off is never called', async () => {
  const clock = virtualClock(0);
  const callOff = clock.after(10, () => expect.unreachable());
  callOff();
  await clock.advance(20);
  expect(clock.pending).toEqual([]);
});

test('what a wait leads to happens before the next wait', async () => {
  const clock = virtualClock(0);
  const heard: string[] = [];
  const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => clock.after(milliseconds, resolve));
  const first = (async () => {
    await wait(10);
    heard.push(`first ${clock.now()}`);
    await wait(5);
    heard.push(`first again ${clock.now()}`);
  })();
  const second = wait(20).then(() => heard.push(`second ${clock.now()}`));
  await clock.advance(20);
  await Promise.all([first, second]);
  expect(heard).toEqual(['first 10', 'first again 15', 'second 20']);
});

test('a clock that is set shows another time, and no time has passed', async () => {
  const clock = virtualClock(1_000);
  const heard: string[] = [];
  clock.after(50, () => heard.push(`after at ${clock.now()}`));
  clock.at(1_060, () => heard.push(`at ${clock.now()}`));
  await clock.advance(40);
  await clock.set(500);
  expect([clock.now(), clock.elapsed(), heard]).toEqual([500, 40, []]);
  expect(clock.pending).toEqual([510, 1_060]);
  await clock.advance(10);
  expect(heard).toEqual(['after at 510']);
  await clock.set(9_000);
  expect(heard).toEqual(['after at 510', 'at 9000']);
  expect([clock.now(), clock.elapsed()]).toEqual([9_000, 50]);
});

test('advances that overlap add up', async () => {
  const clock = virtualClock(0);
  await Promise.all([clock.advance(10), clock.advance(10)]);
  expect(clock.now()).toBe(20);
});

test('a clock that is asked without end does not hold up time', async () => {
  const clock = virtualClock(0);
  let asks = true;
  const ask = (): void => {
    clock.now();
    if (asks) setImmediate(ask);
  };
  ask();
  await clock.advance(10);
  asks = false;
  expect(clock.now()).toBe(10);
});

test('a timer of a day takes a thread on in no time', async () => {
  const reminder = graph({
    name: 'reminder',
    state: { reminded: z.number().optional() },
    start: 'wait',
    nodes: {
      wait: { after: { '24h': 'remind' } },
      remind: { run: (_, { now }) => ({ reminded: now() }), next: 'done' },
      done: { final: true },
    },
  });
  const clock = virtualClock(0);
  const cairn = open({ store: memory(), graphs: [reminder], clock });
  const thread = await cairn.start(reminder, {});
  await clock.advance('23h');
  expect(await thread.status()).toBe('waiting');
  await clock.advance('1h');
  expect((await thread.at()).state).toEqual({ reminded: 86_400_000 });
  await cairn.close();
});
