import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { counted } from './counted.ts';

const counter = graph({
  name: 'counter',
  state: { n: z.number().default(0) },
  events: { add: z.number() },
  start: 'idle',
  nodes: { idle: { on: { add: { to: 'idle', update: (s, by) => ({ n: s.n + by }) } } } },
});

function opened() {
  const kept = memory();
  const clock = virtualClock();
  const reader = counted(kept);
  const writing = open({ store: kept, graphs: [counter], clock });
  const reading = open({ store: reader.store, graphs: [counter], clock, drive: false });
  onTestFinished(async () => {
    await reading.close();
    await writing.close();
  });
  return { kept, clock, writing, reading, calls: reader.calls };
}

test('a state that did not change is read once, and so is one that was driven here', async () => {
  const { writing, reading, calls } = opened();
  await writing.start(counter, {}, { id: 'a' });
  const afar = reading.thread(counter, 'a');
  const first = await afar.at();
  expect(calls['state']).toBe(1);
  expect(await afar.at()).toEqual(first);
  expect(await afar.status()).toBe('waiting');
  expect(calls['state']).toBe(1);
});

test('what another process wrote meanwhile is seen at once, whatever it did', async () => {
  const { kept, clock, writing, reading } = opened();
  const thread = await writing.start(counter, {}, { id: 'a' });
  await writing.start(counter, { n: 100 }, { id: 'b' });
  const afar = reading.thread(counter, 'a');
  const agrees = async (n: number) => {
    expect((await afar.at()).state).toEqual({ n });
    expect(await afar.at()).toEqual(await afar.at((await afar.record()).head));
    expect((await reading.thread(counter, 'b').at()).state).toEqual({ n: 100 });
    expect((await afar.at()).state).toEqual({ n });
  };
  await agrees(0);
  await thread.send('add', 2);
  await thread.settled();
  await agrees(2);
  await thread.rewind(1);
  await thread.settled();
  await agrees(0);
  await thread.edit({ n: 7 });
  await agrees(7);
  await kept.remove(['a']);
  await clock.advance(1);
  await writing.start(counter, { n: 9 }, { id: 'a' });
  await agrees(9);
  await kept.remove(['b']);
  await expect(reading.thread(counter, 'b').at()).rejects.toMatchObject({ code: 'thread/not-found' });
});
