import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const nothing = z.object({});

const three = graph({
  name: 'three',
  state: {},
  events: { one: nothing, two: nothing, three: nothing },
  start: 'first',
  nodes: {
    first: { on: { one: 'second' } },
    second: { on: { two: 'third' } },
    third: { on: { three: 'end' } },
    end: { final: true },
  },
});

test.each([{ queue: true }, {}])(
  'events that were queued are taken one after the other, whatever their order: %j',
  async (options) => {
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [three], clock });
    const thread = await cairn.start(three, {});
    for (const event of ['three', 'two'] as const) {
      await thread.send(event, {}, { queue: true });
      await clock.advance(0);
    }
    expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['one'] });
    await thread.send('one', {}, options);
    await clock.advance(0);
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
    await cairn.close();
  },
);

/** A graph whose first node listens for nothing, and whose second listens for an amount. */
function bank(amount: z.ZodType, version: string) {
  return graph({
    name: 'bank',
    version,
    state: { got: z.unknown() },
    events: { pay: amount, open: nothing },
    start: 'closed',
    nodes: {
      closed: { on: { open: 'counter' } },
      counter: { on: { pay: { to: 'end', update: (_s, got) => ({ got }) } } },
      end: { final: true },
    },
    migrate: version === '1' ? [] : [{ from: '1' }],
  });
}

test('an event that was queued and fits no schema any more is refused when its turn comes', async () => {
  const store = memory();
  const [old, today] = [bank(z.number(), '1'), bank(z.string(), '2')];
  const web = open({ store, graphs: [old], drive: false });
  const before = await web.start(old, {}, { id: 'b' });
  await before.send('pay', 6, { queue: true, id: 'p' });
  const cairn = open({ store, graphs: [today] });
  const thread = cairn.thread(today, 'b');
  await thread.send('open', {});
  expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['pay'] });
  expect(await store.messages('b')).toEqual([]);
  await expect(before.send('pay', 6, { queue: true, id: 'p' })).rejects.toMatchObject({ code: 'value/invalid' });
  await thread.send('pay', '6');
  expect(await thread.ended()).toMatchObject({ state: { got: '6' } });
  await Promise.all([cairn.close(), web.close()]);
});

test('an event that does not fit where it is listened for is kept for a graph of the thread that it fits', async () => {
  const child = graph({
    name: 'child',
    state: { got: z.string().optional() },
    events: { pay: z.string() },
    start: 'counter',
    nodes: {
      counter: { on: { pay: { to: 'end', update: (_s, got) => ({ got }) } } },
      end: { final: true },
    },
  });
  const house = graph({
    name: 'house',
    state: { got: z.string().optional() },
    events: { pay: z.number() },
    start: 'door',
    nodes: {
      door: { on: { pay: 'inside' } },
      inside: { graph: child, output: ({ state }) => ({ got: state.got }), next: 'end' },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [house] });
  const thread = await cairn.start(house, {});
  await thread.send('pay', 'for the child', { queue: true });
  await thread.send('pay', 1);
  expect(await thread.ended()).toMatchObject({ state: { got: 'for the child' } });
  await cairn.close();
});

test('a call under the id of an event that is queued waits for what comes of that', async () => {
  const cairn = open({ store: memory(), graphs: [three] });
  const thread = await cairn.start(three, {});
  const heard: string[] = [];
  await thread.send('two', {}, { queue: true, id: 'two' });
  const again = thread.send('two', {}, { id: 'two' }).then(() => heard.push('taken'));
  const left = thread.send('two', {}, { id: 'two', signal: AbortSignal.timeout(0) });
  await expect(left).rejects.toMatchObject({ name: 'TimeoutError' });
  await thread.send('two', {}, { queue: true, id: 'two' });
  expect(heard).toEqual([]);
  await thread.send('one', {});
  await again;
  expect(heard).toEqual(['taken']);
  await thread.send('three', {}, { queue: true, id: 'never' });
  await cairn.close();
});

test('a call under the id of an event that is queued hears of the end that comes first', async () => {
  const cairn = open({ store: memory(), graphs: [three] });
  const thread = await cairn.start(three, {});
  await thread.send('two', {}, { queue: true, id: 'two' });
  const [again] = await Promise.allSettled([thread.send('two', {}, { id: 'two' }), thread.cancel('enough')]);
  expect(again).toMatchObject({ status: 'rejected', reason: { code: 'thread/over' } });
  await cairn.close();
});
