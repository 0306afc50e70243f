import { HumanMessage } from '@langchain/core/messages';
import { interrupt, START, StateGraph } from '@langchain/langgraph';
import { memory, open } from '@cairn/core';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';
import { State } from './alike.ts';

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
