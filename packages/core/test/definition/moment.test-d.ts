// Whatever decides may ask when and where, last; nobody has to.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { graph } from '../../src/definition/graph.ts';
import type { Moment } from '../../src/definition/moment.ts';

const child = graph({ name: 'child', state: { n: z.number() }, start: 'end', nodes: { end: { final: true } } });

export const deciding = graph({
  name: 'deciding',
  state: { n: z.number().default(0) },
  events: { go: z.string() },
  start: 'wait',
  on: { go: { when: (_s, _e, moment) => told(moment), update: (_s, _e, moment) => ({ n: moment.now }) } },
  nodes: {
    wait: {
      on: { go: [{ when: (_s, e, moment) => e === moment.thread, to: 'cases' }, 'fork'] },
      after: { '1h': { when: (_s, moment) => told(moment), update: (_s, moment) => ({ n: moment.now }), to: 'cases' } },
    },
    cases: { next: [{ when: (s, moment) => moment.now > s.n, to: 'choice' }, 'fork'] },
    choice: { next: { choose: (_s, moment) => (told(moment) ? 'fork' : 'sub'), among: ['fork', 'sub'] } },
    fork: {
      next: {
        each: (_s, moment) => [{ n: moment.now }],
        to: 'lane',
        then: 'sub',
        merge: (_lanes, _s, moment) => ({ n: moment.now }),
      },
    },
    lane: { next: 'sub' },
    sub: {
      graph: child,
      input: (_s, moment) => ({ n: moment.now }),
      output: ({ state }, _s, moment) => ({ n: state.n + moment.now }),
      onError: { to: 'end', update: (_s, error, moment) => ({ n: error.attempt + moment.now }) },
      next: 'end',
    },
    end: { final: true },
  },
});

const timed = {
  name: 'timed',
  state: { until: z.date().optional(), n: z.number().default(0) },
  start: 'wait',
} as const;

export const waiting = graph({
  ...timed,
  after: [{ in: '30d', to: 'end' }],
  nodes: {
    wait: {
      after: [
        { at: (s) => s.until, to: 'end', when: (s, moment) => moment.now > s.n },
        { in: (s) => (s.n > 0 ? `${s.n}h` : undefined), update: (s) => ({ n: s.n + 1 }) },
        { in: 5_000 },
      ],
    },
    end: { final: true },
  },
});

export const mistaken = [
  // @ts-expect-error A text is no instant.
  graph({ ...timed, nodes: { wait: { after: [{ at: () => 'tomorrow', to: 'end' }] }, end: { final: true } } }),
  // @ts-expect-error A date is no length.
  graph({ ...timed, nodes: { wait: { after: [{ in: (s) => s.until, to: 'end' }] }, end: { final: true } } }),
  // @ts-expect-error There is no such node.
  graph({ ...timed, nodes: { wait: { after: [{ in: '1h', to: 'ende' }] }, end: { final: true } } }),
  // @ts-expect-error A wait has one time.
  graph({ ...timed, nodes: { wait: { after: [{ in: '1h', at: () => 5, to: 'end' }] }, end: { final: true } } }),
  // @ts-expect-error A wait has a time.
  graph({ ...timed, nodes: { wait: { after: [{ to: 'end' }] }, end: { final: true } } }),
  // @ts-expect-error There is no such node.
  graph({ ...timed, after: { '1h': 'ende' }, nodes: { wait: { after: { '1h': 'end' } }, end: { final: true } } }),
];

function told(moment: Moment): boolean {
  return moment.lane === '' && moment.graph === 'deciding';
}

expectTypeOf<Moment>().toEqualTypeOf<{
  readonly now: number;
  readonly thread: string;
  readonly lane: string;
  readonly graph: string;
  readonly putOff: number;
  spent(this: void, name: string): number;
  left(this: void, name: string): number;
}>();
