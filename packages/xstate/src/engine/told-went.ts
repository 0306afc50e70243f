import type { Drawing, Went } from '@cairn/core';
import { obviousTaken } from '@cairn/core/inspect';

/** What a step did within what is drawn, as its row tells it; undefined where the name of its event, `by`, says as much. `before` is what the node held then. */
export function toldWent(
  drawing: Drawing,
  before: Readonly<Record<string, unknown>>,
  { taken = [], entered = [] }: Went,
  by: string | undefined,
): Went | undefined {
  const obvious = by === undefined ? undefined : obviousTaken(drawing, before, by);
  if (taken.join(' ') === (obvious ?? '') && entered.length === 0) return undefined;
  return { ...(taken.length > 0 && { taken }), ...(entered.length > 0 && { entered }) };
}
