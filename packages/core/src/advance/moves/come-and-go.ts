import { problem } from '../../base/problem/problem.ts';
import type { Lane } from '../state/lane.ts';
import { childrenOf } from '../state/snapshot.ts';
import { givenBy } from './found-by-closed.ts';
import { loopPassed, moveTo } from './move.ts';
import { comeAndGo, isEnough, type Coming } from './open.ts';
import { facts, failDecision, laneAt, record, type Turn } from './turn.ts';
import { waitsAfter } from './waits-of.ts';

/**
 * Looks at a lane whose lanes come and go: brings in what those found that have closed, one after the other; then leaves, where the state says that
 * it is enough, or opens the lanes that it lists by now, and is rid of those that it lists no longer.
 */
export function meetAsTheyCome(turn: Turn, { path }: Lane, next: Coming): void {
  try {
    for (;;) {
      const holder = laneAt(turn, path);
      const closed = childrenOf(turn.draft, holder).find(({ phase }) => phase === 'closed');
      if (closed === undefined) break;
      bringIn(turn, holder, closed, next);
      turn.rests?.noteWithin(turn, path);
    }
    const holder = laneAt(turn, path);
    if (isEnough(turn, holder, next.until)) leave(turn, holder, next);
    else comeAndGo(turn, holder, next);
  } catch (error) {
    failDecision(turn, laneAt(turn, path), error, 'open');
  }
}

function bringIn(turn: Turn, holder: Lane, closed: Lane, { onClosed }: Coming): void {
  const passed = loopPassed(turn, holder, closed);
  if (passed !== undefined) throw problem('limit/exceeded', passed);
  const { changes, transient } = givenBy(turn, holder, closed, onClosed);
  record(turn, {
    lane: holder.path,
    from: holder.node,
    cause: 'join',
    phase: 'open',
    ...facts(changes, transient),
    ...waitsAfter(turn, holder, changes),
    note: { lane: closed.path, merged: true },
  });
}

function leave(turn: Turn, holder: Lane, { then }: Coming): void {
  const cancelled = childrenOf(turn.draft, holder).flatMap(({ phase, path }) => (phase === 'failed' ? [] : [path]));
  moveTo(turn, holder, then, { cause: 'join', note: { merged: true, ...(cancelled.length > 0 && { cancelled }) } });
}
