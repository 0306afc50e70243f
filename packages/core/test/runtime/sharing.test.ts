import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, merge, reduce, replay, sum, upsert, type Context } from '@cairn/core';
import { blameOf, exportThread, goingOnWith, importThread, whyOf } from '@cairn/core/inspect';
import { opened } from './opened.ts';

const spoken = append(z.string());
const best = reduce({ schema: z.number(), initial: 0, apply: (before: number, one: number) => before * 10 + one });
const shared = {
  messages: spoken,
  spent: sum(),
  notes: merge(z.string()),
  tasks: upsert(z.object({ id: z.string(), n: z.number() }), 'id'),
  best,
  title: z.string().default('none'),
};
const share = ['messages', 'spent', 'notes', 'tasks', 'best', 'title'] as const;

/** An agent that answers what was said last; `during` is done in its middle. */
const agent = (during: (context: Context) => unknown = () => undefined) =>
  graph({
    name: 'agent',
    state: { ...shared, draft: z.string().default('') },
    events: { hurry: z.object({}) },
    start: 'think',
    nodes: {
      think: {
        run: (s) => ({ draft: `answer to ${s.messages.at(-1)}`, messages: ['(thinks)'], spent: 1 }),
        next: 'work',
      },
      work: {
        run: async (_s, ctx) => {
          await during(ctx);
          return { tasks: [{ id: 'a', n: 2 }], notes: { a: 'noted' }, best: 2, title: 'answered' };
        },
        next: 'say',
      },
      say: { run: (s) => ({ messages: [s.draft], spent: 2 }), next: 'end' },
      end: { final: true },
    },
  });

/** A conversation with that agent; where it fails, `keep` takes along what it had changed. */
const conversation = (during?: (context: Context) => unknown, keep = false) =>
  graph({
    name: 'conversation',
    state: { ...shared, answers: append(z.string()) },
    events: { say: z.string(), note: z.string(), stop: z.object({}) },
    start: 'listen',
    nodes: {
      listen: {
        on: { say: { to: 'answer', update: (_s, said) => ({ messages: [said], best: 1 }) }, stop: 'end' },
      },
      answer: {
        graph: agent(during),
        share: [...share],
        output: ({ state }, s) => ({ answers: [`${state.draft} as ${s.messages.length}`] }),
        on: { note: { update: (_s, said) => ({ messages: [said], best: 7 }) } },
        onError: [
          {
            to: 'listen',
            keep: true,
            when: (s) => keep && s.messages.includes('(thinks)'),
            update: (s) => ({ answers: [`none, for ${s.spent}`], best: 3 }),
          },
          'listen',
        ],
        next: 'listen',
      },
      end: { final: true },
    },
  });

const answered = {
  messages: ['hello', '(thinks)', 'answer to hello'],
  spent: 3,
  notes: { a: 'noted' },
  tasks: [{ id: 'a', n: 2 }],
  best: 12,
  title: 'answered',
  answers: ['answer to hello as 3'],
};

describe('a key that a subgraph shares', () => {
  test("is begun with as it is, and what changes of it is the holder's at the end", async () => {
    const work = conversation();
    const thread = await opened(work).start(work, {});
    await thread.send('say', 'hello');
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: answered });
    await thread.send('say', 'again');
    expect(await thread.settled()).toMatchObject({
      state: { messages: [...answered.messages, 'again', '(thinks)', 'answer to again'], spent: 6, best: 1212 },
    });
  });

  test('is copied by no row', async () => {
    const work = conversation();
    const thread = await opened(work).start(work, {});
    await thread.send('say', 'x'.repeat(1_000));
    await thread.settled();
    const rows = (await thread.history()).filter(({ cause }) => cause === 'open' || cause === 'done');
    const told = rows.filter((row) => JSON.stringify(row).includes('xxx')).map(({ lane, cause }) => `${lane} ${cause}`);
    // What the agent says of it is its own; the row that opens it and the one that ends it tell nothing again.
    expect(told).toEqual(['answer.1 done', 'answer.1 done', ' done']);
  });

  test('is as it was in the holder until the subgraph ends', async () => {
    const seen: unknown[] = [];
    const work = conversation(async (ctx) => {
      const { state, lanes } = await cairn.thread(work, ctx.thread).at();
      seen.push(state.messages, lanes.find(({ lane }) => lane === ctx.lane)?.state['messages']);
    });
    const cairn = opened(work);
    const thread = await cairn.start(work, {});
    await thread.send('say', 'hello');
    await thread.settled();
    expect(seen).toEqual([['hello'], ['hello', '(thinks)']]);
  });

  test('meets what an event wrote to the holder meanwhile, and its reducer takes both', async () => {
    const work = conversation(async (ctx) => cairn.thread(work, ctx.thread).send('note', 'hurry'));
    const store = memory();
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {});
    await thread.send('say', 'hello');
    const messages = ['hello', 'hurry', '(thinks)', 'answer to hello'];
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { messages, best: 172 } });
    expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
  });

  test('that both set is a conflict, which an edit decides', async () => {
    const work = conversation(async (ctx) => cairn.thread(work, ctx.thread).edit({ title: 'by hand' }));
    const store = memory();
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {});
    await thread.send('say', 'hello');
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'state/conflict' }] });
    await thread.edit({ title: 'decided' });
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { ...answered, title: 'decided' } });
    expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
  });

  test('is the holder’s where the subgraph fails and the way out says to keep it', async () => {
    const work = conversation(() => {
      throw new Error('no answer');
    }, true);
    const store = memory();
    const thread = await opened(work, { store }).start(work, {});
    await thread.send('say', 'hello');
    expect((await thread.settled()).state).toMatchObject({
      messages: ['hello', '(thinks)'],
      spent: 1,
      best: 13,
      answers: ['none, for 1'],
    });
    expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
  });

  test('is as it was where the subgraph fails', async () => {
    const work = conversation(() => {
      throw new Error('no answer');
    });
    const thread = await opened(work).start(work, {});
    await thread.send('say', 'hello');
    expect(await thread.settled()).toMatchObject({
      status: 'waiting',
      state: { messages: ['hello'], spent: 0, best: 1 },
    });
  });

  test('can be rewound, forked, replayed, explained and blamed within the subgraph', async () => {
    const store = memory();
    const work = conversation();
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {});
    await thread.send('say', 'hello');
    await thread.settled();
    const rows = await thread.history();
    const within = rows.filter(({ lane }) => lane === 'answer.1').map(({ seq }) => seq);
    expect(within).toHaveLength(3);
    for (const seq of within) {
      expect(await (await thread.fork(seq)).settled()).toMatchObject({ state: answered });
      expect((await (await thread.fork(seq, { recorded: true })).history()).at(-1)?.to).toBe('listen');
    }
    expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
    const blame = await blameOf(store, thread.id, 'messages');
    const end = rows.at(-1)?.seq;
    expect(blame.parts.map(({ lane, via }) => [lane, via])).toEqual([
      ['', []],
      ['answer.1', [end]],
      ['answer.1', [end]],
    ]);
    expect((await whyOf(store, thread.id, end ?? 0)).text).toContain('listen');
    await thread.rewind(within[1] ?? 0);
    expect(await thread.settled()).toMatchObject({ state: answered });
  });

  test('travels in the middle of a subgraph', async () => {
    const [store, other] = [memory(), memory()];
    let isStopped = true;
    const work = conversation(() => (isStopped ? new Promise(() => undefined) : undefined));
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {}, { id: 'traveller' });
    await thread.send('say', 'hello');
    await thread.at();
    await cairn.close({ drain: 0 }).catch(() => undefined);
    isStopped = false;
    await importThread(other, exportThread(store, 'traveller'));
    const later = opened(work, { store: other });
    expect(await later.thread(work, 'traveller').settled()).toMatchObject({ state: answered });
  });
});

test('`verify` sees what the subgraph shares, and what it refuses is not taken over', async () => {
  const seen: unknown[] = [];
  const work = graph({
    name: 'verified',
    state: { ...shared },
    start: 'answer',
    nodes: {
      answer: {
        graph: agent(),
        share: ['messages', 'spent'],
        output: (_ended, s) => ({ title: String(s.messages.length) }),
        verify: (_update, s) => {
          seen.push(s.spent);
          return seen.length > 1 || 'again';
        },
        retry: { attempts: 2, backoff: 0 },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const store = memory();
  const cairn = opened(work, { store });
  const thread = await cairn.start(work, {});
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { spent: 3, title: '2', notes: {}, best: 0 } });
  expect(seen).toEqual([3, 3]);
  expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
});

test('what lanes within a subgraph and beside it write to a shared key comes together in order', async () => {
  const inner = graph({
    name: 'inner',
    state: { messages: spoken },
    start: 'split',
    nodes: {
      split: { next: { all: ['left', 'right'], then: 'end' } },
      left: { run: (s) => ({ messages: [`left saw ${s.messages.length}`] }), next: 'end' },
      right: { run: (s) => ({ messages: [`right saw ${s.messages.length}`] }), next: 'end' },
      end: { final: true },
    },
  });
  const middle = graph({
    name: 'middle',
    state: { messages: spoken },
    start: 'go',
    nodes: { go: { graph: inner, share: ['messages'], next: 'end' }, end: { final: true } },
  });
  const outer = graph({
    name: 'outer',
    state: { messages: spoken },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['sub', 'plain'], then: 'end' } },
      sub: { graph: middle, share: ['messages'], next: 'end' },
      plain: { run: () => ({ messages: ['plain'] }), next: 'end' },
      end: { final: true },
    },
  });
  const thread = await opened(outer).start(outer, { messages: ['first'] });
  expect(await thread.settled()).toMatchObject({
    state: { messages: ['first', 'left saw 1', 'right saw 1', 'plain'] },
  });
});

test('a subgraph that shares has its limits, and counts for those around it', async () => {
  const inner = graph({
    name: 'inner',
    state: { messages: spoken },
    limits: { coins: 3, transitions: 3 },
    start: 'pay',
    nodes: {
      pay: {
        run: (_s, ctx) => {
          ctx.spend('coins', 1);
          return { messages: ['paid'] };
        },
        next: [{ when: (s) => s.messages.length % 10 !== 3, to: 'pay' }, 'end'],
      },
      end: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    state: { messages: spoken },
    limits: { coins: 4 },
    start: 'go',
    nodes: {
      go: { graph: inner, share: ['messages'], onError: 'failed', next: 'again' },
      again: { graph: inner, share: ['messages'], onError: 'failed', next: 'end' },
      failed: { final: true },
      end: { final: true },
    },
  });
  const result = (from: string[]) => opened(outer).start(outer, { messages: from });
  // Three of each within the first; of the second, the fourth coin is the last of the thread's.
  expect(await (await result([])).settled()).toMatchObject({
    outcome: 'failed',
    state: { messages: ['paid', 'paid', 'paid'] },
  });
  // The first would need a fourth move.
  const far = await result(['a', 'b', 'c', 'd']);
  expect(await far.settled()).toMatchObject({ outcome: 'failed', state: { messages: ['a', 'b', 'c', 'd'] } });
});

test('`input` that gives what is shared is refused by name', async () => {
  const work = graph({
    name: 'twice',
    state: { messages: spoken },
    start: 'answer',
    nodes: {
      answer: { graph: agent(), share: ['messages'], input: ({ messages }) => ({ messages }) as never, next: 'end' },
      end: { final: true },
    },
  });
  expect(await (await opened(work).start(work, {})).settled()).toMatchObject({
    status: 'failed',
    failed: [{ code: 'update/shared-key' }],
  });
});

/** A conversation in a subgraph that waits for what is said. */
const talking = (more: object, key: object = { messages: spoken }, migrate: object[] = [], version = '2') => {
  const talk = graph({
    name: 'talk',
    version,
    state: key,
    events: { say: z.string(), stop: z.undefined() },
    start: 'listen',
    nodes: {
      listen: { on: { say: { update: (_s: object, said: string) => ({ messages: [said] }) }, stop: 'end' } },
      end: { final: true },
    },
  } as never);
  return graph({
    name: 'outer',
    version,
    state: key,
    start: 'talk',
    nodes: { talk: { graph: talk, next: 'end', ...more }, end: { final: true } },
    migrate,
  } as never) as unknown as Talking;
};

const untyped = graph({
  name: 'outer',
  state: { messages: spoken },
  events: { say: z.string(), stop: z.undefined() },
  start: 'end',
  nodes: { end: { final: true } },
});
type Talking = typeof untyped;

describe('where a graph changes while a subgraph is at work', () => {
  const before = talking({ share: ['messages'] }, { messages: spoken }, [], '1');

  async function stopped() {
    const store = memory();
    const cairn = opened(before, { store });
    const thread = await cairn.start(before, { messages: ['first'] }, { id: 't' });
    await thread.send('say', 'second');
    await thread.settled();
    await cairn.close();
    return store;
  }

  test('what it shares goes on under another schema, and comes together at its end', async () => {
    const store = await stopped();
    const after = talking({ share: ['messages'] }, { messages: append(z.string().max(100)) });
    const thread = opened(after, { store }).thread(after, 't');
    await thread.send('say', 'third');
    await thread.send('stop');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { messages: ['first', 'second', 'third'] } });
  });

  test.each([
    ['not shared any more', talking({ input: (s: object) => s }), before],
    ['shared now', before, talking({ input: (s: object) => s }, { messages: spoken }, [], '3')],
  ])('a key that is %s is in the way, and `migrate` may begin the subgraph anew', async (_name, today, earlier) => {
    const store = memory();
    const first = opened(earlier, { store });
    await (await first.start(earlier, { messages: ['first'] }, { id: 't' })).settled();
    await first.close();
    for await (const { how, problem } of goingOnWith(store, [today])) {
      expect([how, problem?.message]).toEqual([
        'refused',
        expect.stringMatching(/subgraph of node "talk" is at work/u),
      ]);
    }
    const version = earlier === before ? '1' : '3';
    const migrate = [{ from: version, nodes: { talk: 'talk' } }];
    const anew =
      today === before
        ? talking({ share: ['messages'] }, { messages: spoken }, migrate, '4')
        : talking({ input: (s: object) => s }, { messages: spoken }, migrate, '4');
    const thread = opened(anew, { store }).thread(anew, 't');
    await thread.send('stop');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { messages: ['first'] } });
  });
});
