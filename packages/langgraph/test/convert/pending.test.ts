/** What LangGraph loses of what is pending between two supersteps, and what comes of the same programs once they are converted. */

import {
  Annotation,
  Command,
  interrupt,
  MemorySaver,
  Send,
  START,
  StateGraph,
  StateSchema,
  UntrackedValue,
} from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { join } from 'node:path';
import { memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';
import { folder } from '../folder.ts';

const thread = { configurable: { thread_id: 't' } };

test('bytes that a node wrote while another waits come back as they were', async () => {
  const bytes = Uint8Array.of(0, 255, 128, 200, 65);
  const built = new StateGraph(Annotation.Root({ found: Annotation<Uint8Array>(), said: Annotation<string>() }))
    .addNode('a', () => ({ found: bytes }))
    .addNode('b', () => ({ said: String(interrupt('go on?')) }))
    .addEdge(START, 'a')
    .addEdge(START, 'b');
  const app = built.compile({ checkpointer: SqliteSaver.fromConnString(':memory:') });
  await app.invoke({}, thread);
  const theirs = await app.invoke(new Command({ resume: 'yes' }), thread);
  expect([...theirs.found]).not.toEqual([...bytes]);

  const { graph } = convert(built);
  const file = join(folder(), 'bytes.db');
  const first = open({ store: sqlite(file), graphs: [graph] });
  await (await first.start(graph, {}, { id: 't' })).settled();
  await first.close();
  const cairn = open({ store: sqlite(file), graphs: [graph] });
  onTestFinished(() => cairn.close());
  await cairn.thread(graph, 't').answer('b', 'yes');
  expect((await cairn.thread(graph, 't').settled()).state).toMatchObject({ found: bytes, said: 'yes' });
});

test('what is sent with a timeout of its own fails the thread, and is not sent without one', async () => {
  const built = (isUntracked: boolean) =>
    new StateGraph(
      new StateSchema({ said: z.string().default(''), ...(isUntracked && { cache: new UntrackedValue(z.string()) }) }),
    )
      .addNode('a', () => ({}))
      .addNode('b', () => ({ said: String(interrupt('go on?')) }))
      .addNode('work', () => ({ said: 'worked' }))
      .addEdge(START, 'a')
      .addEdge(START, 'b')
      .addConditionalEdges('a', () => [new Send('work', {}, { timeout: 5 })], ['work']);
  // What a sent while b waits, as it is kept for when the thread goes on.
  const kept = async (isUntracked: boolean): Promise<unknown> => {
    const saver = new MemorySaver();
    await built(isUntracked).compile({ checkpointer: saver }).invoke({}, thread);
    const { pendingWrites = [] } = (await saver.getTuple(thread)) ?? {};
    return pendingWrites.flatMap(([, channel, value]) => (channel === '__pregel_tasks' ? [value] : []));
  };
  expect(await kept(false)).toMatchObject([{ node: 'work', timeout: { runTimeout: 5 } }]);
  expect(await kept(true)).toEqual([{ node: 'work', args: {} }]);

  const { graph } = convert(built(true));
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  const failed = await (await cairn.start(graph, {})).settled();
  expect(failed.status === 'failed' && failed.failed[0]?.message).toContain('has a timeout of its own');
});
