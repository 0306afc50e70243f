import { anything, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

/** Nodes that no lane can come to, or none can leave. */
export const flow: readonly Row[] = [
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
  [
    'an event where a lane never is',
    nodes({ a: { on: { go: 'end' }, next: 'end' } }, { events: { go: anything } }),
    ['never-waits', 'nodes.a.on'],
  ],
  [
    'a timer beside cases of which one always holds',
    nodes({ a: { after: { '1h': 'end' }, next: [{ when: work, to: 'end' }, 'b'] }, b: { run: work, next: 'end' } }),
    ['never-waits', 'nodes.a.after'],
  ],
  [
    'a timer beside a choice',
    nodes({ a: { after: { '1h': {} }, next: { choose: work, among: ['end'] } } }),
    ['never-waits', 'nodes.a.after'],
  ],
];
