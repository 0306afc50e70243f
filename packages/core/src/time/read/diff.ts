import type { Checkpoint, LaneAt } from './checkpoint.ts';
import { differencesOf, type ValueDifference } from './value-difference.ts';

/** What one of two checkpoints has of something, and what the other has; absent where it has none. */
export interface BeforeAfter<Value> {
  readonly before?: Value;
  readonly after?: Value;
}

/** A lane that two checkpoints do not have alike. */
export interface LaneDifference {
  /** Its path; empty for the first. */
  readonly lane: string;
  /** Present where the lane moved, was opened (no `before`) or is gone (no `after`). */
  readonly node?: BeforeAfter<string>;
  /** Present where its phase differs, be it at the same node. */
  readonly phase?: BeforeAfter<string>;
  /** What was added, removed and changed of its state; each path starts with the key. */
  readonly state: readonly ValueDifference[];
}

/** How two checkpoints differ, lane by lane; `lanes` is empty where every lane stands the same. */
export interface Difference {
  readonly before: { readonly thread: string; readonly seq: number };
  readonly after: { readonly thread: string; readonly seq: number };
  readonly lanes: readonly LaneDifference[];
}

/** How two checkpoints of one or of two threads differ. */
export function diff(before: Checkpoint, after: Checkpoint): Difference {
  const old = new Map(before.lanes.map((lane) => [lane.lane, lane]));
  const now = new Map(after.lanes.map((lane) => [lane.lane, lane]));
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return {
    before: { thread: before.thread, seq: before.seq },
    after: { thread: after.thread, seq: after.seq },
    lanes: paths.flatMap((path) => laneDifference(path, old.get(path), now.get(path))),
  };
}

function laneDifference(
  lane: string,
  before: LaneAt | undefined,
  after: LaneAt | undefined,
): readonly LaneDifference[] {
  const node = beforeAfter(before?.node, after?.node);
  const phase = beforeAfter(before?.phase, after?.phase);
  const state = differencesOf(before?.state ?? {}, after?.state ?? {});
  if (node === undefined && phase === undefined && state.length === 0) return [];
  return [{ lane, ...(node && { node }), ...(phase && { phase }), state }];
}

function beforeAfter(before: string | undefined, after: string | undefined): BeforeAfter<string> | undefined {
  if (before === after) return undefined;
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
