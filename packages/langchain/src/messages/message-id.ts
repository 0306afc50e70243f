import { createHash, randomBytes } from 'node:crypto';
import type { KeyOptions } from '@cairn/core';
import type { BaseMessage } from '@langchain/core/messages';
import { storedMessage } from './message-codec.ts';

/** Where a message comes to be that has no id. */
interface Place {
  /** Which of those it is that were written together. */
  readonly index: number;
  /** The messages that whoever writes it has, where that is known. */
  readonly current: readonly { readonly id: string }[] | undefined;
  readonly ids: ReadonlySet<string>;
  /** There where a decision writes it. */
  readonly moment: Parameters<NonNullable<KeyOptions<never, unknown>['from']>>[2];
}

/**
 * An id for a message that has none. What a decision writes is decided again by a replay, and has to be given the same id there, so it
 * follows from where the message comes to be; what a function gave is recorded with the id that it was given.
 */
export function idFor(message: BaseMessage, { index, current = [], ids, moment }: Place): string {
  if (moment === undefined) return written(randomBytes(bytes));
  const parts = [moment.thread, moment.lane, current.length, current.at(-1)?.id, index, storedMessage(message)];
  for (let round = 0; ; round++) {
    const id = written(
      createHash('sha256')
        .update(JSON.stringify([...parts, round], plain))
        .digest(),
    );
    if (!ids.has(id)) return id;
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** As many as a UUID has; an id is written with each copy of its message, so it is short. */
const bytes = 16;

function written(id: Buffer): string {
  return id.subarray(0, bytes).toString('base64url');
}
