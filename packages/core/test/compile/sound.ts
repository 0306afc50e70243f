import { z } from 'zod';

import type { AnyGraph } from '../../src/definition/facts.ts';
import { append, local } from '../../src/definition/keys.ts';
import { incident } from './incident.ts';
import { anything, nodes, work } from './loose.ts';

const twoLanes = { c: { run: work, next: 'd' }, d: { next: 'end' } };

const child = (state: Readonly<Record<string, unknown>>) => nodes({ a: { next: 'end' } }, { name: 'child', state });

const writer = { run: work, writes: ['x'], next: 'd' };
const later = { d: { next: 'end' } };
const lastly = { state: { x: anything } };

/** Graphs without a mistake that come near to one. */
export const sound: readonly (readonly [what: string, graph: AnyGraph])[] = [
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
