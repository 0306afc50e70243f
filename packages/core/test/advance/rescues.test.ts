// Where failures lead: a list of ways, of which the first whose guard holds is taken.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, compile, graph } from '../../src/index.ts';
import { loose } from '../compile/loose.ts';
import { started } from './pure-thread.ts';

const coded = (code: string): Error => Object.assign(new Error(`it is ${code}`), { code });

const tries = graph({
  name: 'tries',
  state: { bold: z.boolean().default(false), why: z.string().optional() },
  start: 'work',
  nodes: {
    work: {
      run: () => ({}),
      onError: [
        { when: (_s, error) => error.code === 'dear', to: 'broke', label: 'too dear' },
        {
          when: (s, error, { lane }) => s.bold && error.message !== '' && lane === '',
          to: 'again',
          update: (_s, error) => ({ why: error.message }),
        },
        'sorry',
      ],
      next: 'end',
    },
    again: { run: () => ({}), next: 'end' },
    broke: { final: true },
    sorry: { final: true },
    end: { final: true },
  },
});

describe('a list of ways out for failures', () => {
  test('is tried in order, by the state and by what failed, and what was refused is recorded', () => {
    const dear = started(tries).fails('', coded('dear'));
    expect(dear.rows.at(-1)).toMatchObject({ cause: 'error', to: 'broke', label: 'too dear' });
    expect(dear.rows.at(-1)?.note).not.toHaveProperty('tried');
    const bold = started(tries, { bold: true }).fails('', coded('odd'));
    expect(bold.where).toEqual({ '': 'again running' });
    expect(bold.state()).toEqual({ bold: true, why: 'it is odd' });
    expect(bold.rows.at(-1)?.note?.tried).toEqual(['nodes.work.onError[0] (too dear)']);
    const sorry = started(tries).fails('', coded('odd'));
    expect(sorry.rows.at(-1)).toMatchObject({
      to: 'sorry',
      note: { tried: ['nodes.work.onError[0] (too dear)', 'nodes.work.onError[1]'] },
    });
  });

  test('leaves a failure to whoever holds the lane where none of its guards holds', () => {
    const held = (outer: object) =>
      loose({
        name: 'held',
        state: {},
        start: 'fan',
        nodes: {
          fan: { next: { all: ['one', 'other'], then: 'end', ...outer }, onError: 'own' },
          one: { run: () => ({}), onError: { when: () => false, to: 'end' }, next: 'end' },
          other: { run: () => ({}), next: 'end' },
          own: { final: true },
          lanes: { final: true },
          end: { final: true },
        },
      });
    const refused = started(held({ onError: [{ when: () => false, to: 'lanes' }] })).fails('fan.1/one');
    expect(refused.rows.slice(-2)).toMatchObject([
      { lane: 'fan.1/one', cause: 'fail', note: { tried: ['nodes.one.onError'] } },
      { lane: '', cause: 'error', to: 'own', note: { lane: 'fan.1/one', tried: ['nodes.fan.next.onError'] } },
    ]);
    expect(
      started(held({ onError: { when: () => true, to: 'lanes' } }))
        .fails('fan.1/one')
        .trail.at(-1),
    ).toContain('lanes');
  });

  test('takes along what lanes had found, and shows it to the guards that ask for that', () => {
    const fan = graph({
      name: 'fan',
      state: { found: append(z.string()) },
      start: 'fan',
      nodes: {
        fan: {
          next: {
            all: ['one', 'other'],
            then: 'end',
            onError: [
              { when: (s) => s.found.length > 0, keep: true, to: 'some' },
              { when: (s) => s.found.length === 0, to: 'none' },
            ],
          },
        },
        one: { run: () => ({ found: ['it'] }), next: 'end' },
        other: { run: () => ({}), next: 'end' },
        some: { final: true },
        none: { final: true },
        end: { final: true },
      },
    });
    const some = started(fan)
      .done('fan.1/one', { found: ['it'] })
      .fails('fan.1/other');
    expect(some.where).toEqual({ '': 'some closed' });
    expect(some.state()).toEqual({ found: ['it'] });
    expect(started(fan).fails('fan.1/other').where).toEqual({ '': 'none closed' });
  });

  test('fails the lane where a guard throws, which is resumed from there', () => {
    let isBroken = true;
    const throws = loose({
      name: 'throws',
      state: {},
      start: 'work',
      nodes: {
        work: {
          run: () => ({}),
          onError: [
            {
              when: () => {
                if (isBroken) throw new Error('broken');
                return true;
              },
              to: 'end',
            },
            'end',
          ],
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = started(throws).fails('');
    expect(thread.stopped()).toContain('nodes.work.onError[0].when');
    isBroken = false;
    expect(thread.resume().fails('').where).toEqual({ '': 'end closed' });
  });
});

describe('a fingerprint', () => {
  const withOnError = (onError: unknown, ofLanes: unknown = onError): string =>
    compile(
      loose({
        name: 'g',
        state: {},
        start: 'a',
        nodes: {
          a: { run: () => ({}), onError, next: { all: ['b'], then: 'end', onError: ofLanes } },
          b: { next: 'end' },
          c: { final: true },
          end: { final: true },
        },
      }),
    ).fingerprint;

  test('is the same however one way is written, and another where there are more', () => {
    const one = withOnError('c');
    expect(one).toBe('ba3eadf0c6c3d8fa');
    const written = [['c'], { to: 'c' }, { to: 'c', label: 'odd' }, [{ to: 'c', when: () => true, keep: true }]];
    expect(written.map((each) => withOnError(each))).toEqual(written.map(() => one));
    const others = [
      withOnError([{ when: () => true, to: 'c' }, 'end']),
      withOnError([{ when: () => true, to: 'end' }, 'c']),
      withOnError('c', [{ when: () => true, to: 'end' }, 'c']),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
    expect(withOnError([{ when: (s: unknown) => s === 1, to: 'c', label: 'odd' }, 'end'])).toBe(others[0]);
  });
});
