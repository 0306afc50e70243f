import {
  Annotation,
  END,
  MemorySaver,
  Overwrite,
  START,
  StateGraph,
  interrupt,
  type BaseCheckpointSaver,
  type StateSnapshot,
} from '@langchain/langgraph';
import { append, graph, memory, open } from '@cairn/core';
import { blameOf, checkpointAt, diff, historyOf } from '@cairn/core/inspect';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { importThreads } from '../src/index.ts';

const list = Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] });
const State = Annotation.Root({ said: list, topic: Annotation<string>() });

const ran: string[] = [];

/** Looks until there is enough, asks, and writes. */
function program(checkpointer: BaseCheckpointSaver) {
  return new StateGraph(State)
    .addNode('look', ({ said }) => ({ said: [`seen ${said.length}`] }))
    .addNode('ask', () => ({ said: [`told ${interrupt<string, string>('go on?')}`] }))
    .addNode('write', ({ said }) => ({ said: [`written of ${said.length}`] }))
    .addEdge(START, 'look')
    .addConditionalEdges('look', ({ said }) => (said.length < 3 ? 'look' : 'ask'), ['look', 'ask'])
    .addEdge('ask', 'write')
    .addEdge('write', END)
    .compile({ checkpointer });
}

/** The same in Cairn, that waits for another turn at its end. */
const same = graph({
  name: 'same',
  state: { said: append(z.string()), topic: z.string().optional() },
  events: { input: z.object({ said: z.array(z.string()) }) },
  start: 'look',
  nodes: {
    look: {
      run: ({ said }) => ({ said: [`seen ${said.length}`] }),
      next: [{ when: ({ said }) => said.length < 3, to: 'look' }, 'ask'],
    },
    ask: {
      run: async (_, ctx) => ({ said: [`told ${await ctx.ask('go on?', { answer: z.string() })}`] }),
      next: 'write',
    },
    write: {
      run: ({ said }) => {
        ran.push('write');
        return { said: [`written of ${said.length}`] };
      },
      next: 'end',
    },
    end: { on: { input: { to: 'look', update: (_, { said }) => ({ said }) } } },
  },
});

const nodes = { __end__: 'end' };
const ada = { configurable: { thread_id: 'ada' } };

async function given() {
  const from = new MemorySaver();
  await program(from).invoke({ topic: 'tea', said: ['hello'] }, ada);
  return { from, store: sqlite(':memory:') };
}

function runtime(store: ReturnType<typeof sqlite>) {
  const cairn = open({ store, graphs: [same] });
  onTestFinished(() => cairn.close());
  return cairn;
}

describe('a thread of LangGraph as a thread of a graph', () => {
  test('has a row for each checkpoint, which are looked at as any are', async () => {
    const { from, store } = await given();
    expect(await importThreads(from, { store, graph: same, nodes })).toMatchObject({ imported: ['ada'], failed: [] });
    expect(await importThreads(from, { store, graph: same, nodes })).toMatchObject({ imported: [], present: ['ada'] });
    const rows = await historyOf(store, 'ada');
    expect(rows.map(({ cause, from: at, to }) => [cause, at, to])).toEqual([
      ['start', '', 'look'],
      ['edit', 'look', undefined],
      ['done', 'look', 'look'],
      ['done', 'look', 'ask'],
    ]);
    const { state, status } = await checkpointAt(store, 'ada');
    expect([status, state]).toEqual(['running', { topic: 'tea', said: ['hello', 'seen 1', 'seen 2'] }]);
    expect((await blameOf(store, 'ada', 'said')).parts.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    const { lanes } = diff(await checkpointAt(store, 'ada', 3), await checkpointAt(store, 'ada', 4));
    expect(lanes).toMatchObject([{ state: [{ kind: 'added', path: ['said', 2], after: 'seen 2' }] }]);
    const looking = open({ store, graphs: [] });
    expect(await looking.verify()).toMatchObject({ threads: 1, findings: [], damage: [] });
    await looking.close();
  });

  test('goes on by the graph, and is forked from any of its checkpoints', async () => {
    const { from, store } = await given();
    await importThreads(from, { store, graph: same, nodes });
    const cairn = runtime(store);
    const thread = cairn.thread(same, 'ada');
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'go on?' }] });
    const fork = await thread.fork(3, { id: 'eve' });
    await fork.settled();
    await fork.answer('go on?', 'maybe');
    await thread.answer('go on?', 'yes');
    const said = ['hello', 'seen 1', 'seen 2'];
    expect((await thread.settled()).state.said).toEqual([...said, 'told yes', 'written of 4']);
    expect((await fork.settled()).state.said).toEqual([...said, 'told maybe', 'written of 4']);
    await thread.send('input', { said: ['more'] });
    expect((await thread.settled()).state.said.slice(-2)).toEqual(['more', 'seen 6']);
  });

  test('that is at its end waits for the next turn where the graph does, or is done', async () => {
    const from = new MemorySaver();
    const talk = new StateGraph(State)
      .addNode('look', ({ said }) => ({ said: [`seen ${said.length}`] }))
      .addEdge(START, 'look')
      .addEdge('look', END)
      .compile({ checkpointer: from });
    for (const said of ['one', 'two']) await talk.invoke({ said: [said] }, ada);
    const store = sqlite(':memory:');
    await importThreads(from, { store, graph: same, nodes });
    expect((await historyOf(store, 'ada')).map(({ cause, label }) => label ?? cause)).toEqual([
      'start',
      'edit',
      'done',
      'input',
      'edit',
      'done',
    ]);
    expect(await store.thread('ada')).toMatchObject({ status: 'waiting', summary: expect.stringContaining('input') });
    const thread = runtime(store).thread(same, 'ada');
    expect((await thread.now()).state.said).toEqual(['one', 'seen 1', 'two', 'seen 3']);
    await thread.send('input', { said: ['three'] });
    expect((await thread.settled()).state.said.slice(4)).toEqual(['three', 'seen 5']);
  });

  test('that failed waits to be resumed, and one that cannot go on is told and is not there', async () => {
    const from = new MemorySaver();
    let isDown = true;
    const failing = new StateGraph(State)
      .addNode('write', () => {
        if (isDown) throw new TypeError('the printer is down');
        return { said: ['written'] };
      })
      .addNode('left', () => ({ said: ['left'] }))
      .addNode('right', () => ({ said: ['right'] }))
      .addConditionalEdges(START, ({ topic }) => (topic === 'both' ? ['left', 'right'] : ['write']), [
        'left',
        'right',
        'write',
      ])
      .addEdge('left', 'write')
      .compile({ checkpointer: from, interruptBefore: ['left', 'right'] });
    await failing.invoke({ topic: 'tea', said: ['hello'] }, ada).catch(() => (isDown = false));
    await failing.invoke({ topic: 'both' }, { configurable: { thread_id: 'both' } });
    const store = sqlite(':memory:');
    const { imported, failed } = await importThreads(from, { store, graph: same, nodes });
    expect(imported).toEqual(['ada']);
    expect(failed.map(({ thread, error }) => [thread, error.message])).toEqual([
      ['both', expect.stringContaining('"left", "right" are to run beside each other')],
    ]);
    expect(await store.thread('both')).toBeUndefined();
    const cairn = runtime(store);
    const thread = cairn.thread(same, 'ada');
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ message: 'the printer is down' }] });
    await thread.resume();
    expect((await thread.settled()).state.said).toEqual(['hello', 'written of 1']);
    const named = await importThreads(from, { store: memory(), graph: same }, { threads: ['ada'] });
    expect(named.imported).toEqual(['ada']);
    const strange = await importThreads(from, { store: memory(), graph: same, nodes: { write: 'print' } });
    expect(strange.failed.map(({ error }) => error.message).join()).toContain('Graph "same" has no node "print"');
  });

  test('has of what was undone what it had where it went on from, and lists that were emptied are', async () => {
    const from = new MemorySaver();
    let visits = 0;
    const twice = new StateGraph(State)
      .addNode('look', () => ((visits += 1) === 1 ? { topic: 'tea', said: ['first'] } : { said: new Overwrite([]) }))
      .addEdge(START, 'look')
      .addEdge('look', END)
      .compile({ checkpointer: from });
    await twice.invoke({ said: ['hello'] }, ada);
    let before: StateSnapshot | undefined;
    for await (const each of twice.getStateHistory(ada)) if (each.next[0] === 'look') before = each;
    await twice.invoke(null, before?.config);
    expect((await twice.getState(ada)).values).toEqual({ said: [] });
    const store = sqlite(':memory:');
    expect(await importThreads(from, { store, graph: same, nodes })).toMatchObject({ imported: ['ada'], failed: [] });
    expect((await checkpointAt(store, 'ada')).state).toEqual({ said: [] });
    expect((await runtime(store).thread(same, 'ada').now()).state).toEqual({ said: [] });
    const moody = graph({
      name: 'moody',
      state: { said: append(z.string()), topic: z.string().default('water'), mood: z.string().default('calm') },
      start: 'look',
      nodes: { look: { run: ({ mood }) => ({ said: [mood] }), next: 'end' }, end: { final: true } },
    });
    await importThreads(from, { store, graph: moody, nodes, id: () => 'eve' });
    expect((await checkpointAt(store, 'eve', 4)).state).toMatchObject({ topic: 'tea', mood: 'calm' });
    expect((await checkpointAt(store, 'eve')).state).toEqual({ said: [], topic: 'water', mood: 'calm' });
  });

  test('goes on where a subgraph, or a node that passes on, is to begin', async () => {
    const from = new MemorySaver();
    const stopped = new StateGraph(State)
      .addNode('inner', () => ({ said: ['never'] }))
      .addNode('fork', () => ({ said: ['never'] }))
      .addConditionalEdges(START, ({ topic }) => topic, ['inner', 'fork'])
      .compile({ checkpointer: from, interruptBefore: ['inner', 'fork'] });
    for (const topic of ['inner', 'fork']) {
      await stopped.invoke({ topic, said: ['hello'] }, { configurable: { thread_id: topic } });
    }
    const sub = graph({
      name: 'sub',
      state: { said: z.array(z.string()), heard: z.string().optional() },
      start: 'hear',
      nodes: {
        hear: { run: ({ said }) => ({ heard: `heard ${said.length}` }), next: 'heard' },
        heard: { final: true },
      },
    });
    const holder = graph({
      name: 'holder',
      state: { said: append(z.string()), topic: z.string().optional() },
      start: 'inner',
      nodes: {
        inner: {
          graph: sub,
          input: ({ said }) => ({ said: [...said] }),
          output: ({ state }) => ({ said: [state.heard ?? ''] }),
          next: 'fork',
        },
        fork: { next: { all: ['left', 'right'], then: 'end' } },
        left: { run: () => ({ said: ['left'] }), next: 'end' },
        right: { run: () => ({ said: ['right'] }), next: 'end' },
        end: { final: true },
      },
    });
    const store = memory();
    const done = await importThreads(from, { store, graph: holder, id: (thread) => `old-${thread}` });
    expect(done).toMatchObject({ imported: ['inner', 'fork'], failed: [] });
    const cairn = open({ store, graphs: [holder] });
    onTestFinished(() => cairn.close());
    const said = async (id: string) => (await cairn.thread(holder, id).ended()).state.said;
    expect(await said('old-inner')).toEqual(['hello', 'heard 1', 'left', 'right']);
    expect(await said('old-fork')).toEqual(['hello', 'left', 'right']);
  });
});
