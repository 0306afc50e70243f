import { readFileSync } from 'node:fs';
import { problem } from '../../base/problem/problem.ts';
import type { AnyGraph } from '../../definition/facts.ts';
import { isObject, readLine } from '../transfer/export-line.ts';
import { replay, type ReplayOptions } from './replay.ts';

/** A recorded thread as a test, for any test runner. */
export interface RecordedTest {
  /** A claim in the present tense, with the thread's id. */
  readonly name: string;
  /** Replays the thread; a problem `replay/diverged` that says where today's graph goes another way. */
  run(this: void): Promise<void>;
}

/**
 * A test that an exported thread still goes as it was recorded. Give it the path of the file, its lines or its text.
 *
 * @example
 * const { name, run } = recorded('test/threads/INC-42.jsonl', incident);
 * test(name, run);
 */
export function recorded(
  source: URL | string | readonly string[],
  graph: AnyGraph,
  options: ReplayOptions = {},
): RecordedTest {
  const lines = typeof source === 'object' && !(source instanceof URL) ? source : linesIn(source);
  const thread = idIn(lines[0] ?? '');
  const run = async (): Promise<void> => {
    const { divergence } = await replay(lines, graph, options);
    if (divergence === undefined) return;
    const { seq, how } = divergence;
    throw problem('replay/diverged', { thread, graph: graph.name, seq, how });
  };
  return Object.freeze({ name: `thread "${thread}" goes as it was recorded`, run });
}

function linesIn(source: URL | string): readonly string[] {
  const isText = typeof source === 'string' && source.trimStart().startsWith('{');
  return (isText ? source : readFileSync(source, 'utf8')).split('\n');
}

function idIn(header: string): string {
  const line = readLine(header.trimEnd());
  const thread = isObject(line) ? line['thread'] : undefined;
  return isObject(thread) && typeof thread['id'] === 'string' ? thread['id'] : '?';
}
