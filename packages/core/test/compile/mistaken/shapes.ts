import { anything, loose, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

/** Values that are not what they must be. */
export const shapes: readonly Row[] = [
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
  [
    'a wait that is none',
    nodes({ a: { after: ['1h'], next: [{ when: work, to: 'end' }] } }),
    ['wrong-shape', 'nodes.a.after[0]'],
  ],
  ['a wait without a time', nodes({ a: { after: [{ to: 'end' }] } }), ['wrong-shape', 'nodes.a.after[0].in']],
  [
    'a wait with two',
    nodes({ a: { after: [{ in: '1h', at: work, to: 'end' }] } }),
    ['wrong-shape', 'nodes.a.after[0]'],
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
