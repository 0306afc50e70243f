import type { QueuedMessage, RefusedMessage } from '@cairn/core/inspect';
import { distanceText } from '@cairn/drawing/words';

/** A message that was refused, in a few words: `event pay (2m ago, thread/over)`. */
export function refusedText({ code, ...message }: RefusedMessage): string {
  return queuedText({ ...message, kept: true }).replace(/\)$/u, `, ${code})`);
}

/** A message in a few words: `event pay (2m ago)`. */
export function queuedText({ type, name, lane, at, kept }: QueuedMessage): string {
  const what = [type, name, lane === undefined ? undefined : `in ${lane}`].filter((part) => part !== undefined);
  return `${what.join(' ')} (${distanceText(at)}${kept ? '' : ', for whoever drives it'})`;
}
