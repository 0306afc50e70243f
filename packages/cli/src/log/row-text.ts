import type { Row } from '@cairn/core';
import { counted } from '@cairn/core/store';
import { changesText, valueText } from '../printing/value-text.ts';
import type { Style } from '../printing/output.ts';
import { durationText, momentText, statesText } from '@cairn/drawing/words';
import { oneLine } from '../printing/harmless.ts';

/** What else is worth knowing of a row: the states within its node that it left its lane in, its changes, its failure, how long it took. */
export function detailText(row: Row, within: readonly string[] = []): string {
  const { note, opened, changes, duration } = row;
  const parts = [
    within.length > 0 ? `${statesText(within)};` : undefined,
    note?.failure && `${note.failure.name}: ${note.failure.message}`,
    note?.reason,
    placeText(row),
    addresseeText(row),
    note?.amount !== undefined ? `+${note.amount}` : undefined,
    note?.value !== undefined && row.cause !== 'start' && note.child === undefined ? valueText(note.value) : undefined,
    note?.parent && `for ${note.parent.key} of ${note.parent.thread}`,
    changesText(changes),
    opened && openedText(opened.lanes),
    note?.cancelled &&
      `ends ${note.cancelled.length === 1 ? note.cancelled[0] : counted(note.cancelled.length, 'lane')}`,
    note?.sent && sentText(note.sent, note.child === undefined ? 'sends' : 'waits for'),
    duration !== undefined && duration >= 1 ? `(${durationText(duration)})` : undefined,
    note?.came !== undefined && row.cause !== 'timer' ? `came ${momentText(note.came)}` : undefined,
    note?.context &&
      `with ${Object.entries(note.context)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ];
  return oneLine(parts.filter((part) => part !== undefined && part !== '').join(' '));
}

/** The lanes that were opened, and those that wait for others, each by the ends of their paths. */
function openedText(lanes: NonNullable<Row['opened']>['lanes']): string {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const waiting = lanes.flatMap(({ path, needs = [] }) =>
    needs.length === 0 ? [] : [`${nameOf(path)} waits for ${needs.map(nameOf).join(', ')}`],
  );
  return [`opens ${lanes.length === 1 ? lanes[0]?.path : `${lanes.length} lanes`}`, ...waiting].join('; ');
}

function sentText(sent: readonly Sent[], how: string): string {
  const [items, others] = [true, false].map((wanted) => sent.filter(({ type }) => (type === 'item') === wanted));
  const sends = others?.map(({ name, thread }) => `${name} to ${thread}`).join(', ');
  const writes = items?.map(({ name, key }) => `${key} in ${name}`).join(', ');
  return [sends && `${how} ${sends}`, writes && `writes ${writes}`].filter(Boolean).join(' ');
}

type Sent = NonNullable<NonNullable<Row['note']>['sent']>[number];

/** The checkpoint that a thread came from, or was sent back to. */
function placeText({ cause, note }: Row): string | undefined {
  if (note?.at === undefined) return undefined;
  if (cause === 'fork') return `from @${note.at}`;
  return cause === 'rewind' ? `to @${note.at}` : undefined;
}

/** Whom it was for, where that is not the lane that took it. */
function addresseeText({ lane, note }: Row): string | undefined {
  return note?.to === undefined || note.to === '' || note.to === lane ? undefined : `for ${note.to}`;
}

/** How a row is shown. */
export function styleOf({ cause, phase }: Row): Style | undefined {
  if (phase === 'failed' || cause === 'fail' || cause === 'attempt' || cause === 'error') return 'red';
  if (cause === 'cancel') return 'magenta';
  if (phase === 'closed') return 'green';
  if (cause === 'event' || cause === 'answer' || cause === 'timer') return 'yellow';
  return cause === 'rewind' || cause === 'fork' || cause === 'edit' || cause === 'migrate' ? 'cyan' : undefined;
}
