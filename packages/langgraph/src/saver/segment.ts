/**
 * A part of a namespace's history, in one item: checkpoints and what tasks wrote to them, a line each, in the order in which they
 * came.
 *
 * - `[id, of, …body]` is a checkpoint: `of` is the one that it follows, by its id or by how many lines of checkpoints it is
 *   back, 0 for none;
 * - `[back, task, …body]` is what a task wrote to the checkpoint that is so many lines of checkpoints back, 0 for the last one.
 *
 * Ids are short ones, see `places.ts`. What was written before there were segments is an item a checkpoint.
 */

import type { Item } from '@cairn/core/store';
import type { Packed } from './shapes.ts';

export interface CheckpointLine {
  readonly id: string;
  readonly of: string | undefined;
  readonly packed: Packed;
}

export interface WritesLine {
  /** The checkpoint's. */
  readonly id: string;
  readonly task: string;
  readonly packed: Packed;
}

export type Line = CheckpointLine | WritesLine;

export interface Segment {
  readonly key: string;
  readonly version: number;
  readonly body: string;
  readonly lines: readonly Line[];
}

export function isWrites(line: Line): line is WritesLine {
  return 'task' in line;
}

export function segmentOf({ key, version, body }: Pick<Item, 'key' | 'version' | 'body'>): Segment {
  return { key, version, body, lines: linesIn(key, body) };
}

type Raw = readonly [first: string | number, second: string | number, ...packed: Packed];

interface WholeItem {
  readonly of?: string;
  readonly is?: object;
  readonly by?: object;
}

function linesIn(key: string, body: string): readonly Line[] {
  const read: unknown = JSON.parse(body);
  if (Array.isArray(read)) return rawLines(read as readonly Raw[]);
  const { of, is, by } = read as WholeItem;
  return [{ id: key.slice(key.indexOf('\t') + 1), of, packed: [is ?? by ?? []] }];
}

function rawLines(all: readonly Raw[]): readonly Line[] {
  const ids: string[] = [];
  return all.map(([first, second, ...packed]): Line => {
    if (typeof first === 'number') return { id: ids.at(-1 - first) ?? '', task: String(second), packed };
    const of = typeof second === 'string' ? second : second === 0 ? undefined : ids.at(-second);
    ids.push(first);
    return { id: first, of, packed };
  });
}

export function segmentBody(lines: readonly Line[]): string {
  const ids: string[] = [];
  const written = lines.map((line): string => {
    if (isWrites(line)) return JSON.stringify([ids.length - 1 - ids.lastIndexOf(line.id), line.task, ...line.packed]);
    const back = line.of === undefined ? 0 : ids.length - ids.lastIndexOf(line.of);
    const of = back > ids.length ? line.of : back;
    ids.push(line.id);
    return JSON.stringify([line.id, of, ...line.packed]);
  });
  return `[${written.join(',\n')}]`;
}
