import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, check, graph, isProblem, memory, open, run } from '@cairn/core';
import { delayed, scripted, virtualClock } from '@cairn/testing';

const never = (): never => {
  throw new Error('The real activity ran.');
};

const search = graph({
  name: 'search',
  state: { query: z.string(), found: append(z.string()) },
  start: 'look',
  nodes: { look: { run: never, next: 'done' }, done: { final: true } },
});

const research = graph({
  name: 'research',
  state: { topic: z.string(), notes: append(z.string()), summary: z.string().optional() },
  start: 'plan',
  nodes: {
    plan: { run: () => ({ notes: ['real plan'] }), next: 'search' },
    search: {
      graph: search,
      input: (s) => ({ query: s.topic }),
      output: ({ state }) => ({ notes: state.found }),
      next: 'write',
    },
    write: { run: never, timeout: '5s', retry: { attempts: 3 }, onError: 'giveUp', next: 'published' },
    giveUp: { final: true },
    published: { final: true },
  },
});

const looked = { 'search.look': [{ found: ['a'] }] };

test('scripts stand for activities, in a subgraph too, and the others stay', async () => {
  const { graph: acted } = scripted(research, { ...looked, write: [{ summary: 'short' }] });
  expect(check(acted)).toEqual([]);
  expect(await run(acted, { topic: 'lanes' })).toMatchObject({
    outcome: 'published',
    state: { notes: ['real plan', 'a'], summary: 'short' },
  });
});

test('the original graph is left as it is', () => {
  const before = research.source.nodes['write']?.run;
  const { graph: acted } = scripted(research, { write: [] });
  expect(acted).not.toBe(research);
  expect(research.source.nodes['write']?.run).toBe(before);
});

test('the outcomes of a list are played in order, errors being thrown', async () => {
  const { graph: acted, callsOf } = scripted(research, {
    ...looked,
    write: [new Error('first'), new Error('second'), { summary: 'third' }],
  });
  expect(await run(acted, { topic: 'lanes' })).toMatchObject({ outcome: 'published', state: { summary: 'third' } });
  expect(callsOf('write').map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test('a function is given the state and the context', async () => {
  const { graph: acted } = scripted(research, {
    'search.look': (state: { query: string }) => ({ found: [state.query.toUpperCase()] }),
    write: async (state: { notes: readonly string[] }, context) => ({
      summary: await context.step('join', () => state.notes.join()),
    }),
  });
  expect(await run(acted, { topic: 'lanes' })).toMatchObject({ state: { summary: 'real plan,LANES' } });
});

test('a script for a node that holds a subgraph stands for all of it', async () => {
  const { graph: acted, calls } = scripted(research, { search: [{ notes: ['b'] }], write: [{}] });
  expect(await run(acted, { topic: 'lanes' })).toMatchObject({ state: { notes: ['real plan', 'b'] } });
  expect(calls.map(({ node }) => node)).toEqual(['search', 'write']);
});

test('a script for a node that shares with its subgraph gives what both would change, and may change it', async () => {
  const shares = graph({
    name: 'shares',
    state: { query: z.string(), found: append(z.string()), summary: z.string().optional() },
    start: 'search',
    nodes: {
      search: {
        graph: search,
        share: ['query', 'found'],
        output: ({ outcome }) => ({ summary: outcome }),
        writes: ['query', 'found', 'summary'],
        verify: ({ summary }) => summary !== '',
        retry: { attempts: 2 },
        next: 'done',
      },
      done: { final: true },
    },
  });
  const { graph: acted, calls } = scripted(shares, { search: [{ summary: '' }, { found: ['a'], summary: 'short' }] });
  expect(check(acted)).toEqual([]);
  expect(await run(acted, { query: 'lanes' })).toMatchObject({ state: { found: ['a'], summary: 'short' } });
  expect(calls.map(({ node, attempt }) => `${node} ${attempt}`)).toEqual(['search 1', 'search 2']);
  const { graph: inside } = scripted(shares, { 'search.look': [{ found: ['b'] }] });
  expect(await run(inside, { query: 'lanes' })).toMatchObject({ state: { found: ['b'], summary: 'done' } });
});

test('a delayed outcome comes when its time has come, and an activity that takes too long is aborted', async () => {
  const clock = virtualClock();
  const script = { ...looked, write: [delayed('6s', { summary: 'late' }), delayed('2s', { summary: 'in time' })] };
  const { graph: acted } = scripted(research, script, { clock });
  const cairn = open({ store: memory(), graphs: [acted], clock });
  const thread = await cairn.start(acted, { topic: 'lanes' });
  await clock.advance('6s');
  expect(await thread.status()).toBe('running');
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ outcome: 'published', state: { summary: 'in time' } });
  expect(clock.pending).toEqual([]);
  await cairn.close();
});

test('calls are recorded with where they were made and what they saw', async () => {
  const { graph: acted, calls } = scripted(research, { ...looked, write: [{}] });
  await run(acted, { topic: 'lanes' });
  expect(calls).toEqual([
    { node: 'search.look', lane: 'search.1', visit: 1, attempt: 1, state: { query: 'lanes', found: [] } },
    { node: 'write', lane: '', visit: 1, attempt: 1, state: { topic: 'lanes', notes: ['real plan', 'a'] } },
  ]);
});

test('a call past the end of the list fails its node for good', async () => {
  const { graph: acted, callsOf } = scripted(research, { ...looked, write: [new Error('once')] });
  const cairn = open({ store: memory(), graphs: [acted] });
  const thread = await cairn.start(acted, { topic: 'lanes' });
  expect(await thread.settled()).toMatchObject({ outcome: 'giveUp' });
  const failures = (await thread.history()).flatMap(({ cause, note }) => (cause === 'attempt' ? [note?.failure] : []));
  expect(failures.map((failure) => failure?.code)).toEqual([undefined, 'script/used-up']);
  expect(callsOf('write')).toHaveLength(2);
  await cairn.close();
});

function refusal(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return isProblem(error) ? [error.code, error.message] : error;
  }
  return undefined;
}

test('a name that no node has is refused, and the nearest is offered', () => {
  expect(refusal(() => scripted(research, { 'search.lok': [] }))).toEqual([
    'script/unknown-node',
    'Graph "research" has no node "search.lok" to script. Did you mean "search.look"?',
  ]);
  expect(refusal(() => scripted(research, { write: [] }).callsOf('wrote'))).toMatchObject([
    'script/unknown-node',
    expect.stringContaining('write'),
  ]);
});

test('a node without an activity is refused', () => {
  expect(refusal(() => scripted(research, { published: [] }))).toMatchObject([
    'script/no-activity',
    expect.stringContaining('published'),
  ]);
});

test('an activity is scripted within a node that is called as what objects inherit', async () => {
  const outer = graph({
    name: 'outer',
    state: { topic: z.string(), notes: append(z.string()) },
    start: 'constructor',
    nodes: {
      constructor: {
        graph: search,
        input: (s) => ({ query: s.topic }),
        output: ({ state }) => ({ notes: state.found }),
        next: 'done',
      },
      done: { final: true },
    },
  });
  const { graph: acted } = scripted(outer, { 'constructor.look': [{ found: ['a'] }] });
  expect(await run(acted, { topic: 'names' })).toMatchObject({ status: 'done', state: { notes: ['a'] } });
});

test('a script asks what its graph declares, and so does one that stands for a subgraph', async () => {
  const inner = graph({
    name: 'inner',
    state: { by: z.string().optional() },
    questions: { 'vote:*': z.coerce.number() },
    start: 'ask',
    nodes: { ask: { run: never, next: 'end' }, end: { final: true } },
  });
  const outer = graph({
    name: 'outer',
    state: { heard: append(z.unknown()) },
    questions: { name: z.string() },
    start: 'inner',
    nodes: { inner: { graph: inner, next: 'ask' }, ask: { run: never, next: 'end' }, end: { final: true } },
  });
  const { graph: acted } = scripted(outer, {
    inner: async (_: unknown, { ask }) => ({ heard: [await ask('vote:1')] }),
    ask: async (_: unknown, { ask }) => ({ heard: [await ask('name', { payload: 'whose?' })] }),
  });
  // @ts-expect-error -- no graph of it declares such a question
  scripted(outer, { ask: async (_: unknown, { ask }) => ({ heard: [await ask('nmae')] }) });
  const cairn = open({ store: memory(), graphs: [acted] });
  const thread = await cairn.start(acted, {});
  await thread.settled();
  await thread.answer('vote:1', '3');
  await thread.settled();
  await thread.answer('name', 'Ada');
  expect(await thread.ended()).toMatchObject({ state: { heard: [3, 'Ada'] } });
  await cairn.close();
});
