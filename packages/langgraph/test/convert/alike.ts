import { Annotation } from '@langchain/langgraph';
import { check, run } from '@cairn/core';
import { expect } from 'vitest';
import { convert } from '../../src/index.ts';

export const log = Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] });
export const State = Annotation.Root({ log, last: Annotation<string>() });

/** What a graph comes to here, of the keys that it came to there. */
export async function expectAlike(
  built: { compile(): { invoke(input: never): Promise<object> } },
  input: object,
  options: Parameters<typeof convert>[1] = {},
) {
  const { graph } = convert(built, options);
  expect(check(graph)).toEqual([]);
  const theirs = await built.compile().invoke(input as never);
  const ours = await run(graph, input as never);
  expect(ours.status).toBe('done');
  const state = ours.state;
  expect(Object.fromEntries(Object.keys(theirs).map((key) => [key, state[key]]))).toEqual(theirs);
  return { graph, state };
}
