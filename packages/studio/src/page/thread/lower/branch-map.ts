/**
 * A family of forks as a map, as git draws branches: a line a thread, from left to right by checkpoint. Checkpoints where nothing branches
 * take little room, so that those that do are side by side.
 */

import type { Branch } from '../../../api.ts';

export interface Dot {
  readonly seq: number;
  readonly x: number;
  /** Where a thread begins or was forked off, where it was sent back, where it was sent back to, its newest, or one that is selected. */
  readonly kind: 'start' | 'fork' | 'rewind' | 'back' | 'head' | 'here';
}

export interface BranchLine {
  readonly branch: Branch;
  readonly row: number;
  /** Where its line begins: at the checkpoint that it shares with the thread it was forked from. */
  readonly from: { readonly x: number; readonly row: number };
  readonly to: number;
  readonly dots: readonly Dot[];
  /** What a rewind left behind, from the last checkpoint of it back to where it went. */
  readonly left: readonly { readonly from: number; readonly to: number }[];
}

export interface BranchMap {
  readonly lines: readonly BranchLine[];
  /** Pixels from the first place to the last. */
  readonly width: number;
}

const closest = 28;
const farthest = 96;
const perCheckpoint = 6;

/** The map of a family; `here` is a checkpoint of one of its threads that has a place of its own. */
export function branchMap(
  branches: readonly Branch[],
  here?: { readonly thread: string; readonly seq: number },
): BranchMap {
  const xOf = placesOf(branches, here);
  const rows = inOrder(branches);
  const rowOf = new Map(rows.map(({ id }, row) => [id, row]));
  const lines = rows.map((branch, row): BranchLine => {
    const start = branch.origin?.seq ?? 1;
    const known = branch.origin === null ? undefined : rowOf.get(branch.origin.thread);
    return {
      branch,
      row,
      from: { x: xOf(start), row: known ?? row },
      to: xOf(branch.head),
      dots: dotsOf(branch, xOf, here?.thread === branch.id ? here.seq : undefined),
      left: branch.rewinds.map(({ seq, to }) => ({ from: xOf(seq), to: xOf(to) })),
    };
  });
  return { lines, width: Math.max(0, ...lines.map(({ to }) => to)) };
}

/** Threads, each followed by its forks, those that were forked off last first: so no line crosses another's beginning. */
function inOrder(branches: readonly Branch[]): readonly Branch[] {
  const ids = new Set(branches.map(({ id }) => id));
  const forks = new Map<string | undefined, Branch[]>();
  for (const branch of branches) {
    const of = branch.origin !== null && ids.has(branch.origin.thread) ? branch.origin.thread : undefined;
    forks.set(of, [...(forks.get(of) ?? []), branch]);
  }
  const order: Branch[] = [];
  const add = (of: string | undefined): void => {
    const own = (forks.get(of) ?? []).toSorted((left, right) => {
      return (right.origin?.seq ?? 0) - (left.origin?.seq ?? 0) || left.created - right.created;
    });
    for (const branch of own) {
      order.push(branch);
      add(branch.id);
    }
  };
  add(undefined);
  return order;
}

/** Where each checkpoint that matters is, and those between them. */
function placesOf(branches: readonly Branch[], here: { readonly seq: number } | undefined): (seq: number) => number {
  const seqs = new Set([1]);
  for (const { head, origin, rewinds } of branches) {
    seqs.add(head);
    if (origin !== null) seqs.add(origin.seq);
    for (const { seq, to } of rewinds) seqs.add(seq).add(to);
  }
  if (here !== undefined) seqs.add(here.seq);
  const sorted = [...seqs].toSorted((left, right) => left - right);
  const places = new Map<number, number>();
  let x = 0;
  for (const [at, seq] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before !== undefined) x += Math.min(farthest, Math.max(closest, (seq - before) * perCheckpoint));
    places.set(seq, x);
  }
  return (seq) => places.get(seq) ?? 0;
}

function dotsOf(branch: Branch, xOf: (seq: number) => number, here: number | undefined): readonly Dot[] {
  const dots = new Map<number, Dot['kind']>();
  if (branch.origin === null) dots.set(1, 'start');
  for (const { seq, to } of branch.rewinds) {
    if (to > (branch.origin?.seq ?? 0)) dots.set(to, 'back');
    dots.set(seq, 'rewind');
  }
  dots.set(branch.head, 'head');
  if (here !== undefined && here > (branch.origin?.seq ?? 0)) dots.set(here, here === branch.head ? 'head' : 'here');
  return [...dots].map(([seq, kind]) => ({ seq, kind, x: xOf(seq) })).toSorted((left, right) => left.seq - right.seq);
}
