import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { RunnableLambda } from '@langchain/core/runnables';
import { fakeModel } from '@langchain/core/testing';
import {
  Annotation,
  Command,
  END,
  interrupt,
  MessagesAnnotation,
  MessagesValue,
  MessagesZodMeta,
  NodeError,
  Overwrite,
  ReducedValue,
  Send,
  START,
  StateGraph,
  StateSchema,
  UntrackedValue,
  type LangGraphRunnableConfig,
} from '@langchain/langgraph';
import { EphemeralValue } from '@langchain/langgraph/channels';
import { withLangGraph } from '@langchain/langgraph/zod';
import { InMemoryCache } from '@langchain/langgraph-checkpoint';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { join } from 'node:path';
import { append, check, diagram, memory, open, replay, run } from '@cairn/core';
import { isToken } from '@cairn/langchain';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert, NotConverted } from '../../src/index.ts';
import { folder } from '../folder.ts';

const log = Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] });
const State = Annotation.Root({ log, last: Annotation<string>() });

/** What a graph comes to here, of the keys that it came to there. */
async function expectAlike(
  built: { compile(): { invoke(input: never): Promise<object> } },
  input: object,
  options: Parameters<typeof convert>[1] = {},
) {
  const { graph } = convert(built, options);
  expect(check(graph)).toEqual([]);
  const theirs = await built.compile().invoke(input as never);
  const ours = await run(graph, input as never);
  expect(ours.status).toBe('done');
  const state = ours.state;
  expect(Object.fromEntries(Object.keys(theirs).map((key) => [key, state[key]]))).toEqual(theirs);
  return { graph, state };
}

describe('channels', () => {
  test('a state of zod has its defaults, its checks and its reducers', async () => {
    const schema = z.object({
      name: z.string().trim(),
      rounds: z.number().default(3),
      messages: withLangGraph(z.custom<BaseMessage[]>(), MessagesZodMeta),
    });
    const built = new StateGraph(schema)
      .addNode('a', ({ name, rounds }) => ({
        rounds: rounds + name.length,
        messages: [new AIMessage({ id: 'b', content: name })],
      }))
      .addEdge(START, 'a');
    await expectAlike(built, { name: ' ada ', messages: [new HumanMessage({ id: 'a', content: 'hello' })] });
    const { graph } = convert(built);
    const cairn = open({ store: memory(), graphs: [graph] });
    onTestFinished(() => cairn.close());
    await expect(cairn.start(graph, { name: 5 } as never)).rejects.toThrow(
      expect.objectContaining({ code: 'value/invalid' }),
    );
  });

  test('a StateSchema has its values, those that are reduced and those that are kept by nobody', async () => {
    const schema = new StateSchema({
      messages: MessagesValue,
      total: new ReducedValue(z.number().default(1), { inputSchema: z.number(), reducer: (sum, more) => sum + more }),
      cache: new UntrackedValue(z.string()),
      note: z.string().default('none'),
    });
    const built = new StateGraph(schema)
      .addNode('a', ({ total }) => ({
        total: total * 2,
        cache: 'warm',
        messages: [new AIMessage({ id: 'b', content: 'hi' })],
      }))
      .addNode('b', ({ cache, note }) => ({ note: `${note} ${cache}` }))
      .addEdge(START, 'a')
      .addEdge('a', 'b');
    const { graph } = convert(built);
    const { state } = await run(graph, { messages: [new HumanMessage({ id: 'a', content: 'hello' })] });
    expect(state).toMatchObject({ total: 3, note: 'none warm' });
    expect(state).not.toHaveProperty('cache');
  });

  test('a channel may be said to be a list, and is replaced by an Overwrite', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => ({ log: new Overwrite(['anew']) }))
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b');
    const { graph } = await expectAlike(built, { log: ['in'] }, { channels: { log: append(z.string()) } });
    expect(graph.source.state['log']).toMatchObject({ kind: 'append' });
    await expectAlike(built, { log: ['in'] });
  });

  test('null is a value, and is seen', async () => {
    const built = new StateGraph(Annotation.Root({ log, found: Annotation<string | null>() }))
      .addNode('a', (seen) => ({ log: [`${'found' in seen}`], found: null }))
      .addNode('b', ({ found }) => ({ log: [String(found)] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b');
    await expectAlike(built, { log: [] });
  });

  test('what begins as nothing is what is first written to it', async () => {
    const built = new StateGraph(
      Annotation.Root({ sum: Annotation<number>({ reducer: (left, right) => left * right }) }),
    )
      .addNode('a', ({ sum }) => ({ sum: sum + 1 }))
      .addEdge(START, 'a');
    await expectAlike(built, { sum: 3 });
  });
});

describe('ways', () => {
  test('a node sees what it asks to see, and a graph takes and gives what it says', async () => {
    const Input = Annotation.Root({ question: Annotation<string>() });
    const built = new StateGraph({
      state: Annotation.Root({ ...State.spec, ...Input.spec }),
      input: Input,
      output: Annotation.Root({ log }),
    })
      .addNode('a', (seen) => ({ log: [Object.keys(seen).join()] }), { input: Input })
      .addEdge(START, 'a');
    await expectAlike(built, { question: 'why?' });
    const strange = await run(convert(built).graph, { question: 'why?', last: 'x' } as never);
    expect(strange.status).toBe('failed');
  });

  test('a command goes where its node may lead, beside the plain edges', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => new Command({ goto: ['b', new Send('c', { log: ['given'] })], update: [['log', ['a']]] }), {
        ends: ['b', 'c'],
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addNode('c', ({ log: given }) => ({ log: [`c ${given.join()}`] }))
      .addNode('d', () => ({ log: ['d'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'd');
    await expectAlike(built, { log: [] });
  });

  test('any name that LangGraph takes is taken for a node, beside the nodes of routers and of supersteps', async () => {
    const leads = (to: string[], name: string) =>
      Object.assign(
        RunnableLambda.from(() => to),
        { name },
      );
    const built = new StateGraph(State)
      .addNode('start', () => ({ log: ['start'] }))
      .addNode('step', () => ({ log: ['step'] }))
      .addNode('b', () => ({ log: ['b'] }))
      .addConditionalEdges(START, leads(['start'], 'pick one.'), ['start', 'b'])
      .addConditionalEdges('start', leads(['b', 'step'], 'both'), ['b', 'step'])
      .addConditionalEdges('step', leads(['b'], 'next'), ['b', END]);
    await expectAlike(built, { log: [] }, { nodes: { start: { several: true } } });
  });

  test('a list of commands and updates is one update', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => [new Command({ goto: 'b', update: { log: ['one'] } }), { log: ['two'] }] as never, {
        ends: ['b'],
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a');
    await expectAlike(built, { log: [] });
  });

  test('a router without a path map is told where it leads, and all gaps are told at once', async () => {
    const built = new StateGraph(Annotation.Root({ ...State.spec }))
      .addNode('a.b', () => ({ log: ['a'] }))
      .addNode('c', () => ({ log: ['c'] }))
      .addEdge(START, 'a.b')
      .addConditionalEdges('a.b', function pick() {
        return 'c' as const;
      });
    const refused = await Promise.resolve()
      .then(() => convert(built, { channels: { lgo: z.string() }, nodes: { d: {} } as object }))
      .catch((error: unknown) => error as NotConverted);
    expect(refused).toBeInstanceOf(NotConverted);
    expect(refused.gaps.map(({ at, why }) => `${at}: ${why}`)).toEqual([
      'node "d": The graph has no such node.',
      'node "a.b": Its router names no ends.',
      'channel "lgo": The graph has no such channel.',
      'node "a.b": Its name holds ".", which separates names in paths.',
    ]);
    const named = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('c', () => ({ log: ['c'] }))
      .addEdge(START, 'a')
      .addConditionalEdges('a', () => 'c' as const);
    await expectAlike(named, { log: [] }, { nodes: { a: { ends: ['c', END] } } });
  });

  test('what was not foreseen says what to say', async () => {
    const both = ['b', 'c'] as const;
    const built = new StateGraph(State)
      .addNode('b', () => ({ log: ['b'] }))
      .addNode('c', () => ({ log: ['c'] }))
      .addConditionalEdges(START, () => [...both], ['b', 'c']);
    const failed = await run(convert(built).graph, { log: [] });
    expect(failed.status === 'failed' && failed.failed[0]?.message).toContain(
      'nodes: { "__start__": { several: true } }',
    );
    await expectAlike(built, { log: [] }, { nodes: { __start__: { several: true } } });
  });
});

test('what one step has through is a fork, and what is more is steps', async () => {
  const built = new StateGraph(State)
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('c', ({ log: said }) => ({ log: [`c${said.length}`] }))
    .addNode('b', ({ log: said }) => ({ log: [`b${said.length}`] }))
    .addNode('d', () => ({ log: ['d'] }))
    .addNode('e', () => ({ log: ['e'] }))
    .addNode('f', () => ({ log: ['f'] }))
    .addEdge(START, 'a')
    .addEdge('a', 'c')
    .addEdge('a', 'b')
    .addEdge(['b', 'c'], 'd')
    .addEdge('d', 'e')
    .addEdge('d', 'f');
  const { graph } = await expectAlike(built, { log: [] });
  expect(Object.keys(graph.source.nodes)).toEqual(['a', 'c', 'b', 'd', 'e', 'f', '__end__']);
  expect(graph.source.nodes['a']?.next).toEqual({ all: ['b', 'c'], then: 'd' });
  expect(graph.source.nodes['d']?.next).toEqual({ all: ['e', 'f'], then: '__end__' });
});

test('a conversation goes on by turns', async () => {
  const built = new StateGraph(MessagesAnnotation)
    .addNode('answer', ({ messages }) => ({ messages: [`that makes ${messages.length}`] }))
    .addEdge(START, 'answer');
  const { graph } = convert(built, { name: 'talk', turns: true });
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(graph, { messages: [new HumanMessage('one')] });
  await thread.settled();
  await thread.send('input', { messages: [new HumanMessage('two')] });
  const { state } = await thread.settled();
  expect(state.messages.map(({ text }) => text)).toEqual(['one', 'that makes 1', 'two', 'that makes 3']);
  await expect(thread.send('input', { other: 1 } as never)).rejects.toThrow('takes no "other"');
});

describe('subgraphs', () => {
  const child = new StateGraph(Annotation.Root({ log, own: Annotation<string>() }))
    .addNode('s', ({ log: said, own }) => ({ log: [`s${said.length} ${own ?? '-'}`], own: 'x' }))
    .addEdge(START, 's');

  test('a graph within a function is called as it is', async () => {
    const inner = child.compile();
    const built = new StateGraph(State)
      .addNode('a', async ({ log: said }) => ({
        last: String((await inner.invoke({ log: said, own: 'y' })).log.at(-1)),
      }))
      .addEdge(START, 'a');
    await expectAlike(built, { log: ['in'] });
  });

  test('what both have is shared, and what is of the graph within stays there', async () => {
    const built = new StateGraph(State)
      .addNode('sub', child.compile())
      .addNode('b', (seen) => ({ last: Object.keys(seen).join() }))
      .addEdge(START, 'sub')
      .addEdge('sub', 'b');
    const { graph } = convert(built);
    expect(graph.source.nodes['sub']).toMatchObject({ share: ['log'] });
    expect((await run(graph, { log: ['in'] })).state).toMatchObject({ log: ['in', 's1 -'], last: 'log' });
  });

  test('a graph within speaks to the one around', async () => {
    const speaking = new StateGraph(State)
      .addNode('one', () => ({ log: ['forgotten'] }))
      .addNode(
        'two',
        ({ log: said }) => new Command({ graph: Command.PARENT, goto: 'b', update: { log: [`up ${said.length}`] } }),
      )
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile();
    const built = new StateGraph(State)
      .addNode('sub', speaking, { ends: ['b'] })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'sub');
    await expectAlike(built, { log: ['in'] });
  });

  test('a graph is sent to', async () => {
    const built = new StateGraph(State)
      .addNode('sub', child.compile())
      .addConditionalEdges(
        START,
        () => [new Send('sub', { log: [], own: 'first' }), new Send('sub', { log: ['x'], own: 'second' })],
        ['sub'],
      );
    await expectAlike(built, { log: ['in'] });
  });
});

describe('policies', () => {
  test('a node is tried as its policy says, and its handler takes over', async () => {
    let tries = 0;
    const built = new StateGraph(State)
      .setNodeDefaults({ retryPolicy: { maxAttempts: 2, initialInterval: 10, jitter: false } })
      .addNode(
        'a',
        () => {
          tries += 1;
          throw new Error('down');
        },
        {
          errorHandler: (_: unknown, { node, error }: NodeError) =>
            new Command({ update: { log: [`${node}: ${error.message}`] }, goto: 'b' }),
        },
      )
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge('a', END);
    await expectAlike(built, { log: [] }, { nodes: { __error_handler__a: { ends: ['b'] } } });
    expect(tries).toBe(4);
  });

  test('a router is asked again as its node would be, and its node does not run again', async () => {
    let ran = 0;
    const built = (fails: number) => {
      let asked = 0;
      return new StateGraph(State)
        .addNode('a', () => ({ last: String((ran += 1)) }), {
          retryPolicy: { maxAttempts: 2, initialInterval: 1, jitter: false },
          errorHandler: (_: unknown, { node, error }: NodeError) => ({ log: [`${node}: ${error.message}`] }),
        })
        .addNode('b', () => ({ log: ['b'] }))
        .addEdge(START, 'a')
        .addConditionalEdges(
          'a',
          () => {
            if ((asked += 1) <= fails) throw new Error('down');
            return 'b';
          },
          ['b', END],
        );
    };
    expect((await run(convert(built(1)).graph, {})).state).toMatchObject({ log: ['b'], last: '1' });
    const { graph } = convert(built(2));
    expect((await run(graph, {})).state).toMatchObject({ log: ['a: down'], last: '2' });
    expect((await built(2).compile().invoke({})).log).toEqual(['a: down']);
  });

  test('what is kept of a node that ran beside others is used by none that runs alone', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }), { cachePolicy: { keyFunc: () => 'all' } })
      .addNode('fork', ({ log: said }) => new Command({ goto: said.length < 4 ? ['a', 'b'] : END }), {
        ends: ['a', 'b', END],
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'fork');
    await expectAlike(built, { log: [] }, { nodes: { fork: { several: true } } });
  });

  test('a node that takes too long fails', async () => {
    const clock = virtualClock();
    const built = new StateGraph(State)
      .addNode(
        'a',
        (_, { signal }: LangGraphRunnableConfig) =>
          new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('late')))),
        { timeout: 1_000 },
      )
      .addEdge(START, 'a');
    const { graph } = convert(built);
    const cairn = open({ store: memory(), graphs: [graph], clock });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(graph, {});
    await clock.advance('2s');
    const failed = await thread.settled();
    expect(failed.status === 'failed' && failed.failed[0]?.code).toBe('activity/timeout');
  });

  test('a node that was compiled with a cache is run once for what it is given', async () => {
    let runs = 0;
    const built = new StateGraph(State)
      .addNode('a', ({ last }) => ({ log: [`${last} ${(runs += 1)}`] }), { cachePolicy: true })
      .addEdge(START, 'a');
    const comesTo = async (options: object): Promise<readonly string[]> => {
      const { graph } = convert(built.compile(options), { turns: true });
      const cairn = open({ store: memory(), graphs: [graph] });
      onTestFinished(() => cairn.close());
      runs = 0;
      for (const id of ['t', 'u']) await (await cairn.start(graph, { last: 'x' }, { id })).settled();
      return (await cairn.thread(graph, 'u').settled()).state.log;
    };
    expect(await comesTo({ cache: new InMemoryCache() })).toEqual(['x 1']);
    expect(await comesTo({})).toEqual(['x 2']);
  });

  test('what has no place is told when it comes', async () => {
    const sending = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addConditionalEdges(START, () => [new Send('a', {}, { timeout: 5 })], ['a']);
    const failed = await run(convert(sending).graph, {});
    expect(failed.status === 'failed' && failed.failed[0]?.message).toContain('has a timeout of its own');
    const held = new StateGraph(State)
      .addNode('a', sending.compile())
      .addEdge(START, 'a')
      .compile({ interruptBefore: ['a'] });
    expect(() => convert(held)).toThrow('Nothing pauses before a node that is a graph.');
  });

  test('what has no place is told', () => {
    const built = new StateGraph(Annotation.Root({ log, now: () => new EphemeralValue<string>() }))
      .addNode('a', () => ({ log: ['a'] }), { timeout: { idleTimeout: 5 } })
      .addEdge(START, 'a');
    expect(() => convert(built)).toThrow(
      /channel "now": It is of the class EphemeralValue.*\n.*node "a": Its idleTimeout has no place/s,
    );
  });
});

describe('what nodes are given', () => {
  test('a writer, a context, a store, a thread', async () => {
    const store = {};
    const built = new StateGraph(State, z.object({ user: z.string() }))
      .addNode('a', (_, config) => {
        config.writer?.({ half: 'way' });
        const { thread_id: id } = config.configurable as unknown as { thread_id: string };
        const { threadId, nodeAttempt } = config.executionInfo ?? {};
        return {
          log: [String(config.context?.user), id, String(config.store === store), `${threadId} ${nodeAttempt}`],
        };
      })
      .addEdge(START, 'a');
    expect(() => convert(built)).toThrow("context: 'service'");
    const { graph } = convert(built, { context: 'service', store });
    const cairn = open({
      store: memory(),
      graphs: [graph],
      services: { context: { user: 'ada' } },
      outputs: 'stored',
    } as never);
    onTestFinished(() => cairn.close());
    const shown: unknown[] = [];
    const thread = await cairn.start(graph, {}, { id: 't' });
    for await (const event of thread.watch({ from: 1 })) if (event.type === 'output') shown.push(event.data);
    expect(shown).toEqual([{ kind: 'langgraph.custom', ns: [], data: { half: 'way' } }]);
    expect((await thread.settled()).state.log).toEqual(['ada', 't', 'true', 't 1']);
    const asChannel = new StateGraph(Annotation.Root({ context: Annotation<string>() }))
      .addNode('a', () => ({}))
      .addEdge(START, 'a');
    expect(() => convert(asChannel, { context: 'state' })).toThrow('channel "context": A run\'s context would be');
    const { graph: other } = convert(built, { context: 'state', store });
    expect((await run(other, { context: { user: 'bob' } } as never)).state.log[0]).toBe('bob');
  });

  test('models, however deep they are, whose tokens are shown with their node', async () => {
    const model = new FakeListChatModel({ responses: ['hey'] });
    const inner = new StateGraph(MessagesAnnotation)
      .addNode('say', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addEdge(START, 'say');
    const built = new StateGraph(MessagesAnnotation).addNode('inner', inner.compile()).addEdge(START, 'inner');
    const { graph } = convert(built);
    const cairn = open({ store: memory(), graphs: [graph], outputs: 'stored' });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(graph, { messages: [new HumanMessage('hello')] });
    await thread.settled();
    const shown: unknown[] = [];
    for await (const event of thread.watch({ from: 1 })) {
      if (event.type === 'output' && isToken(event.data)) shown.push([event.node, event.data.text]);
    }
    expect(shown).toEqual(['h', 'e', 'y'].map((letter) => ['say', letter]));
  });

  test('a pause before and after a node', async () => {
    const app = new StateGraph(State)
      .addNode('a', () => ({ log: ['a'] }))
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .compile({ interruptBefore: ['b'], interruptAfter: ['a'] });
    const { graph } = convert(app);
    const cairn = open({ store: memory(), graphs: [graph] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(graph, {});
    expect((await thread.settled()).state.log).toEqual(['a']);
    await thread.answer('after:a', null);
    await thread.settled();
    await thread.answer('before:b', null);
    expect((await thread.settled()).state.log).toEqual(['a', 'b']);
  });

  test('an answer that its interrupt does not take is asked for again', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => ({
        log: [`${String(interrupt('age?', { responseSchema: z.number() }))} ${String(interrupt('name?'))}`],
      }))
      .addEdge(START, 'a');
    const { graph } = convert(built);
    const cairn = open({ store: memory(), graphs: [graph] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(graph, {});
    await thread.settled();
    await thread.answer('a', 'old');
    const again = await thread.settled();
    expect(again.status === 'waiting' && again.questions.map(({ key, payload }) => [key, payload])).toEqual([
      ['a:2', 'age?'],
    ]);
    await thread.answer('a:2', 36);
    await thread.settled();
    await thread.answer('a:3', 'Ada');
    expect((await thread.settled()).state.log).toEqual(['36 Ada']);
  });

  test('an answer is what was answered, and may be changed', async () => {
    const built = new StateGraph(State)
      .addNode('a', () => {
        const { said, tags } = interrupt<string, { said: HumanMessage; tags: string[] }>('what?');
        tags.push(String(said instanceof HumanMessage), said.text);
        return { log: tags };
      })
      .addEdge(START, 'a');
    const { graph } = convert(built);
    const cairn = open({ store: memory(), graphs: [graph] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(graph, {});
    await thread.settled();
    await thread.answer('a', { said: new HumanMessage('hello'), tags: ['x'] });
    expect((await thread.settled()).state.log).toEqual(['x', 'true', 'hello']);
  });
});

test('an agent that LangGraph makes is converted as it is', async () => {
  const add = tool(({ a, b }) => `${a + b}`, {
    name: 'add',
    description: 'adds',
    schema: z.object({ a: z.number(), b: z.number() }),
  });
  const calls = [1, 2].map((a) => ({ id: `c${a}`, name: 'add', args: { a, b: 10 }, type: 'tool_call' as const }));
  const model = () =>
    fakeModel()
      .respond(new AIMessage({ id: 'm1', content: '', tool_calls: calls }))
      .respond(new AIMessage({ id: 'm2', content: 'done' }));
  const input = { messages: [new HumanMessage({ id: 'h', content: 'add' })] };
  const theirs = await createReactAgent({ llm: model(), tools: [add] }).invoke(input);
  const { graph } = convert(createReactAgent({ llm: model(), tools: [add] }));
  const ours = await run(graph, input as never);
  const told = (messages: readonly { readonly text: string; readonly type: string }[]) =>
    messages.map(({ type, text }) => `${type} ${text}`);
  expect(told(ours.state.messages)).toEqual(told(theirs.messages));
  expect(ours.state.messages.filter((message) => message instanceof ToolMessage)).toHaveLength(2);
  expect(diagram(graph).nodes.map(({ id }) => id)).toContain('tools');
});

test('a converted graph is kept in a file, replayed, and taken up from any checkpoint', async () => {
  const ran: string[] = [];
  const built = new StateGraph(State)
    .addNode('plan', () => ({ last: 'planned' }))
    .addNode('work', ({ of }: { of: string }) => {
      ran.push(of);
      return { log: [`${of} ${String(interrupt(`${of}?`))}`] };
    })
    .addNode('sum', ({ log: said }) => ({ last: said.join(', ') }))
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', () => ['a', 'b'].map((of) => new Send('work', { of })), ['work'])
    .addEdge('work', 'sum');
  const file = join(folder(), 'kept.db');
  const { graph } = convert(built);
  const first = open({ store: sqlite(file), graphs: [graph] });
  const started = await first.start(graph, {}, { id: 't' });
  const waiting = await started.settled();
  await first.close();

  const store = sqlite(file);
  const { graph: again } = convert(built);
  const cairn = open({ store, graphs: [again] });
  onTestFinished(async () => {
    await cairn.close();
    await store.close();
  });
  const thread = cairn.thread(again, 't');
  const questions = waiting.status === 'waiting' ? waiting.questions : [];
  for (const { key, lane, payload } of questions) await thread.answer(key, `to ${String(payload)}`, { lane });
  const done = await thread.ended();
  expect(done.state.last).toBe('a to a?, b to b?');
  expect(ran).toEqual(['a', 'b', 'a', 'b']);

  expect((await replay(thread, again)).divergence).toBeUndefined();
  const middle = waiting.seq;
  const forked = await thread.fork(middle, { id: 'u' });
  for (const { key, lane } of questions) await forked.answer(key, 'no', { lane });
  expect((await forked.ended()).state.last).toBe('a no, b no');
});
