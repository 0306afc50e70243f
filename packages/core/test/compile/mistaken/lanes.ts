import { anything, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

const twoLanes = { c: { run: work, next: 'd' }, d: { next: 'end' } };

const bare = { x: anything, n: anything };

/** Lanes that cannot meet as they were meant to. */
export const lanes: readonly Row[] = [
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
    'needs of lanes that have no ids',
    nodes({ a: { next: { each: work, needs: work, to: 'c', then: 'd' } }, ...twoLanes }),
    ['wrong-shape', 'nodes.a.next.id'],
  ],
  [
    'lanes that come and go without names, or of which nobody says when it is enough',
    nodes({
      a: { next: { each: work, until: work, onClosed: work, to: 'c', then: 'd' } },
      ...twoLanes,
      c: { next: { each: work, onClosed: work, to: 'e', then: 'd' } },
      e: { next: 'd' },
    }),
    ['wrong-shape', 'nodes.a.next.id'],
    ['wrong-shape', 'nodes.c.next.until'],
  ],
  [
    'ids that are no function',
    nodes({ a: { next: { each: work, id: 'task', needs: ['b'], to: 'c', then: 'd' } }, ...twoLanes }),
    ['wrong-shape', 'nodes.a.next.id'],
    ['wrong-shape', 'nodes.a.next.needs'],
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
