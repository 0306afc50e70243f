import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { check } from '../../src/compile/check.ts';
import { mistakeCodes } from '../../src/compile/mistake.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { append, local, sum } from '../../src/definition/keys.ts';
import { incident } from './incident.ts';
import { anything, loose, nodes, work } from './loose.ts';

/** What is wrong, the graph, and every mistake found in it: its code and its path. */
type Row = readonly [what: string, graph: unknown, ...mistakes: readonly (readonly [code: string, path: string])[]];

const bare = { x: anything, n: anything };

const shapes: readonly Row[] = [
  ['no graph', undefined, ['wrong-shape', 'graph']],
  ['a bare literal', { name: 'g', nodes: {} }, ['wrong-shape', 'graph']],
  ['no nodes', loose({}), ['wrong-shape', 'nodes']],
  ['no start', loose({ start: undefined, nodes: { a: { final: true } } }), ['wrong-shape', 'start']],
  ['no state', loose({ state: undefined, nodes: { a: { final: true } } }), ['wrong-shape', 'state']],
  ['a node that is none', nodes({ a: 'end' }), ['wrong-shape', 'nodes.a']],
  ['an activity that is none', nodes({ a: { run: 'work', next: 'end' } }), ['wrong-shape', 'nodes.a.run']],
  [
    'null instead of nothing',
    nodes({ a: { run: work, next: 'end', onError: null } }),
    ['wrong-shape', 'nodes.a.onError'],
  ],
  ['a number as the way out', nodes({ a: { next: 42 } }), ['wrong-shape', 'nodes.a.next']],
  ['a case outside a list', nodes({ a: { next: { when: work, to: 'end' } } }), ['wrong-shape', 'nodes.a.next']],
  [
    'two forks in one',
    nodes({ a: { next: { all: ['end'], each: work, then: 'end' } } }),
    ['wrong-shape', 'nodes.a.next'],
  ],
  ['a case without a guard', nodes({ a: { next: [{ to: 'end' }] } }), ['wrong-shape', 'nodes.a.next[0].when']],
  ['a case that is none', nodes({ a: { next: [7, 'end'] } }), ['wrong-shape', 'nodes.a.next[0]']],
  ['lanes without a meeting', nodes({ a: { next: { all: ['end'] } } }), ['wrong-shape', 'nodes.a.next.then']],
  ['lanes that are no list', nodes({ a: { next: { all: 'end', then: 'end' } } }), ['wrong-shape', 'nodes.a.next.all']],
  ['a choice among nothing', nodes({ a: { next: { choose: work } } }), ['wrong-shape', 'nodes.a.next.among']],
  [
    'a handler that is none',
    nodes({ a: { on: { go: 1 } } }, { events: { go: anything } }),
    ['wrong-shape', 'nodes.a.on.go'],
  ],
  ['timers that are none', nodes({ a: { after: '1h', next: 'end' } }), ['wrong-shape', 'nodes.a.after']],
  ['final as a word', nodes({ a: { next: 'b' }, b: { final: 'yes', next: 'end' } }), ['wrong-shape', 'nodes.b.final']],
  ['a literal as a subgraph', nodes({ a: { graph: { nodes: {} }, next: 'end' } }), ['wrong-shape', 'nodes.a.graph']],
  ['a key that is none', nodes({ a: { next: 'end' } }, { state: { x: 'text' } }), ['wrong-shape', 'state.x']],
  [
    'a key without its schema',
    nodes({ a: { next: 'end' } }, { state: { x: { kind: 'append' } } }),
    ['wrong-shape', 'state.x.schema'],
  ],
  ['an event without a schema', nodes({ a: { next: 'end' } }, { events: { go: true } }), ['wrong-shape', 'events.go']],
  ['events that are none', nodes({ a: { on: { go: 'end' } } }, { events: 5 }), ['wrong-shape', 'events']],
  ['a retry that is a number', nodes({ a: { run: work, retry: 3, next: 'end' } }), ['wrong-shape', 'nodes.a.retry']],
  ['limits that are a number', nodes({ a: { next: 'end' } }, { limits: 3 }), ['wrong-shape', 'limits']],
  ['writes that are a word', nodes({ a: { run: work, writes: 'x', next: 'end' } }), ['wrong-shape', 'nodes.a.writes']],
  ['a migration that is none', nodes({ a: { next: 'end' } }, { migrate: [1] }), ['wrong-shape', 'migrate[0]']],
  [
    'a misspelt property of a node',
    nodes({ a: { next: 'end', onEror: 'end' } }),
    ['unknown-property', 'nodes.a.onEror'],
  ],
  ['a misspelt property of a graph', nodes({ a: { next: 'end' } }, { event: {} }), ['unknown-property', 'event']],
  [
    'a misspelt property of a retry',
    nodes({ a: { run: work, retry: { attempts: 2, backof: 1 }, next: 'end' } }),
    ['unknown-property', 'nodes.a.retry.backof'],
  ],
  [
    'a misspelt property of a fork',
    nodes({ a: { next: { all: ['b'], then: 'end', needs: 1 } }, b: { next: 'end' } }),
    ['unknown-property', 'nodes.a.next.needs'],
  ],
  [
    'a retry where nothing is tried',
    nodes({ a: { next: 'end', retry: { attempts: 2 } } }),
    ['misplaced-property', 'nodes.a.retry'],
  ],
  [
    'an input without a subgraph',
    nodes({ a: { run: work, input: work, next: 'end' } }),
    ['misplaced-property', 'nodes.a.input'],
  ],
  ['a timeout of a fork', nodes({ a: { next: 'end', timeout: '1s' } }), ['misplaced-property', 'nodes.a.timeout']],
];

const values: readonly Row[] = [
  ['a graph without a name', nodes({ a: { next: 'end' } }, { name: '' }), ['invalid-name', 'name']],
  ['a dot in a node', nodes({ 'a.b': { next: 'end' } }, { start: 'a.b' }), ['invalid-name', 'nodes["a.b"]']],
  ['a slash in a node', nodes({ 'a/b': { next: 'end' } }, { start: 'a/b' }), ['invalid-name', 'nodes["a/b"]']],
  ['a space in a graph', nodes({ a: { next: 'end' } }, { name: 'a b' }), ['invalid-name', 'name']],
  ['an at sign in a graph', nodes({ a: { next: 'end' } }, { name: 'a@1' }), ['invalid-name', 'name']],
  ['a control character', nodes({ a: { next: 'end' } }, { name: 'a\u0007' }), ['invalid-name', 'name']],
  [
    'a key that JavaScript keeps',
    nodes({ a: { next: 'end' } }, { state: { ['__proto__']: anything } }),
    ['invalid-name', 'state.__proto__'],
  ],
  [
    'a node that JavaScript keeps',
    nodes({ ['__proto__']: { next: 'end' } }, { start: '__proto__' }),
    ['invalid-name', 'nodes.__proto__'],
  ],
  ['a duration without a unit', nodes({ a: { after: { '24': 'end' } } }), ['invalid-duration', 'nodes.a.after.24']],
  [
    'a duration in words',
    nodes({ a: { run: work, timeout: 'soon', next: 'end' } }),
    ['invalid-duration', 'nodes.a.timeout'],
  ],
  ['no time at all', nodes({ a: { run: work, timeout: 0, next: 'end' } }), ['invalid-duration', 'nodes.a.timeout']],
  [
    'a negative backoff',
    nodes({ a: { run: work, retry: { attempts: 2, backoff: -1, max: '1y' }, next: 'end' } }),
    ['invalid-duration', 'nodes.a.retry.backoff'],
    ['invalid-duration', 'nodes.a.retry.max'],
  ],
  [
    'a cache for ever',
    nodes({ a: { run: work, cache: { key: work }, next: 'end' } }),
    ['invalid-duration', 'nodes.a.cache.ttl'],
  ],
  [
    'numbers of a retry',
    nodes({ a: { run: work, retry: { attempts: 0, factor: 0, jitter: 2 }, next: 'end' } }),
    ['invalid-number', 'nodes.a.retry.attempts'],
    ['invalid-number', 'nodes.a.retry.factor'],
    ['invalid-number', 'nodes.a.retry.jitter'],
  ],
  [
    'limits',
    nodes({ a: { next: 'end' } }, { limits: { transitions: 0, tokens: -1, calls: '9' } }),
    ['invalid-number', 'limits.transitions'],
    ['invalid-number', 'limits.tokens'],
    ['invalid-number', 'limits.calls'],
  ],
  [
    'a sum that is none',
    nodes({ a: { next: 'end' } }, { state: { n: sum(Number.NaN) } }),
    ['invalid-number', 'state.n.initial'],
  ],
  [
    'more lanes than there are',
    nodes({ a: { next: { all: ['b'], then: 'end', need: 2 } }, b: { next: 'end' } }),
    ['invalid-number', 'nodes.a.next.need'],
  ],
  [
    'half a lane',
    nodes({ a: { next: { each: work, to: 'b', then: 'end', need: 0.5, limit: 0 } }, b: { next: 'end' } }),
    ['invalid-number', 'nodes.a.next.limit'],
    ['invalid-number', 'nodes.a.next.need'],
  ],
  [
    'no cases',
    nodes({ a: { next: [] }, b: { next: 'a' } }, { start: 'b' }),
    ['empty-list', 'nodes.a.next'],
    ['unreachable-node', 'nodes.end'],
  ],
  [
    'no choices',
    nodes({ a: { next: { choose: work, among: [] }, onError: 'end' } }),
    ['empty-list', 'nodes.a.next.among'],
  ],
  ['no lanes', nodes({ a: { next: { all: [], then: 'end' } } }), ['empty-list', 'nodes.a.next.all']],
  [
    'no handlers',
    nodes({ a: { on: { go: [] }, after: { '1s': 'end' } } }, { events: { go: anything } }),
    ['empty-list', 'nodes.a.on.go'],
  ],
  [
    'a choice twice',
    nodes({ a: { next: { choose: work, among: ['end', 'end'] } } }),
    ['duplicate-entry', 'nodes.a.next.among[1]'],
  ],
  [
    'a lane twice',
    nodes({ a: { next: { all: ['b', { to: 'b', needs: [] }], then: 'end' } }, b: { next: 'end' } }),
    ['duplicate-entry', 'nodes.a.next.all[1].to'],
  ],
  [
    'a key twice',
    nodes({ a: { run: work, writes: ['x', 'x'], next: 'end' } }, { state: bare }),
    ['duplicate-entry', 'nodes.a.writes[1]'],
  ],
  [
    'a default that is not the last',
    nodes({ a: { next: ['end', { when: work, to: 'end' }] } }),
    ['default-not-last', 'nodes.a.next[0]'],
  ],
  [
    'a handler that always holds before another',
    nodes({ a: { on: { go: [{ to: 'end' }, { when: work, to: 'end' }] } } }, { events: { go: anything } }),
    ['default-not-last', 'nodes.a.on.go[0]'],
  ],
];

const child = (state: Readonly<Record<string, unknown>>): AnyGraph =>
  nodes({ a: { next: 'end' } }, { name: 'child', state });

const names: readonly Row[] = [
  ['start', nodes({ a: { next: 'end' } }, { start: 'A1' }), ['unknown-node', 'start']],
  ['next', nodes({ a: { next: 'emd' } }), ['unknown-node', 'nodes.a.next']],
  ['a case', nodes({ a: { next: [{ when: work, to: 'x' }, 'end'] } }), ['unknown-node', 'nodes.a.next[0].to']],
  ['a default', nodes({ a: { next: [{ when: work, to: 'end' }, 'x'] } }), ['unknown-node', 'nodes.a.next[1]']],
  ['among', nodes({ a: { next: { choose: work, among: ['end', 'x'] } } }), ['unknown-node', 'nodes.a.next.among[1]']],
  [
    'the parts of all',
    nodes({
      a: { next: { all: ['b', 'x', { to: 'y', needs: ['b', 'z'] }], then: 'w', onError: 'v' } },
      b: { next: 'end' },
    }),
    ['unknown-node', 'nodes.a.next.all[1]'],
    ['unknown-node', 'nodes.a.next.all[2].to'],
    ['unknown-node', 'nodes.a.next.then'],
    ['unknown-node', 'nodes.a.next.onError'],
    ['unknown-node', 'nodes.a.next.all[2].needs[1]'],
  ],
  [
    'the start of each',
    nodes({ a: { next: { each: work, to: 'x', then: 'end' } } }),
    ['unknown-node', 'nodes.a.next.to'],
  ],
  ['onError', nodes({ a: { run: work, next: 'end', onError: 'x' } }), ['unknown-node', 'nodes.a.onError']],
  [
    'onError with an update',
    nodes({ a: { run: work, next: 'end', onError: { to: 'x' } } }),
    ['unknown-node', 'nodes.a.onError.to'],
  ],
  ['on', nodes({ a: { on: { go: ['x'] } } }, { events: { go: anything } }), ['unknown-node', 'nodes.a.on.go[0]']],
  ['after', nodes({ a: { after: { '1h': { to: 'x' } } } }), ['unknown-node', 'nodes.a.after.1h.to']],
  [
    'on of the graph',
    nodes({ a: { next: 'end' } }, { events: { go: anything }, on: { go: 'x' } }),
    ['unknown-node', 'on.go'],
  ],
  [
    'a migration',
    nodes({ a: { next: 'end' } }, { migrate: [{ from: 'v1', nodes: { old: 'x' } }] }),
    ['unknown-node', 'migrate[0].nodes.old'],
  ],
  [
    'in a subgraph, once',
    nodes(
      (() => {
        const inner = nodes({ a: { next: 'x' } });
        return { a: { graph: inner, next: 'b' }, b: { graph: inner, next: 'end' } };
      })(),
    ),
    ['unknown-node', 'nodes.a.graph.nodes.a.next'],
  ],
  [
    'an event',
    nodes({ a: { on: { aprove: 'end' } } }, { events: { approve: anything } }),
    ['unknown-event', 'nodes.a.on.aprove'],
  ],
  ['an event of the graph', nodes({ a: { next: 'end' } }, { on: { go: 'end' } }), ['unknown-event', 'on.go']],
  [
    'a key',
    nodes({ a: { run: work, writes: ['xs'], next: 'end' } }, { state: bare }),
    ['unknown-key', 'nodes.a.writes[0]'],
  ],
  [
    'a lane',
    nodes({ a: { next: { all: [{ to: 'b', needs: ['c'] }], then: 'c' } }, b: { next: 'c' }, c: { next: 'end' } }),
    ['unknown-lane', 'nodes.a.next.all[0].needs[0]'],
  ],
  [
    'both run and graph',
    nodes({ a: { run: work, graph: child({}), next: 'end' } }),
    ['two-activities', 'nodes.a.graph'],
  ],
  [
    'a final node that leads on',
    loose({ nodes: { a: { final: true, next: 'a', run: work } } }),
    ['final-not-alone', 'nodes.a.final'],
  ],
  [
    'a subgraph that is given nothing',
    nodes({ a: { graph: child({ x: z.string(), y: z.string().optional(), l: append(z.string()) }), next: 'end' } }),
    ['no-start-value', 'nodes.a.input'],
  ],
];

const flow: readonly Row[] = [
  ['a node that nothing leads to', nodes({ a: { next: 'end' }, b: { next: 'end' } }), ['unreachable-node', 'nodes.b']],
  [
    'a node that leads nowhere',
    nodes({ a: { next: [{ when: work, to: 'b' }, 'end'] }, b: {} }),
    ['dead-end', 'nodes.b'],
  ],
  ['an activity that leads nowhere', nodes({ a: { run: work, onError: 'end' } }), ['dead-end', 'nodes.a']],
  ['waiting for no event', nodes({ a: { on: {}, onError: 'end' } }), ['dead-end', 'nodes.a']],
  [
    'a loop that only passes on',
    nodes({ a: { next: [{ when: work, to: 'end' }, 'b'] }, b: { next: 'c' }, c: { next: 'b' } }),
    ['endless-loop', 'nodes.b.next'],
  ],
  [
    'a loop of one',
    nodes({ a: { next: [{ when: work, to: 'end' }, 'b'] }, b: { next: 'b' } }),
    ['endless-loop', 'nodes.b.next'],
  ],
];

const twoLanes = { c: { run: work, next: 'd' }, d: { next: 'end' } };

const lanes: readonly Row[] = [
  [
    'a lane that starts at the meeting',
    nodes({ a: { next: { all: ['d', 'c'], then: 'd' } }, ...twoLanes }),
    ['lane-is-meeting', 'nodes.a.next.all[0]'],
  ],
  [
    'each starts at the meeting',
    nodes({ a: { next: { each: work, to: 'end', then: 'end' } } }),
    ['lane-is-meeting', 'nodes.a.next.to'],
  ],
  [
    'a lane that goes back to its fork',
    nodes({
      a: { next: { all: ['b', 'c'], then: 'd' } },
      b: { run: work, next: [{ when: work, to: 'a' }, 'd'] },
      ...twoLanes,
    }),
    ['lane-leaves-join', 'nodes.b.next[0].to'],
  ],
  [
    'a fork that is its own lane',
    nodes({ a: { next: { all: ['a', 'c'], then: 'd' } }, ...twoLanes }),
    ['lane-leaves-join', 'nodes.a.next.all[0]'],
  ],
  [
    'an inner lane that goes to the outer meeting',
    nodes({
      a: { next: { all: ['b', 'c'], then: 'd' } },
      b: { next: { all: ['e', 'f'], then: 'g' } },
      e: { next: 'g' },
      f: { run: work, next: 'g', onError: 'd' },
      g: { next: 'd' },
      ...twoLanes,
    }),
    ['lane-leaves-join', 'nodes.f.onError'],
  ],
  [
    'a lane that goes to where others meet later',
    nodes({
      a: { next: { all: ['b', 'c'], then: 'd' } },
      b: { run: work, next: 'd', onError: 'g' },
      c: { run: work, next: 'd' },
      d: { next: { all: ['e', 'f'], then: 'g' } },
      e: { next: 'g' },
      f: { next: 'g' },
      g: { next: 'end' },
    }),
    ['lane-leaves-join', 'nodes.b.onError'],
  ],
  [
    'a lane that waits without end',
    nodes(
      { a: { next: { all: ['b', 'c'], then: 'd' } }, b: { on: { go: {} } }, ...twoLanes },
      { events: { go: anything } },
    ),
    ['lane-never-meets', 'nodes.a.next.all[0]'],
  ],
  [
    'lanes that work without end',
    nodes({ a: { next: { each: work, to: 'b', then: 'end' } }, b: { run: work, next: 'b' } }),
    ['lane-never-meets', 'nodes.a.next.to'],
  ],
  [
    'a lane that waits for itself',
    nodes({ a: { next: { all: [{ to: 'c', needs: ['c'] }], then: 'd' } }, ...twoLanes }),
    ['circular-needs', 'nodes.a.next.all[0].needs[0]'],
  ],
  [
    'lanes that wait for each other',
    nodes({
      a: { next: { all: ['c', { to: 'e', needs: ['c', 'f'] }, { to: 'f', needs: ['e'] }], then: 'd' } },
      e: { next: 'd' },
      f: { next: 'd' },
      ...twoLanes,
    }),
    ['circular-needs', 'nodes.a.next.all[1].needs[1]'],
  ],
  [
    'two lanes that write one key',
    nodes(
      {
        a: { next: { all: ['b', 'c'], then: 'end' } },
        b: { run: work, writes: ['x'], next: 'end' },
        c: { next: 'e' },
        e: { run: work, writes: ['n', 'x'], next: 'end' },
      },
      { state: bare },
    ),
    ['parallel-writers', 'nodes.e.writes[1]'],
  ],
  [
    'every lane of each writes one key',
    nodes(
      { a: { next: { each: work, to: 'b', then: 'end' } }, b: { run: work, writes: ['x'], next: 'end' } },
      { state: bare },
    ),
    ['parallel-writers', 'nodes.b.writes[0]'],
  ],
];

const writer = { run: work, writes: ['x'], next: 'd' };
const later = { d: { next: 'end' } };
const lastly = { state: { x: anything } };

const sound: readonly (readonly [what: string, graph: AnyGraph])[] = [
  ['the incident example', incident],
  ['a node that waits and passes on', nodes({ a: { next: [{ when: work, to: 'end' }], after: { '1h': {} } } })],
  [
    'a loop that waits',
    nodes({ a: { next: [{ when: work, to: 'end' }, 'b'] }, b: { next: 'c' }, c: { after: { '1s': 'b' } } }),
  ],
  [
    'an event of the whole graph',
    nodes({ a: { after: { '1s': {} } } }, { events: { go: anything }, on: { go: 'end' } }),
  ],
  [
    'a node that only old threads come to',
    nodes({ a: { next: 'end' }, b: { next: 'end' } }, { migrate: [{ from: 'v1', nodes: { c: 'b' } }] }),
  ],
  ['a lane that ends', nodes({ a: { next: { all: ['b', 'c'], then: 'd' } }, b: { next: 'end' }, ...twoLanes })],
  [
    'lanes inside lanes that meet at one node',
    nodes({
      a: { next: { all: ['b', 'c'], then: 'd' } },
      b: { next: { each: work, to: 'e', then: 'd' } },
      e: { next: 'd' },
      ...twoLanes,
    }),
  ],
  [
    'lanes inside lanes',
    nodes({
      a: { next: { all: ['b', 'c'], then: 'd' } },
      b: { next: { each: work, to: 'e', then: 'f' } },
      e: { next: 'f' },
      f: { next: 'd' },
      ...twoLanes,
    }),
  ],
  [
    'a lane that works without end, where the other is enough',
    nodes({ a: { next: { all: ['b', 'c'], then: 'd', need: 'any' } }, b: { run: work, next: 'b' }, ...twoLanes }),
  ],
  [
    'rounds of lanes',
    nodes({
      a: { next: { all: ['b'], then: 'c' } },
      b: { run: work, next: 'c' },
      c: { next: [{ when: work, to: 'a' }, 'end'] },
    }),
  ],
  [
    'writers in order',
    nodes(
      {
        a: { next: { all: ['b', { to: 'c', needs: ['b'] }, { to: 'e', needs: ['c'] }], then: 'd' } },
        b: writer,
        c: writer,
        e: writer,
        ...later,
      },
      lastly,
    ),
  ],
  [
    'writers that are merged',
    nodes({ a: { next: { all: ['b', 'c'], then: 'd', merge: work } }, b: writer, c: writer, ...later }, lastly),
  ],
  [
    'a race of writers',
    nodes({ a: { next: { all: ['b', 'c'], then: 'd', need: 'any' } }, b: writer, c: writer, ...later }, lastly),
  ],
  [
    'writers of what accumulates',
    nodes(
      { a: { next: { all: ['b', 'c'], then: 'd' } }, b: writer, c: writer, ...later },
      { state: { x: append(anything) } },
    ),
  ],
  [
    'writers of what is local',
    nodes({ a: { next: { each: work, to: 'b', then: 'd' } }, b: writer, ...later }, { state: { x: local(anything) } }),
  ],
  [
    'a subgraph that can start with nothing',
    nodes({ a: { graph: child({ x: z.string().default('x'), l: append(z.string()) }), next: 'end' } }),
  ],
  ['two subgraphs of one name', nodes({ a: { graph: child({}), next: 'b' }, b: { graph: child({}), next: 'end' } })],
];

const table: readonly Row[] = [...shapes, ...values, ...names, ...flow, ...lanes];

describe('check', () => {
  test.each(table)('finds %s', (_what, graph, ...mistakes) => {
    expect(check(graph as AnyGraph).map(({ code, path }) => [code, path])).toEqual(mistakes);
  });

  test.each(sound)('has nothing against %s', (_what, graph) => {
    expect(check(graph)).toEqual([]);
  });

  test('finds a graph that holds itself', () => {
    const held: Record<string, unknown> = { next: 'end' };
    const graph = nodes({ a: held });
    held['graph'] = graph;
    expect(check(graph).map(({ code, path }) => [code, path])).toEqual([['recursive-graph', 'nodes.a.graph']]);
  });

  test('finds a graph that is made anew whenever it is read', () => {
    const endless = (): AnyGraph =>
      nodes({
        a: {
          get graph() {
            return endless();
          },
          next: 'b',
        },
        b: {
          get graph() {
            return endless();
          },
          next: 'end',
        },
      });
    expect(new Set(check(endless()).map(({ code }) => code))).toEqual(new Set(['recursive-graph']));
  });

  test('reports every mistake at once', () => {
    const graph = nodes({ a: { nxt: 'b', run: work, timeout: 'soon', next: 'c' }, b: {} });
    expect(check(graph).map(({ code }) => code)).toEqual([
      'unknown-property',
      'invalid-duration',
      'unknown-node',
      'dead-end',
    ]);
  });

  test('raises every kind of mistake in this table', () => {
    const raised = new Set(table.flatMap(([, , ...mistakes]) => mistakes.map(([code]) => code)));
    expect([...mistakeCodes].filter((code) => !raised.has(code))).toEqual(['recursive-graph']);
  });
});

describe('what a mistake says', () => {
  const said = (graph: AnyGraph) => check(graph).map(({ message }) => message);

  test('offers the nearest name', () => {
    expect(said(nodes({ a: { next: 'emd' } }))).toEqual(['There is no node "emd" in this graph. Did you mean "end"?']);
  });

  test('lists the names where none is near', () => {
    expect(said(nodes({ a: { next: 'elsewhere' } }))).toEqual([
      'There is no node "elsewhere" in this graph. Known: "a", "end".',
    ]);
  });

  test('says what was there instead', () => {
    expect(said(nodes({ a: { run: 'work', next: 'end' } }))).toEqual(['This must be a function, but it is "work".']);
    expect(said(loose({ start: undefined, nodes: { a: { final: true } } }))).toEqual([
      'This is missing. It must be the name of a node.',
    ]);
  });

  test('is one sentence after another', () => {
    for (const [, graph] of table) {
      for (const message of said(graph as AnyGraph)) expect(message).toMatch(/^[^\s].*[.?]$/u);
    }
  });
});
