import { canMeet } from '../../advance/state/can-meet.ts';
import { causes } from '../../advance/state/causes.ts';
import type { Input } from '../../advance/moves/input.ts';
import { Recorded } from '../../advance/moves/recorded.ts';
import type { Row } from '../../advance/state/row.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';

/**
 * Whether a row came from outside, and did not follow from the rows before it. `snapshot` is the state before it.
 *
 * A subgraph's end and its failed attempts are recorded as an activity's are; they follow from what its lanes did. Where its
 * lanes could still have met, its time was over.
 */
export function isInput({ cause, lane: path, to, label }: Row, snapshot: Snapshot): boolean {
  if (causes[cause] === 'rows' || (cause === 'migrate' && to !== undefined)) return false;
  if (cause === 'fail') return label !== undefined;
  if (cause !== 'done' && cause !== 'attempt') return true;
  const lane = snapshot.lanes.get(path);
  if (lane?.phase !== 'open') return true;
  return cause === 'done' ? lane.fork?.closed === 0 : canMeet(snapshot, lane);
}

/**
 * The inputs that a row from outside may have come from, the likeliest first: whom an event was sent to and which lanes
 * were resumed at once is not recorded. `next` is the row after it.
 */
export function* inputsFor(
  row: WholeRow,
  next: Row | undefined,
  snapshot: Snapshot,
): Generator<Input, void, undefined> {
  switch (row.cause) {
    case 'event':
      yield eventInput(row);
      for (const lane of lanesBelow(snapshot, row.lane)) yield { ...eventInput(row), lane };
      return;
    case 'resume':
      yield { type: 'resume' };
      for (const lane of lanesAbove(row.lane)) yield { type: 'resume', lane };
      return;
    default:
      yield inputOf(row, next);
  }
}

function eventInput({ label = '', note }: WholeRow): Extract<Input, { type: 'event' }> {
  return { type: 'event', name: label, payload: new Recorded(note?.value) };
}

function* lanesBelow(snapshot: Snapshot, path: string): Generator<string, void, undefined> {
  const prefix = path === '' ? '' : `${path}/`;
  yield path;
  for (const lane of snapshot.lanes.all()) if (lane.path !== path && lane.path.startsWith(prefix)) yield lane.path;
}

function* lanesAbove(path: string): Generator<string, void, undefined> {
  let at = path;
  yield at;
  while (at.includes('/')) {
    at = at.slice(0, at.lastIndexOf('/'));
    yield at;
  }
}

/** The one input that a row can have come from. */
function inputOf(row: WholeRow, next: Row | undefined): Input {
  const { lane, label: key = '', note, duration } = row;
  const took = duration === undefined ? {} : { duration };
  switch (row.cause) {
    case 'start':
      return {
        type: 'start',
        input: new Recorded(row.changes),
        ...(note?.input !== undefined && { hash: note.input }),
        ...(row.due !== undefined && { at: row.due }),
      };
    case 'done':
      return doneInput(row, next);
    case 'attempt':
      return failedInput(row);
    case 'step':
      return { type: 'step', lane, key, value: note?.value, ...(note?.keep === true && { keep: true }), ...took };
    case 'save':
      return { type: 'save', lane, key, ...(row.changes && { changes: row.changes }) };
    case 'ask':
      return { type: 'ask', lane, key, payload: note?.value };
    case 'answer':
      return { type: 'answer', lane, key, value: note?.value };
    case 'sleep':
      return { type: 'sleep', lane, key, until: note?.at ?? row.time };
    case 'wait':
      return { type: 'wait', lane };
    case 'spend':
      return { type: 'spend', lane, name: key, amount: note?.amount ?? 0, ...spentBy(row) };
    case 'timer':
    case 'fail':
      return { type: 'timer', lane, name: key };
    case 'cancel':
      return { type: 'cancel', reason: note?.reason ?? '' };
    case 'fork':
      return {
        type: 'fork',
        at: note?.at ?? 0,
        update: new Recorded(row.changes),
        later: note?.later ?? 0,
        due: note?.due ?? [],
      };
    case 'edit':
      return { type: 'edit', lane, update: new Recorded(row.changes), ...(row.to !== undefined && { as: row.to }) };
    default:
      throw new Error(`A row of cause "${row.cause}" is no input.`);
  }
}

function spentBy({ from, note }: Row): { readonly step?: string; readonly left?: string } {
  if (note?.left === true) return { left: from };
  return note?.step === undefined ? {} : { step: note.step };
}

/** What a reducer refused is recorded with its failure, the row after. */
function doneInput({ lane, changes, duration }: WholeRow, next: Row | undefined): Input {
  const unreduced = next?.cause === 'fail' && next.lane === lane ? next.note?.unreduced : undefined;
  const all = unreduced === undefined ? changes : { ...changes, ...unreduced };
  return { type: 'done', lane, ...(all && { changes: all }), ...(duration !== undefined && { duration }) };
}

function failedInput({ lane, note, attempt = 1, time, duration }: Row): Input {
  const failure = note?.failure ?? { name: 'Error', message: '', attempt, at: time };
  const took = duration === undefined ? {} : { duration };
  return { type: 'failed', lane, failure, ...(note?.final === true && { final: true }), ...took };
}
