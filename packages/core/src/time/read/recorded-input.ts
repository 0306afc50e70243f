import type { Input, Sending } from '../../advance/moves/input.ts';
import { Recorded } from '../../advance/moves/recorded.ts';
import type { Note, Row } from '../../advance/state/row.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';

/** Whether a row came from outside, and did not follow from the rows before it. */
export function isInput({ seq, turn }: Pick<Row, 'seq' | 'turn'>): boolean {
  return turn === seq;
}

/**
 * The inputs that a row from outside may have come from, the likeliest first: one, but for rows that were recorded before
 * they said which lane an event or a resume was for. `next` is the row after it.
 */
export function* inputsFor(
  row: WholeRow,
  next: Row | undefined,
  snapshot: Snapshot,
): Generator<Input, void, undefined> {
  const { cause, lane: path, note } = row;
  const alone = inputOf(row, next);
  const input = note === undefined ? alone : ({ ...alone, ...broughtWith(note) } as Input);
  yield input;
  if (note?.to !== undefined) return;
  if (cause === 'event') for (const lane of lanesBelow(snapshot, path)) yield { ...input, lane } as Input;
  if (cause === 'resume') for (const lane of lanesAbove(path)) yield { ...input, lane } as Input;
}

/** What an input brought along, and when it came where that is said. */
function broughtWith({ context, came }: Note): Pick<Note, 'context' | 'came'> {
  return { ...(context !== undefined && { context }), ...(came !== undefined && { came }) };
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
  const { lane, label: key = '', note } = row;
  switch (row.cause) {
    case 'event':
      return { type: 'event', name: key, payload: new Recorded(note?.value), ...addressed(note) };
    case 'resume':
      return { type: 'resume', ...addressed(note) };
    case 'start':
      return startInput(row);
    case 'done':
      return doneInput(row, next);
    case 'attempt':
      return failedInput(row);
    case 'step':
      return stepInput(row);
    case 'save':
      return { type: 'save', lane, key, ...(row.changes && { changes: row.changes }), ...sentWith(row) };
    case 'ask':
      return {
        type: 'ask',
        lane,
        key,
        payload: note?.value,
        ...(note?.child && { child: note.child }),
        ...sentWith(row),
      };
    case 'answer':
      return { type: 'answer', lane, key, value: note?.value, ...(note?.ended !== undefined && { child: note.ended }) };
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

function startInput({ changes, due, note }: WholeRow): Input {
  return {
    type: 'start',
    input: new Recorded(changes),
    ...(note?.input !== undefined && { hash: note.input }),
    ...(note?.parent && { parent: note.parent }),
    ...(due !== undefined && { at: due }),
  };
}

function stepInput(row: WholeRow): Input {
  const { lane, label: key = '', note, duration } = row;
  const kept = { ...(note?.keep === true && { keep: true }), ...(note?.per !== undefined && { per: note.per }) };
  const took = duration === undefined ? {} : { duration };
  return { type: 'step', lane, key, value: note?.value, ...kept, ...took, ...sentWith(row) };
}

function addressed({ to }: Note = {}): { readonly lane?: string } {
  return to === undefined ? {} : { lane: to };
}

function spentBy({ from, note }: Row): { readonly step?: string; readonly left?: string } {
  if (note?.left === true) return { left: from };
  return note?.step === undefined ? {} : { step: note.step };
}

/** What went to others with a row, as facts without content: it is noted again, and sent nowhere. */
function sentWith({ note }: Row): { readonly sent?: readonly Sending[] } {
  return note?.sent === undefined ? {} : { sent: note.sent.map((fact) => ({ fact })) };
}

/** What a reducer refused is recorded with its failure, the row after. */
function doneInput(row: WholeRow, next: Row | undefined): Input {
  const { lane, changes, duration } = row;
  const unreduced = next?.cause === 'fail' && next.lane === lane ? next.note?.unreduced : undefined;
  const all = unreduced === undefined ? changes : { ...changes, ...unreduced };
  const took = duration === undefined ? {} : { duration };
  return { type: 'done', lane, ...(all && { changes: all }), ...took, ...sentWith(row) };
}

function failedInput({ lane, note, attempt = 1, time, duration }: Row): Input {
  const failure = note?.failure ?? { name: 'Error', message: '', attempt, at: time };
  const took = duration === undefined ? {} : { duration };
  return { type: 'failed', lane, failure, ...(note?.final === true && { final: true }), ...took };
}
