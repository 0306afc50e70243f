import { writeSync } from 'node:fs';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { graph, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { fromLangGraph } from '../../src/index.ts';

/**
 * Drives a thread whose node is a graph of LangGraph, and tells which of its supersteps begins; `done` once all is over. Where it is to
 * hang, it does so in its second superstep.
 */
const [path = '', id = '', hangs] = process.argv.slice(2);
const supersteps = 20;
const store = sqlite(path);
const state = Annotation.Root({
  said: Annotation<number[]>({ reducer: (before, more) => [...before, ...more], default: () => [] }),
});
let begun = 0;
const inner = new StateGraph(state)
  .addNode('step', async ({ said }) => {
    writeSync(1, `${said.length}\n`);
    begun += 1;
    if (hangs !== undefined && begun === 2) await new Promise(() => void setInterval(() => undefined, 1_000));
    return { said: [said.length] };
  })
  .addEdge(START, 'step')
  .addConditionalEdges('step', ({ said }) => (said.length < supersteps ? 'step' : END), ['step', END])
  .compile();
const run = fromLangGraph(inner, {
  store,
  input: () => ({ said: [] }),
  output: ({ said }: { said: number[] }) => ({ said }),
});
const host = graph({
  name: 'host',
  state: { said: z.array(z.number()).default([]) },
  start: 'inner',
  nodes: { inner: { run, next: 'done' }, done: { final: true } },
});
const cairn = open({ store, graphs: [host] });
const result = await (await cairn.start(host, {}, { id })).settled();
if (result.status !== 'done' || result.state.said.length !== supersteps) throw new Error(JSON.stringify(result));
await cairn.close();
writeSync(1, 'done\n');
