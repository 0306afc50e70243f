import { run } from '@cairn/core';
import { convert } from '@cairn/langgraph';
import { order } from './langgraph.ts';

const { graph } = convert(order);

export async function play() {
  return (await run(graph, { item: ' cup' })).state;
}
