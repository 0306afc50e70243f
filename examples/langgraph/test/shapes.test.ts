import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBaseMessage, type BaseMessage } from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { heard } from '../src/fake-chat.ts';

const src = join(import.meta.dirname, '../src');
const shapes = globSync('*/langgraph.ts', { cwd: src }).map(dirname).toSorted();

/** Those that take more: graphs of one function or two, which are mostly the words around them. */
const longer: ReadonlySet<string> = new Set(['functional', 'handing-over', 'user-memory']);

/** What a program of a shape comes to, and what its models were told meanwhile. */
async function played(shape: string, name: string): Promise<object> {
  heard.length = 0;
  const { play } = (await import(join(src, shape, name))) as { readonly play: () => Promise<unknown> };
  const result = plain(await play());
  return { result, heard: heard.toSorted() };
}

/** What the program of LangGraph comes to, whose checkpointer knows its threads for as long as the process is there. */
async function playedThere(shape: string): Promise<object> {
  const known = there.get(shape) ?? (await played(shape, 'langgraph.ts'));
  there.set(shape, known);
  return known;
}

const there = new Map<string, object>();

/** Values with messages as what matters of them. */
function plain(value: unknown): unknown {
  if (isBaseMessage(value)) return plainMessage(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
}

function plainMessage({ type, content, name, ...rest }: BaseMessage): unknown {
  const { tool_calls: calls = [], tool_call_id: answers } = rest as {
    readonly tool_calls?: readonly { readonly id: string; readonly name: string; readonly args: unknown }[];
    readonly tool_call_id?: string;
  };
  return plain({
    type,
    content,
    name,
    answers,
    ...(calls.length > 0 && { calls: calls.map(({ id, name: tool, args }) => ({ id, tool, args })) }),
  });
}

/** The lines of a program that are neither blank nor a comment. */
function linesOf(shape: string, name: string): number {
  const lines = readFileSync(join(src, shape, name), 'utf8').split('\n');
  return lines.filter((line) => !/^\s*(?:\/\/.*|\/?\*.*)?$/u.test(line)).length;
}

describe('shapes of graphs as LangGraph knows them', () => {
  test('there are more than fifteen', () => {
    expect(shapes.length).toBeGreaterThan(15);
  });

  test.each(shapes)('%s comes to what it comes to there', async (shape) => {
    expect(await played(shape, 'cairn.ts')).toEqual(await playedThere(shape));
  });

  const converted = globSync('*/converted.ts', { cwd: src }).map(dirname).toSorted();

  test.each(converted)('%s comes to what it comes to there, converted', async (shape) => {
    // Where nodes run beside each other, a converted graph keeps count of them in keys of its own.
    expect(await played(shape, 'converted.ts')).toMatchObject(await playedThere(shape));
  });

  test.each(shapes.filter((shape) => !longer.has(shape)))('%s takes at most a fifth more lines', (shape) => {
    expect(linesOf(shape, 'cairn.ts')).toBeLessThanOrEqual(1.2 * linesOf(shape, 'langgraph.ts'));
  });
});
