import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { advance, graph, isProblem, type AnyGraph, type Input } from '../../src/index.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { standingOf, type Standing } from '../../src/advance/status.ts';
import { started, type PureThread } from './pure-thread.ts';

const events = { go: z.undefined(), stop: z.undefined(), vote: z.undefined() };
const run = () => ({});
const final = { final: true } as const;

/** A subgraph that only time takes on. */
const timed = graph({
  name: 'timed',
  state: {},
  start: 'quiet',
  nodes: { quiet: { after: { '8h': 'again' } }, again: { run, next: 'quiet' } },
});

/** A subgraph that something outside takes on. */
const asking = graph({
  name: 'asking',
  state: {},
  events,
  start: 'idle',
  nodes: { idle: { on: { go: 'end' } }, end: final },
});

/** A graph of one node under test, and of what it leads to. */
function around(
  here: object,
  more: { readonly on?: object; readonly lanes?: readonly (keyof typeof lanes)[] } = {},
): AnyGraph {
  const opened = Object.fromEntries((more.lanes ?? []).map((name) => [name, lanes[name]]));
  const on = more.on === undefined ? {} : { on: more.on };
  return graph({
    name: 'outer',
    state: {},
    events,
    start: 'here',
    ...on,
    nodes: { here, ...opened, end: final },
  } as never);
}

/** Nodes that lanes begin with. */
const lanes = {
  late: { after: { '8h': 'end' } },
  voted: { on: { vote: 'end' } },
  retried: { run, retry: { attempts: 3, backoff: '1h' }, next: 'end' },
  asleep: { run, next: 'end' },
} as const;

/** A node that opens lanes. */
const fork = (names: readonly (keyof typeof lanes)[], node: object = {}, on?: object): AnyGraph =>
  around({ next: { all: names, then: 'end' }, ...node }, { lanes: names, ...(on && { on }) });

const asleep = (lane = ''): Input => ({ type: 'sleep', lane, key: 'nap', until: 3_600_000 });
const asked = (lane = ''): Input => ({ type: 'ask', lane, key: 'name', payload: undefined });

interface Shape {
  readonly graph: AnyGraph;
  readonly then?: (thread: PureThread) => PureThread;
  readonly waits: Pick<Standing, 'forSomebody' | 'events'>;
}

const somebody = (...names: string[]): Shape['waits'] => ({ forSomebody: true, events: names });
const onlyTime = (...names: string[]): Shape['waits'] => ({ forSomebody: false, events: names });

const shapes: Readonly<Record<string, Shape>> = {
  'a node with an event': { graph: around({ on: { go: 'end' } }), waits: somebody('go') },
  'a node with an event and a timer': {
    graph: around({ on: { go: 'end' }, after: { '8h': 'end' } }),
    waits: somebody('go'),
  },
  'a node with a timer': { graph: around({ after: { '8h': 'end' } }), waits: onlyTime() },
  'a node with a timer, in a graph with an event of its own': {
    graph: around({ after: { '8h': 'end' } }, { on: { stop: 'end' } }),
    waits: somebody('stop'),
  },
  'a node with an event that holds a graph with a timer': {
    graph: around({ graph: timed, on: { go: 'end' }, after: { '24h': 'end' } }),
    waits: somebody('go'),
  },
  'a node that holds a graph with a timer': { graph: around({ graph: timed, next: 'end' }), waits: onlyTime() },
  'a node that holds a graph with an event': {
    graph: around({ graph: asking, on: { stop: 'end' }, after: { '24h': 'end' } }),
    waits: somebody('go', 'stop'),
  },
  'a node with an event whose run sleeps': {
    graph: around({ run, on: { go: 'end' }, next: 'end' }),
    then: (thread) => thread.give(asleep()),
    waits: somebody('go'),
  },
  'a node whose run sleeps': {
    graph: around({ run, next: 'end' }),
    then: (thread) => thread.give(asleep()),
    waits: onlyTime(),
  },
  'a node whose run asks': {
    graph: around({ run, next: 'end' }),
    then: (thread) => thread.give(asked()),
    waits: somebody(),
  },
  'a node whose run asks beside a sleep': {
    graph: around({ run, next: 'end' }),
    then: (thread) => thread.give(asked()).give(asleep()),
    waits: somebody(),
  },
  'a node with an event that is to be tried again': {
    graph: around({ run, retry: { attempts: 2, backoff: '1h' }, on: { go: 'end' }, next: 'end' }),
    then: (thread) => thread.fails(''),
    waits: onlyTime('go'),
  },
  'a lane with an event beside a lane with a timer': {
    graph: fork(['voted', 'late']),
    waits: somebody('vote'),
  },
  'a lane with a timer, where the node that opened it has an event': {
    graph: fork(['late', 'asleep'], { on: { stop: 'end' } }),
    then: (thread) => thread.give(asleep('here.1/asleep')),
    waits: somebody('stop'),
  },
  'a lane that is to be tried again beside one that asks': {
    graph: fork(['retried', 'asleep']),
    then: (thread) => thread.fails('here.1/retried').give(asked('here.1/asleep')),
    waits: onlyTime(),
  },
  'a node that nothing takes on by itself any more': {
    graph: around({ after: { '1h': { update: () => ({}) } }, next: [{ when: () => false, to: 'end' }] }),
    then: (thread) => thread.pass(3_600_000),
    waits: somebody(),
  },
};

/** Whether a thread takes an event as it stands. */
function takes({ plan, snapshot, now }: PureThread, name: string): boolean {
  const { refused } = advance(plan, snapshot, { type: 'event', name, payload: undefined }, { now, codec: noClasses });
  return !isProblem(refused, 'event/not-accepted');
}

describe('a thread waits for somebody where something takes an event or an answer at any level, or nothing else takes it on', () => {
  test.each(Object.entries(shapes))('%s', (_name, { graph: outer, then = (thread) => thread, waits }) => {
    const thread = then(started(outer));
    const standing = standingOf(thread.plan, thread.snapshot);
    expect(thread.status).toBe('waiting');
    expect({ forSomebody: standing.forSomebody, events: standing.events }).toEqual(waits);
    expect(Object.keys(events).filter((name) => takes(thread, name))).toEqual([...waits.events].toSorted());
  });
});
