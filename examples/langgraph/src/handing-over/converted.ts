import { run } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { desk } from './langgraph.ts';

const { graph } = convert(desk);

export async function play() {
  const threads = [await run(graph, { question: 'my bill' }), await run(graph, { question: 'hello' })];
  return threads.map(({ state }) => state);
}
