import { Annotation, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import type { BaseMessage } from '@langchain/core/messages';
import { graph, type InputOf, memory, open, type StateOf } from '@cairn/core';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { convert } from '../../src/index.ts';

const built = new StateGraph(Annotation.Root({ ...MessagesAnnotation.spec, topic: Annotation<string>() }))
  .addNode('a', () => ({ topic: 'x' }))
  .addEdge(START, 'a');

test('a converted graph has the state and the input that it had, built or compiled', async () => {
  const { graph: made } = convert(built);
  expectTypeOf<StateOf<typeof made>['topic']>().toEqualTypeOf<string>();
  expectTypeOf<StateOf<typeof made>['messages']>().toEqualTypeOf<BaseMessage[]>();
  expectTypeOf<InputOf<typeof made>['topic']>().toExtend<string | undefined | object>();
  const cairn = open({ store: memory(), graphs: [made] });
  const thread = await cairn.start(made, { topic: 'tea' });
  // @ts-expect-error a topic is a text
  await cairn.start(made, { topic: 5 });
  const ended = await thread.ended();
  if (ended.status === 'done') expectTypeOf(ended.outcome).toEqualTypeOf<'__end__'>();
  expectTypeOf(ended.state.topic).toEqualTypeOf<string>();
  await thread.answer('a', 'whatever it is');

  const { graph: compiled } = convert(built.compile());
  expectTypeOf<StateOf<typeof compiled>['topic']>().toEqualTypeOf<string>();
});

test('what is said of nodes is said of nodes that there are', () => {
  const { gaps } = convert(built, { nodes: { a: { ends: ['a'] }, __start__: { several: true } } });
  expectTypeOf(gaps).toExtend<readonly { readonly at: string; readonly why: string }[]>();
  // @ts-expect-error there is no such node
  convert(built, { nodes: { b: { several: true } } });
});

test('a converted graph is a node of another', () => {
  const { graph: made } = convert(built);
  const outer = graph({
    name: 'outer',
    state: { topic: z.string() },
    start: 'inner',
    nodes: {
      inner: {
        graph: made,
        input: (s) => ({ topic: s.topic }),
        output: ({ state }) => ({ topic: state.topic }),
        next: 'end',
      },
      end: { final: true },
    },
  });
  expectTypeOf<StateOf<typeof outer>['topic']>().toEqualTypeOf<string>();
});
