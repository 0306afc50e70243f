import type { Note } from '../state/row.ts';
import type { Sending } from './input.ts';

/** What the next row notes of what goes to other threads with it. */
export function noteSent(sent: readonly Sending[] | undefined): Pick<Note, 'sent'> | undefined {
  return sent === undefined || sent.length === 0 ? undefined : { sent: sent.map(({ fact }) => fact) };
}
