import type { Note, Sent } from '../state/row.ts';
import type { Snapshot } from '../state/snapshot.ts';
import type { Sending } from './input.ts';

/** What the next row notes of what goes to other threads with it: each is left there under a name of its own, unless it has one. */
export function noteSent(
  { thread, seq }: Snapshot,
  sent: readonly Sending[] | undefined,
): Pick<Note, 'sent'> | undefined {
  if (sent === undefined || sent.length === 0) return undefined;
  const named = ({ fact }: Sending, index: number): Sent =>
    fact.type === 'start' || fact.key !== undefined ? fact : { ...fact, key: `${thread}@${seq + 1}.${index}` };
  return { sent: sent.map(named) };
}
