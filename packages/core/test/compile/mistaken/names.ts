import { z } from 'zod';

import { append, local, reduce, transient, upsert } from '../../../src/definition/keys.ts';
import { anything, loose, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

const bare = { x: anything, n: anything };

const child = (state: Readonly<Record<string, unknown>>) => nodes({ a: { next: 'end' } }, { name: 'child', state });

const text = z.string();
const item = z.object({ id: text, name: text });
const longest = (apply: (before: string, next: string) => string): unknown =>
  reduce({ schema: text, initial: '', apply });

/** Keys of a node and of its subgraph that are not the same. */
const unlike: readonly (readonly [string, unknown, unknown])[] = [
  ['is of another kind there', append(text), text.optional()],
  ['has another schema there', append(text), append(z.number())],
  ['is known by another id there', upsert(item, 'id'), upsert(item, 'name')],
  ['has another reducer there', longest((before) => before), longest((_before, next) => next)],
  ['is local', local(text), local(text)],
  ['is transient', transient(text), transient(text)],
];

/** Names that name nothing, and nodes that contradict themselves. */
export const names: readonly Row[] = [
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
  [
    'onError in a list',
    nodes({ a: { run: work, next: 'end', onError: [{ when: work, to: 'x' }, 'end'] } }),
    ['unknown-node', 'nodes.a.onError[0].to'],
  ],
  ['on', nodes({ a: { on: { go: ['x'] } } }, { events: { go: anything } }), ['unknown-node', 'nodes.a.on.go[0]']],
  ['an entry of after', nodes({ a: { after: [{ at: work, to: 'x' }] } }), ['unknown-node', 'nodes.a.after[0].to']],
  ['after of the graph', nodes({ a: { next: 'end' } }, { after: { '1h': 'x' } }), ['unknown-node', 'after.1h']],
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
  [
    'a subgraph that is given nothing, and shares some of it',
    nodes({ a: { graph: child({ x: text, y: text }), share: ['x'], next: 'end' } }, { state: { x: text } }),
    ['no-start-value', 'nodes.a.input'],
  ],
  ...unlike.map(([name, own, other]): Row => [
    `a shared key that ${name}`,
    nodes({ a: { graph: child({ z: other }), share: ['z'], next: 'end' } }, { state: { z: own } }),
    ['unlike-keys', 'nodes.a.share[0]'],
  ]),
  [
    'a shared key that its subgraph has not',
    nodes({ a: { graph: child({}), share: ['z'], next: 'end' } }, { state: { z: text } }),
    ['unlike-keys', 'nodes.a.share[0]'],
  ],
  [
    'a shared key that is not declared to be written',
    nodes(
      { a: { graph: child({ z: text }), share: ['z'], writes: ['y'], next: 'end' } },
      { state: { y: text, z: text } },
    ),
    ['unlike-keys', 'nodes.a.share[0]'],
  ],
  [
    'a shared key that the state has not',
    nodes({ a: { graph: child({ z: text.optional() }), share: ['z'], next: 'end' } }),
    ['unknown-key', 'nodes.a.share[0]'],
  ],
  [
    'sharing with nothing',
    nodes({ a: { run: work, share: [], next: 'end' } }),
    ['misplaced-property', 'nodes.a.share'],
  ],
];
