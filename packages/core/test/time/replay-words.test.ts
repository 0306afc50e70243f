import { append, graph, memory, open, replay, type AnyGraph } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const child = graph({ name: 'child', state: { n: z.number() }, start: 'end', nodes: { end: { final: true } } });
const other = graph({ name: 'other', state: { n: z.number() }, start: 'stop', nodes: { stop: { final: true } } });

/** A little of everything, a part of it changed. */
function order({
  state = {},
  nodes = {},
  events = {},
}: Partial<Record<'state' | 'nodes' | 'events', object>> = {}): AnyGraph {
  return graph({
    name: 'order',
    state: { name: z.string(), seen: append(z.string()), ...state },
    events: { pay: z.object({ by: z.string() }), ...events },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['left', 'right'], then: 'each' } },
      left: { run: () => ({ seen: ['left'] }), next: 'each' },
      right: { run: () => ({ seen: ['right'] }), next: 'each' },
      each: { next: { each: () => [{}, {}], to: 'one', then: 'sub', limit: 2 } },
      one: { run: () => ({}), next: 'sub' },
      sub: { graph: child, input: () => ({ n: 1 }), next: 'wait' },
      wait: { on: { pay: 'end' } },
      end: { final: true },
      ...nodes,
    },
  } as never);
}

async function recorded() {
  const clock = virtualClock();
  const today = order();
  const cairn = open({ store: memory(), graphs: [today], clock });
  const thread = await cairn.start(today, { name: 'Ada' }, { id: 'o' });
  await clock.advance(0);
  await clock.advance('1h');
  await (thread as unknown as { send(event: string, payload: unknown): Promise<void> }).send('pay', { by: 'card' });
  return { thread, head: (await thread.record()).head };
}

test.each([
  ['a default', { priority: z.number().default(3) }],
  ['a default that is another each time', { at: z.number().default(() => Math.random()) }],
  ['an optional key', { note: z.string().optional() }],
  ['a list', { log: append(z.string()) }],
])('a key that was added with %s is no difference', async (_what, state) => {
  const { thread, head } = await recorded();
  const report = await replay(thread, order({ state }));
  expect(report.divergence?.how).toBeUndefined();
  expect(report.checkpoints).toBe(head);
});

test('a guard of today sees what an added key starts with', async () => {
  const { thread } = await recorded();
  const nodes = { wait: { on: { pay: [{ when: (s: { priority: number }) => s.priority === 3, to: 'end' }] } } };
  expect(
    (await replay(thread, order({ state: { priority: z.number().default(3) }, nodes }))).divergence,
  ).toBeUndefined();
  const { divergence } = await replay(thread, order({ state: { priority: z.number().default(4) }, nodes }));
  expect(divergence).toMatchObject({ kind: 'refused' });
  expect(divergence?.how).toContain('Nothing accepts event "pay" there (refused by the guards of');
  expect(divergence?.how).not.toContain('queue');
});

test.each<[what: string, change: object, how: string]>([
  [
    'lanes in another order',
    { nodes: { fan: { next: { all: ['right', 'left'], then: 'each' } } } },
    'What differs is its lanes: fan.1/left, fan.1/right was recorded, fan.1/right, fan.1/left comes today.',
  ],
  [
    'another subgraph',
    { nodes: { sub: { graph: other, input: () => ({ n: 1 }), next: 'wait' } } },
    'What differs is the node of lane "sub.1": end was recorded, stop comes today.',
  ],
  [
    'room for fewer lanes',
    { nodes: { each: { next: { each: () => [{}, {}], to: 'one', then: 'sub', limit: 1 } } } },
    'What differs is what lane "each.1/1" is about: running was recorded, queued comes today.',
  ],
  [
    'a schema that refuses a value',
    { state: { name: z.string().max(2, 'Too long for us.') } },
    'The value of "name" does not fit its schema any more (Too long for us).',
  ],
  [
    'a schema that refuses a payload',
    { events: { pay: z.object({ by: z.enum(['cash'], 'Only cash') }) } },
    'The payload of event "pay" does not fit its schema any more (by: Only cash).',
  ],
  [
    'a timer that is new',
    { nodes: { wait: { on: { pay: 'end' }, after: { '1m': 'end' } } } },
    'Timer "1m" of the thread is new',
  ],
])('%s: a report says what differs', async (_what, change, how) => {
  const { thread } = await recorded();
  const { divergence } = await replay(thread, order(change));
  expect(divergence?.how).toContain(how);
});

test('what differs after the first divergence is told as well, each from what was recorded', async () => {
  const { thread } = await recorded();
  const today = order({
    state: { name: z.string().max(2) },
    nodes: { each: { next: { each: () => [{}], to: 'one', then: 'sub' } } },
    events: { pay: z.object({ by: z.enum(['cash']) }) },
  });
  const { divergence, later = [] } = await replay(thread, today);
  expect([divergence, ...later].map((each) => each?.kind)).toEqual(['schema', 'transition', 'schema']);
});

test.each([
  [{ limit: -1 }, 'limit'],
  [{ limit: 1.5 }, 'limit'],
  [{ limit: NaN }, 'limit'],
  [{ from: 0.5 }, 'from'],
  [{ to: NaN }, 'to'],
])('a part of a history that is no part is refused by name: %j', async (part, path) => {
  const { thread } = await recorded();
  await expect(thread.history(part)).rejects.toMatchObject({ code: 'value/invalid', facts: { path } });
});

test('numbers that count back beyond the first checkpoint are told as they were given', async () => {
  const { thread, head } = await recorded();
  for (const doing of [() => thread.rewind(-99), () => thread.fork(-99), () => thread.at(-99), () => thread.why(-99)]) {
    await expect(doing()).rejects.toMatchObject({ code: 'checkpoint/not-found', facts: { seq: -99, first: 1, head } });
  }
  expect(await thread.history({ limit: 0 })).toEqual([]);
  expect((await thread.history({ limit: Infinity })).length).toBe(head);
  expect((await thread.history({ from: -2 })).map(({ seq }) => seq)).toEqual([head - 1, head]);
});

test('the sentences of a divergence end once each, whatever a failure says', async () => {
  const late = (onError: string, next: string): AnyGraph =>
    graph({
      name: 'late',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => new Promise<object>(() => undefined), timeout: '5m', onError, next },
        one: { next: 'end' },
        other: { next: 'end' },
        end: { final: true },
      },
    } as never) as AnyGraph;
  const [was, today, clock] = [late('one', 'other'), late('other', 'one'), virtualClock()];
  const cairn = open({ store: memory(), graphs: [was], clock });
  const thread = await cairn.start(was, {});
  await clock.advance('5m');
  await thread.settled();
  const { divergence } = await replay(thread, today);
  expect(divergence?.how).toContain('its timeout of 300000 ms. Today:');
  expect(divergence?.how).not.toMatch(/[.]{2}/u);
  await cairn.close();
});
