import { sum } from '../../../src/definition/keys.ts';
import { anything, nodes, work } from '../loose.ts';
import type { Row } from './row.ts';

const bare = { x: anything, n: anything };

/** As a document's expression is told: by its text. */
const constant = Object.defineProperty(() => true, 'name', { value: 'true' });

/** Names, durations, numbers and lists that cannot be used. */
export const values: readonly Row[] = [
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
  [
    'a length of a wait',
    nodes({ a: { after: [{ in: 'soon', to: 'end' }] } }),
    ['invalid-duration', 'nodes.a.after[0].in'],
  ],
  [
    'a duration of a graph',
    nodes({ a: { next: 'end' } }, { after: { '24': 'end' } }),
    ['invalid-duration', 'after.24'],
  ],
  ['a duration without a unit', nodes({ a: { after: { '24': 'end' } } }), ['invalid-duration', 'nodes.a.after.24']],
  [
    'a duration in words',
    nodes({ a: { run: work, timeout: 'soon', next: 'end' } }),
    ['invalid-duration', 'nodes.a.timeout'],
  ],
  [
    'a length of time that rounds to nothing',
    nodes({
      a: {
        run: work,
        timeout: '0.0001s',
        retry: { attempts: 2, backoff: 0.3, max: '0.4ms' },
        after: [{ in: '0.1ms', to: 'end' }],
        next: 'end',
      },
    }),
    ['invalid-duration', 'nodes.a.after[0].in'],
    ['invalid-duration', 'nodes.a.timeout'],
    ['invalid-duration', 'nodes.a.retry.backoff'],
    ['invalid-duration', 'nodes.a.retry.max'],
  ],
  [
    'a length of time that is longer than Cairn counts',
    nodes({ a: { on: { go: 'end' }, after: { '100001w': 'end', '5217858w': 'end' } } }, { events: { go: anything } }),
    ['invalid-duration', 'nodes.a.after.5217858w'],
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
    nodes(
      { a: { next: 'end' } },
      { limits: { transitions: 0, tokens: -1, calls: '9', euros: { max: -1, per: 'week' } } },
    ),
    ['invalid-number', 'limits.transitions'],
    ['invalid-number', 'limits.tokens'],
    ['invalid-number', 'limits.calls'],
    ['invalid-number', 'limits.euros.max'],
    ['invalid-number', 'limits.euros.per'],
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
    'lanes that are counted by a word',
    nodes({ a: { next: { each: work, to: 'b', then: 'end', need: 'most', limit: 'few' } }, b: { next: 'end' } }),
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
  ['no way out for failures', nodes({ a: { run: work, next: 'end', onError: [] } }), ['empty-list', 'nodes.a.onError']],
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
    'a guard that is a constant of a document before another',
    nodes({ a: { next: [{ when: constant, to: 'end' }, 'end'] } }),
    ['default-not-last', 'nodes.a.next[0]'],
  ],
  [
    'a node that never waits, as its guard is a constant of a document',
    nodes({ a: { next: [{ when: constant, to: 'end' }], on: { go: 'end' } } }, { events: { go: anything } }),
    ['never-waits', 'nodes.a.on'],
  ],
  [
    'a handler that always holds before another',
    nodes({ a: { on: { go: [{ to: 'end' }, { when: work, to: 'end' }] } } }, { events: { go: anything } }),
    ['default-not-last', 'nodes.a.on.go[0]'],
  ],
  [
    'a way out for failures that always holds before another',
    nodes({ a: { run: work, next: 'end', onError: ['end', { when: work, to: 'end' }] } }),
    ['default-not-last', 'nodes.a.onError[0]'],
  ],
];
