import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { Annotation, Command, END, MessagesAnnotation, START, Send, StateGraph, interrupt } from '@langchain/langgraph';
import { graph, memory, open } from '@cairn/core';
import { blameOf, checkpointAt, diff, exportThread, historyOf, importThread, whyOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { withSaved } from '../src/inspect.ts';
import { chat } from './chat.ts';

const list = Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] });
const State = Annotation.Root({ said: list, topic: Annotation<string>() });

/** Begins, fans out, meets, and asks. */
function reviewed(checkpointer: CairnSaver) {
  return new StateGraph(State)
    .addNode('begin', () => ({ said: ['begin'] }))
    .addNode('left', () => ({ said: ['left'] }))
    .addNode('right', () => ({ said: ['right'] }))
    .addNode('both', ({ said }) => ({ said: [`both of ${said.length}: ${interrupt<string, string>('is it good?')}`] }))
    .addEdge(START, 'begin')
    .addEdge('begin', 'left')
    .addEdge('begin', 'right')
    .addEdge(['left', 'right'], 'both')
    .addEdge('both', END)
    .compile({ checkpointer });
}

const ada = { configurable: { thread_id: 'ada' } };

async function waysOf(store: Store, id: string): Promise<readonly string[]> {
  return (await historyOf(store, id)).map(({ cause, from, to, label }) =>
    [cause, label, from, to && `→ ${to}`].filter(Boolean).join(' '),
  );
}

describe.each([
  ['in memory', () => memory()],
  ['in a file', () => sqlite(':memory:')],
])('a thread of LangGraph %s', (_, fresh) => {
  test('is looked at as a thread of Cairn is, with what it waits for', async () => {
    const store = fresh();
    const app = reviewed(new CairnSaver(store));
    await app.invoke({ topic: 'tea' }, ada);
    const seen = withSaved(store);
    expect(await seen.thread('ada')).toMatchObject({ id: 'ada', graph: 'LangGraph', status: 'waiting', head: 5 });
    expect(await waysOf(seen, 'ada')).toEqual([
      'start → __start__',
      'done __start__ → begin',
      'done begin → left, right',
      'done left, right → both',
      expect.stringMatching(/^ask [0-9a-f]+ both$/u),
    ]);
    const { status, state, lanes } = await checkpointAt(seen, 'ada');
    expect({ status, state, at: lanes.map(({ node }) => node) }).toEqual({
      status: 'waiting',
      state: { topic: 'tea', said: ['begin', 'left', 'right'] },
      at: ['both'],
    });
    await app.invoke(new Command({ resume: 'it is' }), ada);
    await app.invoke({ topic: 'coffee' }, ada);
    const later = withSaved(store);
    expect((await checkpointAt(later, 'ada', 5)).state).toEqual(
      (await checkpointAt(later, 'ada')).status === 'waiting' && {
        topic: 'tea',
        said: ['begin', 'left', 'right', 'both of 3: it is'],
      },
    );
    expect((await waysOf(later, 'ada')).slice(4, 7)).toEqual([
      'done both → __end__',
      'event input __end__ → __start__',
      'done __start__ → begin',
    ]);
  });

  test('has its parts blamed on the checkpoints that brought them, and its checkpoints compared', async () => {
    const store = fresh();
    await reviewed(new CairnSaver(store)).invoke({ topic: 'tea' }, ada);
    const seen = withSaved(store);
    const { parts, value } = await blameOf(seen, 'ada', 'said');
    expect(value).toEqual(['begin', 'left', 'right']);
    expect(parts.map(({ seq, node }) => [seq, node])).toEqual([
      [3, 'begin'],
      [4, 'left, right'],
      [4, 'left, right'],
    ]);
    const { lanes } = diff(await checkpointAt(seen, 'ada', 3), await checkpointAt(seen, 'ada', 4));
    expect(lanes).toMatchObject([
      { node: { before: 'left, right', after: 'both' }, state: [{ kind: 'added' }, { kind: 'added' }] },
    ]);
    expect((await whyOf(seen, 'ada', 4)).ways).toMatchObject([{ to: 'both', outcome: 'taken' }]);
  });

  test('is listed after those of Cairn, page by page, as its status asks for', async () => {
    const store = fresh();
    const saver = new CairnSaver(store);
    for (const name of ['bob', 'ada', 'eve@home']) {
      await reviewed(saver).invoke({ topic: name }, { configurable: { thread_id: name } });
    }
    await reviewed(saver).invoke(new Command({ resume: 'yes' }), ada);
    const own = graph({ name: 'own', state: {}, start: 'end', nodes: { end: { final: true } } });
    const cairn = open({ store, graphs: [own] });
    await (await cairn.start(own, {}, { id: 'bob' })).settled();
    const seen = withSaved(store);
    const ids: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await seen.threads({ limit: 2, ...(cursor !== undefined && { cursor }) });
      expect(page.threads.length).toBeLessThanOrEqual(2);
      ids.push(...page.threads.map(({ id }) => id));
      cursor = page.cursor;
      more = cursor !== undefined;
    }
    expect(ids).toEqual(['bob', 'ada', 'langgraph:bob', 'langgraph:eve@home']);
    for (const id of ids.slice(1)) {
      const { fingerprint: _plan, ...record } = (await seen.thread(id)) ?? {};
      const listed = (await seen.threads({})).threads.find((each) => each.id === id);
      expect({ ...listed, fence: 1, fingerprint: undefined }).toEqual({ ...record, fingerprint: undefined });
    }
    const done = await seen.threads({ status: ['done'], graph: 'LangGraph' });
    expect(done.threads.map(({ id }) => id)).toEqual(['ada']);
    expect((await seen.thread('bob'))?.graph).toBe('own');
    await cairn.close();
  });

  test('shows the graphs within it, each with a history of its own, and what failed', async () => {
    const store = fresh();
    const saver = new CairnSaver(store);
    const inner = new StateGraph(State)
      .addNode('look', ({ topic }) => ({ said: [`seen ${topic}`] }))
      .addEdge(START, 'look')
      .addEdge('look', END)
      .compile();
    const app = new StateGraph(State)
      .addNode('one', async ({ topic }) => ({ said: (await inner.invoke({ topic })).said }))
      .addNode('bad', () => {
        throw new TypeError('no such topic');
      })
      .addConditionalEdges(START, ({ topic }) => [new Send('one', { topic, said: [] })], ['one'])
      .addEdge('one', 'bad')
      .addEdge('bad', END)
      .compile({ checkpointer: saver });
    await app.invoke({ topic: 'tea' }, ada).catch(() => undefined);
    const seen = withSaved(store);
    const ways = await waysOf(seen, 'ada');
    expect(ways).toEqual([
      'start → __start__',
      'done __start__ → one',
      expect.stringMatching(/^step one:[-0-9a-f]+ one$/u),
      'done one → bad',
      'fail bad',
    ]);
    const { status, lanes } = await checkpointAt(seen, 'ada');
    expect([status, lanes[0]?.stopped?.message]).toEqual(['failed', 'no such topic']);
    const within = `ada|${(ways[2] ?? '').split(' ')[1]}`;
    expect((await checkpointAt(seen, within)).state).toEqual({ topic: 'tea', said: ['seen tea'] });
  });

  test('that goes on while it is looked at is shown as it stands, from when it begins to where it is dropped', async () => {
    const store = fresh();
    const saver = new CairnSaver(store);
    const seen = withSaved(store);
    expect(await seen.thread('ada')).toBeUndefined();
    await reviewed(saver).invoke({ topic: 'tea' }, ada);
    expect((await checkpointAt(seen, 'ada')).status).toBe('waiting');
    await reviewed(saver).invoke(new Command({ resume: 'it is' }), ada);
    expect((await checkpointAt(seen, 'ada')).status).toBe('done');
    await saver.deleteThread('ada');
    expect(await seen.thread('ada')).toBeUndefined();
  });

  test('is exported, and brought in as a thread of Cairn', async () => {
    const store = fresh();
    const take = chat(new CairnSaver(store), 200);
    for (let turn = 0; turn < 3; turn += 1) await take(turn, 'ada');
    const other = memory();
    await importThread(other, exportThread(withSaved(store), 'ada'), { id: 'eve' });
    const { state, status } = await checkpointAt(other, 'eve');
    expect(status).toBe('done');
    expect((state['messages'] as unknown[]).length).toBe(6);
    expect(await historyOf(other, 'eve')).toEqual(await historyOf(withSaved(store), 'ada'));
  });
});

test('a node that is put off until nothing else is left comes next when it does', async () => {
  const store = memory();
  const app = new StateGraph(MessagesAnnotation)
    .addNode('last', () => ({ messages: ['last'] }), { defer: true })
    .addNode('first', () => ({ messages: ['first'] }))
    .addEdge(START, 'first')
    .addEdge('first', 'last')
    .compile({ checkpointer: new CairnSaver(store) });
  await app.invoke({ messages: [] }, ada);
  const seen = withSaved(store);
  expect(await waysOf(seen, 'ada')).toEqual([
    'start → __start__',
    'done __start__ → first',
    'done first → last',
    'done last → __end__',
  ]);
  expect((await checkpointAt(seen, 'ada')).status).toBe('done');
});

test('of a delta channel is shown what was written to it', async () => {
  const store = memory();
  const take = chat(new CairnSaver(store), 20, 'delta');
  for (let turn = 0; turn < 3; turn += 1) await take(turn, 'ada');
  const { state } = await checkpointAt(withSaved(store), 'ada');
  expect(state['messages']).toHaveLength(6);
});

test('who goes on from an earlier checkpoint changes what there was since', async () => {
  const store = memory();
  const app = new StateGraph(MessagesAnnotation)
    .addNode('model', ({ messages }) => ({ messages: [new AIMessage(`answer ${messages.length}`)] }))
    .addEdge(START, 'model')
    .addEdge('model', END)
    .compile({ checkpointer: new CairnSaver(store) });
  await app.invoke({ messages: [new HumanMessage('one')] }, ada);
  const first = await app.getState(ada);
  await app.invoke({ messages: [new HumanMessage('two')] }, ada);
  await app.invoke({ messages: [new HumanMessage('three')] }, { configurable: { ...first.config.configurable } });
  const seen = withSaved(store);
  const { state } = await checkpointAt(seen, 'ada');
  expect((state['messages'] as unknown[]).length).toBe(4);
  expect(JSON.stringify(state)).not.toContain('two');
});
