import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { advanceDraft } from '../../src/advance/advance.ts';
import type { Input } from '../../src/advance/moves/input.ts';
import type { Row } from '../../src/advance/state/row.ts';
import { draftOf, emptySnapshot } from '../../src/advance/state/snapshot.ts';
import { statusOf } from '../../src/advance/status.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { compile } from '../../src/compile/compile.ts';
import { graph, type AnyGraph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

describe('the guard where no graph sets a limit', () => {
  const chat = graph({
    name: 'chat',
    state: {},
    events: { say: z.undefined(), over: z.undefined() },
    start: 'idle',
    nodes: {
      idle: { on: { say: 'reply', over: 'end' } },
      reply: { next: 'think' },
      think: { next: 'idle' },
      end: { final: true },
    },
  });

  /** A thread of a graph, which nothing but its end is looked at of: looking at each step would take too long. */
  const driven = (of: AnyGraph, inputs: Iterable<Input>) => {
    const plan = compile(of);
    const draft = draftOf(emptySnapshot('t'));
    const rows: Row[] = [];
    for (const input of inputs) {
      const refused = advanceDraft(plan, draft, input, { now: 0, codec: noClasses }, rows);
      if (refused !== undefined) throw refused;
    }
    return { draft, rows, status: statusOf(draft) };
  };

  test('ends no conversation, however long', () => {
    const says = Array.from({ length: 11_000 }, (): Input => ({ type: 'event', name: 'say', payload: undefined }));
    const { draft, status } = driven(chat, [{ type: 'start', input: {} }, ...says]);
    expect(draft.transitions).toBe(33_001);
    expect(status).toBe('waiting');
  });

  test('ends no conversation within a subgraph, by answers', () => {
    const outer = graph({
      name: 'outer',
      state: {},
      start: 'again',
      nodes: {
        again: { graph: chat, next: [{ when: () => true, to: 'again' }, 'end'] },
        end: { final: true },
      },
    });
    const turn: readonly Input[] = ['say', 'over'].map((name) => ({ type: 'event', name, payload: undefined }));
    const { status } = driven(outer, [
      { type: 'start', input: {} },
      ...Array.from({ length: 10_500 }, () => turn).flat(),
    ]);
    expect(status).toBe('waiting');
  });

  test('stops a loop that waits for nobody but the threads that it starts', () => {
    const calling = graph({
      name: 'calling',
      state: {},
      start: 'call',
      nodes: { call: { run: () => {}, next: [{ when: () => true, to: 'call' }, 'end'] }, end: { final: true } },
    });
    function* rounds(child: string | undefined): Generator<Input> {
      yield { type: 'start', input: {} };
      const told = child === undefined ? {} : { child };
      for (let count = 0; count < 10_500; count += 1) {
        yield { type: 'ask', lane: '', key: 'job', payload: { thread: 'c', of: 't' }, child: 'cancel' };
        yield { type: 'answer', key: 'job', value: {}, ...told };
        yield { type: 'done', lane: '' };
        if (child !== undefined && count === 10_000) return;
      }
    }
    const looped = driven(calling, rounds('c'));
    expect(looped.status).toBe('failed');
    expect(looped.rows.at(-1)?.note?.failure).toMatchObject({ code: 'limit/exceeded' });
    expect(driven(calling, rounds(undefined)).status).toBe('running');
  });

  test('lets a fork be as wide as it likes', () => {
    const wide = graph({
      name: 'wide',
      state: {},
      start: 'fan',
      nodes: {
        fan: { next: { each: () => Array.from({ length: 5_001 }, () => ({})), to: 'one', then: 'end' } },
        one: { next: 'two' },
        two: { next: 'end' },
        end: { final: true },
      },
    });
    expect(driven(wide, [{ type: 'start', input: {} }]).status).toBe('done');
  });

  const one = { next: [{ when: () => true, to: 'two' }, 'end'] } as const;
  const two = { next: [{ when: () => true, to: 'one' }, 'end'] } as const;
  const end = { final: true } as const;
  const loop = graph({ name: 'loop', state: {}, start: 'one', nodes: { one, two, end } });
  const through = (child: AnyGraph) =>
    graph({
      name: 'through',
      state: {},
      start: 'again',
      nodes: { again: { graph: child, next: [{ when: () => true, to: 'again' }, 'end'] }, end: { final: true } },
    });
  const fan = { next: { all: ['a', 'b'], then: 'meet' } } as const;
  const forks = graph({
    name: 'forks',
    state: {},
    start: 'fan',
    nodes: {
      fan,
      a: { next: 'meet' },
      b: { next: 'meet' },
      meet: { next: [{ when: () => true, to: 'fan' }, 'end'] },
      end: { final: true },
    },
  });
  let passes = 0;
  const inner = graph({
    name: 'inner',
    state: {},
    start: 'in',
    nodes: { in: { next: [{ when: () => (passes += 1) % 1_000 !== 0, to: 'in' }, 'end'] }, end: { final: true } },
  });
  const short = graph({ name: 'short', state: {}, start: 'in', nodes: { in: { next: 'end' }, end: { final: true } } });

  test.each([
    ['one', 'two', loop],
    ['again', undefined, through(short)],
    ['again', undefined, through(through(short))],
    ['fan', 'meet', forks],
    // Each inner loop is short; together they are not.
    ['again', undefined, through(inner)],
  ])('finds a loop through %s', (first, second, of) => {
    const { draft, status, rows } = driven(of, [{ type: 'start', input: {} }]);
    expect(status).toBe('failed');
    const stopped = draft.lanes.all().flatMap((lane) => lane.stopped?.message ?? []);
    expect(stopped).toHaveLength(1);
    expect(stopped[0]).toContain(`It goes round "${first}"${second === undefined ? '.' : `, "${second}".`}`);
    expect(rows.length).toBeLessThan(80_000);
  });

  test('begins to count anew by resume()', () => {
    const thread = started(loop);
    const { transitions } = thread.snapshot;
    thread.resume();
    expect(thread.status).toBe('failed');
    expect(thread.snapshot.transitions).toBeGreaterThan(transitions + 9_000);
  });
});
