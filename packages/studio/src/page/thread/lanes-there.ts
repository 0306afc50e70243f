import type { LaneThere } from '@cairn/drawing/thread';
import type { LogRow } from '../../api.ts';

/** Where the lanes of a thread are, by their paths. */
export type Lanes = ReadonlyMap<string, LaneThere>;

/** What of a row is read to know where lanes are. */
export type LaneRow = Pick<LogRow, 'lane' | 'cause' | 'from' | 'to' | 'phase' | 'opened' | 'note' | 'within'>;

/** Where the lanes are after a row; `goneBack` are those at the checkpoint that a rewind goes back to. */
export function lanesAfter(before: Lanes, row: LaneRow, goneBack: Lanes | undefined): Lanes {
  if (row.note?.left === true) return before;
  const lanes = new Map(row.cause === 'rewind' ? (goneBack ?? before) : before);
  if (row.to !== undefined || endsFork(row)) dropBelow(lanes, row.lane);
  // Lanes that come and go: one met its holder, others are over.
  else if (row.cause === 'join') drop(lanes, [row.note?.lane ?? '', ...(row.note?.cancelled ?? [])]);
  const { graph = '', active } = lanes.get(row.lane) ?? {};
  const there = { lane: row.lane, graph, node: row.to ?? row.from, phase: row.phase };
  lanes.set(row.lane, { ...there, ...(active !== undefined && { active }) });
  for (const { path, node, phase } of row.opened?.lanes ?? []) {
    lanes.set(path, { lane: path, graph: row.opened?.graph ?? '', node, phase });
  }
  for (const since of row.within ?? []) {
    const known = lanes.get(since.lane);
    if (known !== undefined) lanes.set(since.lane, { ...known, active: since.active });
  }
  return lanes;
}

/** Whether a row by which a lane stays ends what it had opened. */
function endsFork({ cause, phase, opened }: LaneRow): boolean {
  if (cause === 'done') return phase !== 'open' || opened !== undefined;
  return cause === 'attempt' || cause === 'cancel';
}

function drop(lanes: Map<string, LaneThere>, paths: readonly string[]): void {
  for (const path of paths) {
    if (path === '') continue;
    dropBelow(lanes, path);
    lanes.delete(path);
  }
}

function dropBelow(lanes: Map<string, LaneThere>, holder: string): void {
  for (const path of lanes.keys()) if (isBelow(path, holder)) lanes.delete(path);
}

/** Whether a lane is within another. */
function isBelow(path: string, holder: string): boolean {
  return holder === '' ? path !== '' : path.startsWith(`${holder}/`);
}
