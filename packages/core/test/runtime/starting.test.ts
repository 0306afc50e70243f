import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, transient } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

const greet = graph({
  name: 'greet',
  state: { name: z.string(), shout: z.boolean().default(false), said: append(z.string()) },
  events: { stop: z.undefined() },
  start: 'hello',
  nodes: {
    hello: { run: (s) => ({ said: [s.shout ? `HELLO ${s.name}` : `hello ${s.name}`] }), next: 'wait' },
    wait: { on: { stop: 'end' } },
    end: { final: true },
  },
});

const other = graph({ name: 'other', state: { name: z.string() }, start: 'end', nodes: { end: { final: true } } });

describe('starting', () => {
  test('resolves when the thread is on disk', async () => {
    const store = memory();
    const thread = await opened(greet, { store }).start(greet, { name: 'Ada' }, { id: 't', tags: ['vip'] });
    expect(thread.id).toBe('t');
    expect(await store.thread('t')).toMatchObject({ graph: 'greet', tags: ['vip'] });
  });

  test('a clock that shows fractions of a millisecond is read in whole ones', async () => {
    let now = 1_000.75;
    const cairn = opened(greet, { clock: { now: () => (now += 0.5), after: () => () => undefined } });
    const thread = await cairn.start(greet, { name: 'Ada' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    for (const { time } of await thread.history()) expect(Number.isInteger(time)).toBe(true);
  });

  test('the same id with the same input again gives the same thread', async () => {
    const cairn = opened(greet);
    const thread = await cairn.start(greet, { name: 'Ada' }, { id: 't' });
    await thread.settled();
    const again = await cairn.start(greet, { name: 'Ada', shout: false }, { id: 't' });
    expect(again.id).toBe('t');
    expect(await again.settled()).toMatchObject({ state: { said: ['hello Ada'] } });
  });

  test('the same id again gives the same thread where a schema makes a value anew each time', async () => {
    let made = 0;
    const stamped = graph({
      name: 'stamped',
      state: {
        name: z.string(),
        created: z.date().default(() => new Date()),
        number: z.number().default(() => (made += 1)),
      },
      start: 'end',
      nodes: { end: { final: true } },
    });
    const cairn = opened(stamped);
    const thread = await cairn.start(stamped, { name: 'Ada' }, { id: 't' });
    const { state } = await thread.settled();
    const again = await cairn.start(stamped, { name: 'Ada' }, { id: 't' });
    expect(await again.settled()).toMatchObject({ state });
    await expect(cairn.start(stamped, { name: 'Bob' }, { id: 't' })).rejects.toMatchObject({ code: 'thread/exists' });
    await expect(cairn.start(stamped, { name: 'Ada', number: 77 }, { id: 't' })).rejects.toMatchObject({
      code: 'thread/exists',
    });
  });

  test('the same id with the same input is the same start, whatever a deploy, a default or a cut history made of it', async () => {
    const store = memory();
    const clock = virtualClock();
    const made = { of: 0 };
    const line = z.object({ item: z.string(), id: z.string().default(() => `id ${(made.of += 1)}`) });
    const shape = {
      lines: z.array(line),
      options: z.record(z.string(), z.unknown()),
      when: z.date(),
      log: transient(z.unknown()),
    };
    const of = (state: object) =>
      graph({
        name: 'order',
        state: { ...shape, ...state },
        events: { go: z.undefined() },
        start: 'wait',
        nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
      });
    const input = {
      lines: [{ item: 'book' }],
      options: { b: [1, { y: 2, x: NaN }], a: new Map([['k', 1n]]) },
      when: new Date(7),
    };
    const reordered = {
      log: () => 1,
      when: new Date(7),
      options: { a: new Map([['k', 1n]]), b: [1, { x: NaN, y: 2 }] },
      lines: [{ item: 'book', id: undefined }],
    };
    const before = of({});
    const after = of({ notes: append(z.string()), at: z.number().default(() => Math.random()) });
    const first = opened(before, { store, clock });
    await first.start(before, input, { id: 't' });
    await clock.advance(0);
    const second = opened(after, { store, clock });
    for (const cut of [false, true]) {
      if (cut) await second.prune({ status: ['waiting'], drop: 'history' });
      for (const [cairn, by] of [
        [first, before],
        [second, after],
      ] as const) {
        for (const again of [input, reordered]) expect((await cairn.start(by, again, { id: 't' })).id).toBe('t');
        const others = [
          { ...input, lines: [{ item: 'YACHT' }] },
          { ...input, when: new Date(8) },
          { ...input, options: {} },
          { ...input, lines: [{ item: 'book' }, { item: 'book' }] },
        ];
        for (const another of others) {
          await expect(cairn.start(by, another, { id: 't' })).rejects.toMatchObject({
            code: 'thread/exists',
            facts: { why: 'started with another input' },
          });
        }
      }
      await second.thread(after, 't').edit({ lines: [] });
      await second.thread(after, 't').settled();
    }
  });

  test('the id of a fork is taken, whatever its origin was started with', async () => {
    const cairn = opened(greet);
    const thread = await cairn.start(greet, { name: 'Ada' }, { id: 't' });
    await thread.settled();
    await thread.fork(1, { id: 'f' });
    await expect(cairn.start(greet, { name: 'Ada' }, { id: 'f' })).rejects.toMatchObject({
      code: 'thread/exists',
      facts: { why: 'forked from "t"' },
    });
  });

  test('the same id at the same time starts one thread', async () => {
    const cairn = opened(greet);
    const starts = Array.from({ length: 5 }, () => cairn.start(greet, { name: 'Ada' }, { id: 't' }));
    const [thread] = await Promise.all(starts);
    expect(await thread?.settled()).toMatchObject({ state: { said: ['hello Ada'] } });
    expect((await cairn.threads()).threads).toHaveLength(1);
  });

  test('the same id with another input is a problem', async () => {
    const cairn = opened(greet);
    await cairn.start(greet, { name: 'Ada' }, { id: 't' });
    await expect(cairn.start(greet, { name: 'Bob' }, { id: 't' })).rejects.toMatchObject({
      code: 'thread/exists',
      facts: { thread: 't', why: 'started with another input' },
    });
  });

  test('the same id with another graph is a problem', async () => {
    const cairn = opened(greet, { graphs: [greet, other] });
    await cairn.start(greet, { name: 'Ada' }, { id: 't' });
    await expect(cairn.start(other, { name: 'Ada' }, { id: 't' })).rejects.toMatchObject({ code: 'thread/exists' });
    await expect(cairn.thread(other, 't').status()).rejects.toMatchObject({
      code: 'thread/wrong-graph',
      facts: { graph: 'greet', given: 'other' },
    });
  });

  test.each([
    '',
    'a b',
    'a@1',
    'a\n',
    'x'.repeat(201),
    'a\uD800',
    'a\u0000',
    'a\u001B[31m',
    'a\u009B',
    'a\u200Bb',
    'a\u202Eb',
    'a\u2066b',
    'a\u00ADb',
    '\uFEFFa',
    'a\u2028b',
    'a\u3164',
    'a\uFE0F',
    'a\u{E0041}',
  ])('with the id %j is refused: no checkpoint could be named, or told from another', async (id) => {
    const cairn = opened(greet);
    const refused = { code: 'thread/invalid-id' };
    await expect(cairn.start(greet, { name: 'Ada' }, { id })).rejects.toMatchObject(refused);
    const thread = await cairn.start(greet, { name: 'Ada' }, { id: 'sound' });
    await expect(thread.fork(1, { id })).rejects.toMatchObject(refused);
    await expect(thread.cancel('no', { id })).rejects.toMatchObject({ code: 'thread/invalid-message-id' });
  });

  test.each(['INC-42', 'größe', '注文', 'a.b/c:d', '🙂'])('with the id %j gives a thread of it', async (id) => {
    const thread = await opened(greet).start(greet, { name: 'Ada' }, { id });
    expect(thread.id).toBe(id);
    expect(await thread.record()).toMatchObject({ id });
  });

  test('with an input that does not fit leaves no thread behind', async () => {
    const cairn = opened(greet);
    await expect(cairn.start(greet, { name: 7 as never }, { id: 't' })).rejects.toMatchObject({
      code: 'value/invalid',
    });
    await expect(cairn.start(greet, { name: 'Ada', nmae: 'x' } as never)).rejects.toThrow('Did you mean "name"?');
    expect((await cairn.threads()).threads).toEqual([]);
  });

  test('a graph that the runtime was not opened with is a problem that names those it has', async () => {
    const cairn = opened(greet);
    await expect(cairn.start(other, { name: 'Ada' })).rejects.toMatchObject({
      code: 'thread/unknown-graph',
      facts: { graph: 'other', known: ['greet'] },
    });
    expect(() => cairn.thread(other, 't')).toThrow(expect.objectContaining({ code: 'thread/unknown-graph' }));
  });

  test('two graphs of one name cannot be told apart, and none runs the code of the other', async () => {
    const namesake = { ...greet };
    expect(() => open({ store: memory(), graphs: [greet, namesake] })).toThrow(
      expect.objectContaining({ code: 'graph/another', facts: { graph: 'greet', given: 'A graph' } }),
    );
    const cairn = opened(greet, { graphs: [greet, other, greet] });
    const refused = { code: 'graph/another', facts: { graph: 'greet', given: 'The graph that was passed' } };
    await expect(cairn.start(namesake, { name: 'Ada' })).rejects.toMatchObject(refused);
    expect(() => cairn.thread(namesake, 't')).toThrow(expect.objectContaining(refused));
    expect((await (await cairn.start(greet, { name: 'Ada' })).settled()).state.said).toEqual(['hello Ada']);
  });

  test('in a runtime that was closed is a problem', async () => {
    const cairn = open({ store: memory(), graphs: [greet] });
    await cairn.close();
    await expect(cairn.start(greet, { name: 'Ada' })).rejects.toMatchObject({ code: 'runtime/closed' });
  });
});

describe('a thread that is not there', () => {
  test('is a problem, whatever is asked of it', async () => {
    const thread = opened(greet).thread(greet, 'nobody');
    const missing = { code: 'thread/not-found', facts: { thread: 'nobody', store: 'memory' } };
    await expect(thread.status()).rejects.toMatchObject(missing);
    await expect(thread.settled()).rejects.toMatchObject(missing);
    await expect(thread.history()).rejects.toMatchObject(missing);
    await expect(thread.send('stop')).rejects.toMatchObject(missing);
    await expect(thread.send('stop', undefined, { queue: true })).rejects.toMatchObject(missing);
    await expect(thread.cancel()).rejects.toMatchObject(missing);
    await expect(thread.fork(1)).rejects.toMatchObject(missing);
    await expect(thread.watch().next()).rejects.toMatchObject(missing);
  });
});

describe('a checkpoint that is not there', () => {
  test.each([0, 4, 1.5])('is a problem that says which there are: %d', async (seq) => {
    const thread = await opened(greet).start(greet, { name: 'Ada' }, { id: 't' });
    await thread.settled();
    const missing = { code: 'checkpoint/not-found', facts: { thread: 't', seq, head: 2 } };
    await expect(thread.at(seq)).rejects.toMatchObject(missing);
    await expect(thread.fork(seq)).rejects.toMatchObject(missing);
    await expect(thread.rewind(seq)).rejects.toMatchObject(missing);
  });
});

test.each(['abc', [{}], [1], null])(
  'tags that are no list of texts are refused before anything is stored: %j',
  async (tags) => {
    const it = graph({ name: 'tagged', state: {}, start: 'end', nodes: { end: { final: true } } });
    const cairn = opened(it);
    await expect(cairn.start(it, {}, { tags: tags as never })).rejects.toMatchObject({ code: 'value/invalid' });
    expect((await cairn.threads()).threads).toEqual([]);
  },
);
