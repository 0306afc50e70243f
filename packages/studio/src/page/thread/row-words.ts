import type { LogRow } from '../../api.ts';
import { harmless } from '../parts/text.ts';
import { causeText as plainCause, clockText, dayText, statesText, wayText as plainWay } from '@cairn/drawing/words';
import { wordsOf } from '../values/shape.ts';

/** Where a row leads: `gather → investigate`, or the node that its lane stays at. */
export function wayText(row: Pick<LogRow, 'from' | 'to'>): string {
  return harmless(plainWay(row));
}

/** Why a row was written: its cause with its label. */
export function causeText(row: Pick<LogRow, 'cause' | 'label' | 'attempt'>): string {
  return harmless(plainCause(row));
}

/** What else there is to say of a row, on a line. */
export function detailText(row: LogRow): string {
  const { note, opened, cause, states } = row;
  const lanes = opened?.lanes ?? [];
  const who = whoOf(row);
  const parts = [
    who !== undefined && `by ${who}`,
    states !== undefined && statesText(states),
    note?.failure && `${note.failure.name}: ${note.failure.message}`,
    note?.reason,
    note?.at !== undefined &&
      (cause === 'fork' || cause === 'rewind') &&
      `${cause === 'fork' ? 'from' : 'to'} @${note.at}`,
    note?.amount !== undefined && `+${note.amount}`,
    note?.value !== undefined && note.value !== null && cause !== 'start' && wordsOf(note.value, 100),
    lanes.length > 0 && `opens ${lanes.length === 1 ? (lanes[0]?.path ?? '') : `${lanes.length} lanes`}`,
    changedKeys(row).join(', '),
  ];
  return harmless(parts.filter((part) => typeof part === 'string' && part !== '').join(' · '));
}

/** When a row was written: the time of day, or the day where it is another than that of the row before. */
export function timeText({ time }: Pick<LogRow, 'time'>, before: Pick<LogRow, 'time'> | undefined): string {
  const isOtherDay = before !== undefined && dayText(before.time) !== dayText(time);
  return isOtherDay ? dayText(time).slice(5) : clockText(time);
}

/** The keys that a row changed. */
function changedKeys({ changes }: Pick<LogRow, 'changes'>): readonly string[] {
  return typeof changes === 'object' && changes !== null ? Object.keys(changes) : [];
}

/** Who did it, where that went along with it. */
export function whoOf({ note }: Pick<LogRow, 'note'>): string | undefined {
  const by = (note?.context as Readonly<Record<string, unknown>> | undefined)?.['by'];
  return typeof by === 'string' ? harmless(by) : undefined;
}

/** What a lane is called where it stands alone. */
export function laneText(lane: string): string {
  return lane === '' ? 'first lane' : harmless(lane);
}

/** How a row is told apart by colour: by what became of its lane, or by who moved it. */
export function toneOf({ cause, phase }: Pick<LogRow, 'cause' | 'phase'>): string {
  if (phase === 'failed' || cause === 'fail' || cause === 'attempt' || cause === 'error') return 'failed';
  if (cause === 'cancel') return 'cancelled';
  if (cause === 'event' || cause === 'answer' || cause === 'timer') return 'waiting';
  return cause === 'rewind' || cause === 'fork' || cause === 'edit' || cause === 'migrate' || cause === 'resume'
    ? 'running'
    : '';
}
