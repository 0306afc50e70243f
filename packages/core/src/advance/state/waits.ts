/**
 * What a lane waits for by its state: until when, by the name of the timer.
 *
 * 1. The author is asked when a lane comes to its node, and after each change of its state there; what was said is in the row.
 * 2. A wait is put off with the lane's other waits, and stays so for as long as the same is said of it.
 * 3. One that has fired fires again where it is now to end later than it did.
 */

import { ofGraph } from '../../compile/timer-text.ts';
import type { Lane, LaneWait } from './lane.ts';
import type { Row, WaitSaid } from './row.ts';

/** Whether a timer runs from when its graph was started. */
export function isOfGraph({ name }: { readonly name: string }): boolean {
  return name.startsWith(ofGraph);
}

/** A lane with what a row says of its waits. */
export function withWaits(lane: Lane, waits: readonly WaitSaid[], { time, asOf = time, cause }: WaitRow): Lane {
  const next = new Map(lane.waits?.map((wait) => [wait.name, wait]));
  for (const said of waits) {
    const before = next.get(said.name);
    next.delete(said.name);
    const number = said.in ?? said.at;
    if (number === undefined) continue;
    const from = isOfGraph(said) ? (lane.began ?? time) : lane.entered;
    // What was recorded is decided by the time of the recording; what it waits for is as much later as it happens now.
    const at = said.in === undefined ? number + (time - asOf) : from + number;
    const isOver = before?.fired === true && at <= before.at;
    next.set(said.name, { name: said.name, said: number, at, ...(isOver && { fired: true }) });
  }
  const begins = cause === 'start' || cause === 'open';
  return { ...lane, waits: [...next.values()], ...(begins && { began: time }) };
}

type WaitRow = Pick<Row, 'time' | 'asOf' | 'cause'>;

/** The waits that a lane has after it went to another node: those of its graph. */
export function waitsAfterMove({ waits, began }: Lane, row: Row): Pick<Lane, 'waits' | 'began'> {
  if (waits === undefined) return {};
  const kept = waits.filter(isOfGraph).map((wait) => (hasFired(wait, row) ? { ...wait, fired: true as const } : wait));
  return { ...(kept.length > 0 && { waits: kept }), ...(began !== undefined && { began }) };
}

/** A lane whose timer fired and led nowhere. */
export function withFired(lane: Lane, name: string): Lane {
  const wait = lane.waits?.find((each) => each.name === name);
  if (wait === undefined) return { ...lane, fired: [...(lane.fired ?? []), name] };
  return { ...lane, waits: (lane.waits ?? []).map((each) => (each === wait ? { ...each, fired: true } : each)) };
}

function hasFired({ name }: LaneWait, { cause, label }: Row): boolean {
  return cause === 'timer' && label === name;
}

/** A timer as a plan has it, or the data that is kept of one. */
type Named = { readonly name: string } & ({ readonly wait: number | object } | { readonly by?: 'in' | 'at' });

/** By how many milliseconds the wait of a lane that ends first, of those whose `at` said until when, ends later than that; undefined where it has none. */
export function putOffOf({ waits = [] }: Lane, timers: readonly Named[]): number | undefined {
  const first = waits
    .filter(({ name, fired }) => fired !== true && timers.some((timer) => timer.name === name && isAt(timer)))
    .toSorted((one, other) => one.at - other.at)[0];
  return first && first.at - first.said;
}

function isAt(timer: Named): boolean {
  if ('wait' in timer) return typeof timer.wait !== 'number' && 'at' in timer.wait;
  return timer.by === 'at';
}
