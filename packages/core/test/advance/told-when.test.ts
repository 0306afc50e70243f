import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, type Moment } from '../../src/index.ts';
import { PureThread } from './pure-thread.ts';

/** What each decision was told, in order. */
const told: [string, Moment][] = [];

function heard<Answer>(what: string, moment: Moment, answer: Answer): Answer {
  told.push([what, moment]);
  return answer;
}

const inner = graph({
  name: 'inner',
  state: { n: z.number() },
  start: 'choose',
  nodes: {
    choose: { next: { choose: (_s, at) => heard('choose', at, 'end'), among: ['end'] } },
    end: { final: true },
  },
});

const all = graph({
  name: 'all',
  state: { log: append(z.string()), at: z.number().optional() },
  events: { go: z.string(), on: z.undefined() },
  start: 'wait',
  on: {
    on: { when: (_s, _e, at) => heard('graph.on.when', at, true), update: (_s, _e, { now }) => ({ at: now }) },
  },
  nodes: {
    wait: {
      on: {
        go: {
          to: 'case',
          when: (_s, payload, at) => heard(`on.when ${payload}`, at, true),
          update: (_s, payload, at) => heard(`on.update ${payload}`, at, { log: [payload] }),
        },
      },
      after: {
        '1h': {
          when: (_s, at) => heard('after.when', at, true),
          update: (_s, at) => heard('after.update', at, { log: ['late'] }),
        },
      },
    },
    case: { next: [{ when: (_s, at) => heard('next.when', at, true), to: 'fork' }, 'end'] },
    fork: {
      next: {
        each: (_s, at) => heard('each', at, [{ log: ['lane'] }]),
        to: 'lane',
        then: 'sub',
        merge: (_lanes, _s, at) => heard('merge', at, { at: at.now }),
      },
    },
    lane: { next: [{ when: (_s, at) => heard('lane.next.when', at, true), to: 'sub' }, 'sub'] },
    sub: {
      graph: inner,
      input: (_s, at) => heard('input', at, { n: at.now }),
      output: ({ state }, _s, at) => heard('output', at, { at: state.n }),
      next: 'work',
    },
    work: {
      run: () => ({}),
      onError: { to: 'end', update: (_s, error, at) => heard(`onError.update ${error.message}`, at, { at: at.now }) },
      next: 'end',
    },
    end: { final: true },
  },
});

describe('what decides is told when and where', () => {
  test('every decision has the time of its row, the thread, its lane and the graph of that, as its last argument', () => {
    told.length = 0;
    const thread = new PureThread(all);
    thread.now = 1_000;
    thread.start();
    thread.now = 2_000;
    thread.send('on');
    thread.pass(3_600_000);
    thread.now = 5_000_000;
    thread.send('go', 'x');
    thread.now = 6_000_000;
    thread.fails('');
    const at = (now: number, lane = '', of = 'all'): Partial<Moment> => ({ now, thread: 't', lane, graph: of });
    expect(told).toEqual([
      ['graph.on.when', at(2_000)],
      ['after.when', at(3_601_000)],
      ['after.update', at(3_601_000)],
      ['on.when x', at(5_000_000)],
      ['on.update x', at(5_000_000)],
      ['next.when', at(5_000_000)],
      ['each', at(5_000_000)],
      ['lane.next.when', at(5_000_000, 'fork.1/0')],
      ['merge', at(5_000_000)],
      ['input', at(5_000_000)],
      ['choose', at(5_000_000, 'sub.1', 'inner')],
      ['output', at(5_000_000)],
      ['onError.update no', at(6_000_000)],
    ]);
    for (const [, { now, ...moment }] of told) {
      expect(thread.rows.some(({ time, lane }) => time === now && lane === moment.lane)).toBe(true);
    }
    expect(thread.state()).toEqual({ log: ['late', 'x'], at: 6_000_000 });
    expect(Object.isFrozen(told[0]?.[1])).toBe(true);
  });
});
