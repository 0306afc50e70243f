import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, reduce } from '../../src/index.ts';
import { started } from './pure-thread.ts';

/** Something that throws until it is mended. */
const breakable = () => {
  const state = { broken: true };
  const or = <Value>(value: Value): Value => {
    if (state.broken) throw new Error('no idea');
    return value;
  };
  return { or, mend: () => (state.broken = false) };
};

describe('what decides', () => {
  const forms = {
    'a guard': (or: <V>(value: V) => V) => ({
      name: 'guarded',
      next: [{ when: () => or(true), to: 'end' as const }] as const,
      what: 'nodes.work.next[0].when',
    }),
    choose: (or: <V>(value: V) => V) => ({
      name: 'chosen',
      next: { choose: () => or('end' as const), among: ['end'] as const },
      what: 'nodes.work.next.choose',
    }),
    each: (or: <V>(value: V) => V) => ({
      name: 'listed',
      next: { each: () => or([]), to: 'lane' as const, then: 'end' as const },
      what: 'nodes.work.next.each',
    }),
  };

  test.each(Object.entries(forms))(
    '%s that throws fails the thread after the result is stored, and resume decides again without the activity',
    (_what, make) => {
      const { or, mend } = breakable();
      const { name, next, what } = make(or);
      const decides = graph({
        name,
        state: { n: z.number().optional() },
        events: { never: z.undefined() },
        start: 'work',
        on: { never: 'lane' },
        nodes: {
          work: { run: () => ({}), onError: 'lost', next },
          lane: { run: () => ({}), next: 'end' },
          lost: { final: true },
          end: { final: true },
        },
      });
      const thread = started(decides).done('', { n: 7 });
      expect(thread.status).toBe('failed');
      expect(thread.state()).toEqual({ n: 7 });
      expect(thread.lane('')).toMatchObject({ node: 'work', pending: 'passing' });
      expect(thread.lane('').stopped).toMatchObject({ code: 'decision/failed', message: `${what} threw: no idea` });
      expect(thread.resume().status).toBe('failed');
      mend();
      thread.resume();
      expect(thread.where).toEqual({ '': 'end closed' });
      expect(thread.rows.filter(({ cause }) => cause === 'done')).toHaveLength(1);
    },
  );

  test.each([
    ['a count', 3, '3'],
    ['a text', 'too dear', '"too dear"'],
    ['an object', {}, 'an object'],
  ])('%s is no verdict of a guard, wherever it stands: what it decides is not decided', (_, answer, found) => {
    const when = () => answer as unknown as boolean;
    const odd = graph({
      name: 'odd',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: [{ when, to: 'end' }, 'other'] },
        other: { final: true },
        end: { final: true },
      },
    });
    expect(started(odd).done('').lane('').stopped).toMatchObject({
      code: 'decision/no-verdict',
      message: expect.stringContaining(found) as unknown,
    });
  });

  test('neither is it one of a handler of an event or a timer', () => {
    const when = () => 1 as unknown as boolean;
    const odd = graph({
      name: 'odd',
      state: {},
      events: { go: z.undefined() },
      start: 'wait',
      nodes: { wait: { on: { go: { when, to: 'end' } }, after: { '1s': { when, to: 'end' } } }, end: { final: true } },
    });
    expect(() => started(odd).send('go')).toThrow(expect.objectContaining({ code: 'decision/no-verdict' }));
    expect(started(odd).pass(1_000).lane('').stopped).toMatchObject({ code: 'decision/no-verdict' });
  });

  test.each([false, undefined, null, 0, ''])('%j of a guard is a no', (answer) => {
    const calm = graph({
      name: 'calm',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: [{ when: () => answer as unknown as boolean, to: 'other' }, 'end'] },
        other: { final: true },
        end: { final: true },
      },
    });
    expect(started(calm).done('').where).toEqual({ '': 'end closed' });
  });

  test('a promise is no answer: the thread fails and says so', () => {
    const slow = graph({
      name: 'slow',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: [{ when: (async () => true) as unknown as () => boolean, to: 'end' }] },
        end: { final: true },
      },
    });
    expect(started(slow).done('').lane('').stopped).toMatchObject({ code: 'decision/async' });
  });

  test('a failed decision stays where it is while the state is edited, and resume decides on the new state', () => {
    const strict = graph({
      name: 'strict',
      state: { n: z.number().default(0) },
      start: 'work',
      nodes: {
        work: {
          run: () => ({}),
          next: [
            {
              when: (s) => {
                if (s.n === 0) throw new Error('nothing to decide on');
                return s.n > 1;
              },
              to: 'more',
            },
            'end',
          ],
        },
        more: { final: true },
        end: { final: true },
      },
    });
    const thread = started(strict).done('').edit({ n: 2 });
    expect(thread.where).toEqual({ '': 'work failed' });
    expect(thread.resume().where).toEqual({ '': 'more closed' });
    expect(thread.rows.filter(({ cause }) => cause === 'done')).toHaveLength(1);
  });

  test('a failed decision outlives events that only change the state', () => {
    const { or, mend } = breakable();
    const noted = graph({
      name: 'noted',
      state: { notes: append(z.string()) },
      events: { note: z.string() },
      start: 'work',
      on: { note: { update: (_s, text) => ({ notes: [text] }) } },
      nodes: { work: { run: () => ({}), next: [{ when: () => or(true), to: 'end' }] }, end: { final: true } },
    });
    const thread = started(noted).done('').send('note', 'look at this');
    mend();
    expect(thread.status).toBe('failed');
    expect(thread.resume().where).toEqual({ '': 'end closed' });
    expect(thread.state()).toEqual({ notes: ['look at this'] });
  });
});

describe('a reducer that throws', () => {
  const folded = (or: <V>(value: V) => V) =>
    graph({
      name: 'folded',
      state: {
        note: z.string().optional(),
        all: reduce({ schema: z.string(), initial: '', apply: (now, next) => or(`${now}${next}`) }),
      },
      start: 'work',
      nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
    });

  test('fails the thread, keeps the rest of the update, and is asked again by resume', () => {
    const { or, mend } = breakable();
    const thread = started(folded(or)).done('', { note: 'kept', all: 'x' });
    expect(thread.status).toBe('failed');
    expect(thread.stopped()).toBe('state.all.apply threw: no idea');
    expect(thread.state()).toEqual({ note: 'kept', all: '' });
    expect(thread.resume().status).toBe('failed');
    mend();
    expect(thread.resume().state()).toEqual({ note: 'kept', all: 'x' });
    expect(thread.where).toEqual({ '': 'end closed' });
  });

  test('keeps the update while the state is edited', () => {
    const { or, mend } = breakable();
    const thread = started(folded(or)).done('', { all: 'x' }).edit({ note: 'by hand' });
    mend();
    expect(thread.resume().state()).toEqual({ note: 'by hand', all: 'x' });
  });

  test('at a join fails the thread there, and no lane runs again', () => {
    let broken = false;
    const lanes = graph({
      name: 'lanes',
      state: {
        all: reduce({
          schema: z.string(),
          initial: '',
          apply: (now, next) => {
            if (broken) throw new Error('no idea');
            return `${now}${next}`;
          },
        }),
      },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a', 'b'], then: 'end' } },
        a: { run: () => ({}), next: 'wait' },
        wait: { after: { '1h': 'end' } },
        b: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(lanes).done('fork.1/a', { all: 'a' }).done('fork.1/b', { all: 'b' });
    broken = true;
    thread.pass(3_600_000);
    expect(thread.where).toEqual({ '': 'fork failed', 'fork.1/a': 'end closed', 'fork.1/b': 'end closed' });
    broken = false;
    expect(thread.resume().state()).toEqual({ all: 'ab' });
    expect(thread.status).toBe('done');
  });
});
