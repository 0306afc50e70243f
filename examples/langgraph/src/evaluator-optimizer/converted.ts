import { run } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { app } from './langgraph.ts';

const { graph } = convert(app);

export async function play() {
  return (await run(graph, { topic: 'cats' })).state;
}
