import { expect, test } from 'vitest';
import type { ThreadListed } from '../../src/api.ts';
import { standingOf } from '../../src/page/parts/standing.ts';

interface Waits {
  readonly keys?: readonly string[];
  readonly children?: readonly string[];
  readonly events?: readonly string[];
}

function waiting({ keys = [], children = [], events = [] }: Waits): ThreadListed {
  const questions = [
    ...keys.map((key) => ({ lane: key, node: 'ask', key })),
    ...children.map((child) => ({ lane: child, node: 'wait', key: 'child', child })),
  ];
  const summary = { at: [{ lane: '', node: 'ask' }], events, questions };
  const thread = { id: 'T-1', graph: 'order', status: 'waiting', tags: [], head: 1, due: null, origin: null };
  return { ...thread, summary } as unknown as ThreadListed;
}

test.each<[Waits, string]>([
  [{ keys: ['size'] }, 'answer to size'],
  [{ keys: ['size', 'colour'] }, 'answers to size and colour'],
  [{ keys: ['a', 'b', 'c', 'd', 'e'] }, 'answers to a, b, c and 2 more'],
  [{ children: ['T-2'] }, 'thread T-2'],
  [{ keys: ['size'], children: ['T-2', 'T-3'] }, 'answer to size, and threads T-2 and T-3'],
  [{ events: ['pay', 'stop'] }, 'pay or stop'],
  [{ keys: ['size'], events: ['stop', 'pay'] }, 'answer to size; takes stop or pay'],
  [{}, ''],
])('a thread waits for all that it asks and any of its events: %j', (waits, words) => {
  expect(standingOf(waiting(waits)).why).toBe(words);
});
