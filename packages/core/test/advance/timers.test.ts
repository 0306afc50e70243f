import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { timersOf } from '../../src/advance/timers.ts';
import { append, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

describe('after', () => {
  const reminded = graph({
    name: 'reminded',
    state: { said: append(z.string()), quiet: z.boolean().default(false) },
    events: { hush: z.undefined() },
    start: 'wait',
    nodes: {
      wait: {
        on: { hush: { update: () => ({ quiet: true }) } },
        after: {
          '1h': { update: () => ({ said: ['an hour'] }), label: 'remind' },
          '2h': { to: 'loud', when: (s) => !s.quiet },
          '3h': { to: 'late', update: () => ({ said: ['enough'] }) },
        },
      },
      loud: { final: true },
      late: { final: true },
    },
  });

  test('leads on once its time has come, and not before', () => {
    const thread = started(reminded);
    expect(thread.pass(7_199_999).where).toEqual({ '': 'wait waiting' });
    expect(thread.pass(1).where).toEqual({ '': 'loud closed' });
  });

  test('without a target changes the state, stays, and fires once', () => {
    const thread = started(reminded).send('hush').pass(3_600_000);
    expect(thread.state()['said']).toEqual(['an hour']);
    expect(timersOf(thread.plan, thread.snapshot).map(({ name }) => name)).toEqual(['2h', '3h']);
    expect(() => thread.give({ type: 'timer', lane: '', name: '1h' })).toThrow(
      expect.objectContaining({ code: 'timer/not-due' }),
    );
  });

  test('whose guard refuses leads nowhere and does not fire again; later timers do', () => {
    const thread = started(reminded).send('hush').pass(7_200_000);
    expect(thread.where).toEqual({ '': 'wait waiting' });
    expect(thread.pass(3_600_000).where).toEqual({ '': 'late closed' });
    expect(thread.state()['said']).toEqual(['an hour', 'enough']);
  });

  test('that is not due yet is refused', () => {
    const thread = started(reminded);
    const fire = () => thread.give({ type: 'timer', lane: '', name: '1h' });
    expect(fire).toThrow(expect.objectContaining({ code: 'timer/not-due' }));
    expect(thread.rows).toHaveLength(1);
  });

  test('takes a lane away from an activity that runs', () => {
    const slow = graph({
      name: 'slow',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), after: { '5m': 'late' }, next: 'end' },
        late: { final: true },
        end: { final: true },
      },
    });
    expect(started(slow).pass(300_000).where).toEqual({ '': 'late closed' });
  });

  test('of a node holds while its lanes run, and leaving ends them', () => {
    const slow = graph({
      name: 'slow-lanes',
      state: { seen: append(z.string()) },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a', 'b'], then: 'end' }, after: { '5m': 'late' } },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        late: { final: true },
        end: { final: true },
      },
    });
    const thread = started(slow)
      .done('fork.1/a', { seen: ['a'] })
      .pass(300_000);
    expect(thread.where).toEqual({ '': 'late closed' });
    expect(thread.state()['seen']).toEqual([]);
  });

  test('counts from when its own lane came to the node, whatever waits beside it', () => {
    const lanes = graph({
      name: 'lanes',
      state: { seen: append(z.string()) },
      events: { next: z.undefined() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['early', 'late'], then: 'end' } },
        early: { after: { '1h': { to: 'end', update: () => ({ seen: ['early'] }) } } },
        late: { on: { next: 'later' } },
        later: { after: { '1h': { to: 'end', update: () => ({ seen: ['late'] }) } } },
        end: { final: true },
      },
    });
    const thread = started(lanes).pass(600_000).send('next');
    expect(timersOf(thread.plan, thread.snapshot)).toEqual([
      { lane: 'fork.1/early', kind: 'after', name: '1h', at: 3_600_000 },
      { lane: 'fork.1/late', kind: 'after', name: '1h', at: 4_200_000 },
    ]);
    expect(thread.pass(3_600_000).state()['seen']).toEqual(['early', 'late']);
  });

  test('whose guard throws fails the thread, and fires again once it is resumed', () => {
    let broken = true;
    const thrown = graph({
      name: 'thrown',
      state: {},
      start: 'wait',
      nodes: {
        wait: {
          after: {
            '1h': {
              to: 'end',
              when: () => {
                if (broken) throw new Error('no idea');
                return true;
              },
            },
          },
        },
        end: { final: true },
      },
    });
    const thread = started(thrown).pass(3_600_000);
    expect(thread.status).toBe('failed');
    expect(thread.stopped()).toBe('nodes.wait.after.1h.when threw: no idea');
    broken = false;
    expect(thread.resume().pass(0).where).toEqual({ '': 'end closed' });
  });

  test('of a lane is told from a sleep that has its name', () => {
    const named = graph({
      name: 'named',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), after: { '1h': 'late' }, next: 'end' },
        late: { final: true },
        end: { final: true },
      },
    });
    const sleeping = started(named).give({ type: 'sleep', lane: '', key: '1h', until: 7_200_000 });
    expect(sleeping.pass(3_600_000).trail).toEqual(['start ->work', 'sleep (1h) work', 'timer (1h) work->late']);
  });
});
