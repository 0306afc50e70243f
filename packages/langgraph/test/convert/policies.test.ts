import {
  Annotation,
  Command,
  END,
  NodeError,
  Send,
  START,
  StateGraph,
  type LangGraphRunnableConfig,
} from '@langchain/langgraph';
import { EphemeralValue } from '@langchain/langgraph/channels';
import { InMemoryCache } from '@langchain/langgraph-checkpoint';
import { memory, open, run } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, onTestFinished, test } from 'vitest';
import { convert } from '../../src/index.ts';
import { log, State, expectAlike } from './alike.ts';

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
