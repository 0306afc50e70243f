import { z } from 'zod';

import { append } from '../../../src/definition/keys.ts';
import { anything, loose, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

const bare = { x: anything, n: anything };

const child = (state: Readonly<Record<string, unknown>>) => nodes({ a: { next: 'end' } }, { name: 'child', state });

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
