import { Annotation, START, StateGraph } from '@langchain/langgraph';
import { Topic } from '@langchain/langgraph/channels';
import { run } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convert, NotConverted } from '../../src/index.ts';

/** What a node writes to the topic: nothing, one value, or a list. */
const written = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 0, max: 3 }),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
);
type Written = number | number[] | undefined;

/** Supersteps, each of nodes beside each other. */
const steps = fc.array(fc.array(written, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

function built(nodes: readonly (readonly Written[])[], unique: boolean) {
  const log = Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] });
  const State = Annotation.Root({ log, topic: () => new Topic<number>({ accumulate: true, unique }) as never });
  const graph = new StateGraph(State) as unknown as {
    addNode(name: string, run: (seen: { topic?: number[] }) => object): void;
    addEdge(from: string | string[], to: string): void;
  };
  let before: string[] = [];
  for (const [at, step] of nodes.entries()) {
    const names = step.map((_, index) => `n${at}_${index}`);
    for (const [index, name] of names.entries()) {
      const writes = step[index];
      graph.addNode(name, ({ topic }) => ({
        log: [`${name} saw ${String(topic)}`],
        ...(writes !== undefined && { topic: writes }),
      }));
      graph.addEdge(before.length === 0 ? START : before, name);
    }
    before = names;
  }
  return graph as unknown as StateGraph<typeof State.spec>;
}

test('a topic that accumulates has what it has in LangGraph, in each superstep', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (nodes, unique) => {
      const graph = built(nodes, unique);
      const { log, topic } = (await run(convert(graph).graph, { log: ['in'] })).state as Record<string, unknown>;
      const theirs = (await graph.compile().invoke({ log: ['in'] })) as Record<string, unknown>;
      expect({ log, topic }).toEqual({ log: theirs['log'], topic: theirs['topic'] });
    }),
    { numRuns: 40 },
  );
});

test('a topic that does not is refused, and told by name', () => {
  const graph = new StateGraph(Annotation.Root({ topic: () => new Topic<number>() as never }))
    .addNode('a', () => ({}))
    .addEdge(START, 'a');
  expect(() => convert(graph)).toThrow(NotConverted);
  expect(() => convert(graph)).toThrow('channel "topic": It is a Topic that does not accumulate');
});
