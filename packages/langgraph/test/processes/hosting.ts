import { writeSync } from 'node:fs';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { fromLangGraph } from '../../src/index.ts';

/** Drives a thread whose node is a graph of LangGraph, and tells which of its nodes begins; `done` once all is over. */
const [path = ''] = process.argv.slice(2);
const store = sqlite(path);
const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const state = Annotation.Root({
  said: Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] }),
});
const told = (name: string) => async (): Promise<{ said: string[] }> => {
  writeSync(1, `${name}\n`);
  await new Promise((resolve) => void setImmediate(resolve));
  return { said: [name] };
};
const inner = new StateGraph(state)
  .addNode('a', told('a'))
  .addNode('b', told('b'))
  .addNode('c', told('c'))
  .addNode('d', told('d'))
  .addNode('e', told('e'))
  .addNode('f', told('f'))
  .addEdge(START, 'a')
  .addEdge('a', 'b')
  .addEdge('b', 'c')
  .addEdge('c', 'd')
  .addEdge('d', 'e')
  .addEdge('e', 'f')
  .addEdge('f', END)
  .compile();
const run = fromLangGraph(inner, {
  store,
  input: () => ({ said: [] }),
  output: ({ said }: { said: string[] }) => ({ said }),
});
const host = graph({
  name: 'host',
  state: { said: z.array(z.string()).default([]) },
  start: 'inner',
  nodes: { inner: { run, next: 'done' }, done: { final: true } },
});
const cairn = open({ store, graphs: [host] });
const result = await (await cairn.start(host, {}, { id: 't' })).settled();
if (result.status !== 'done' || result.state.said.join('') !== names.join('')) throw new Error(JSON.stringify(result));
await cairn.close();
writeSync(1, 'done\n');
