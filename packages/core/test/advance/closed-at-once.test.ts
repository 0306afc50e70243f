import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, sum, type AnyGraph } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const nothing = graph({ name: 'nothing', state: {}, start: 'end', nodes: { end: { final: true } } });

const whole = graph({
  name: 'whole',
  state: {},
  start: 'sub',
  nodes: { sub: { graph: nothing, next: 'done' }, done: { final: true } },
});

const listed = graph({
  name: 'listed',
  state: { log: append(z.string()) },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['left', { to: 'right', needs: ['left'] }, 'work'], then: 'done' } },
    left: { final: true },
    right: { final: true },
    work: { run: () => ({ log: ['work'] }), next: 'done' },
    done: { final: true },
  },
});

const computed = graph({
  name: 'computed',
  state: { total: sum() },
  start: 'fork',
  nodes: {
    fork: { next: { each: () => [{ total: 1 }, { total: 2 }, { total: 3 }], to: 'stop', then: 'done', limit: 1 } },
    stop: { final: true },
    done: { final: true },
  },
});

test.each<readonly [string, AnyGraph, object]>([
  ['a subgraph', whole, {}],
  ['listed lanes', listed, { log: ['work'] }],
  ['computed lanes', computed, { total: 6 }],
])('%s that start at a final node are closed at once', async (_, each, state) => {
  const cairn = open({ store: memory(), graphs: [each], clock: virtualClock() });
  const thread = await cairn.start(each, {});
  expect(await thread.settled()).toMatchObject({ outcome: 'done', state });
  await cairn.close();
});
