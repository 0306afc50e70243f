import type { Cairn } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import { Refused } from '../saying/refusal.ts';
import type { Viewer } from './viewer.ts';

/** Refuses what somebody may not do with a thread; `told` is what they hear where it is they who may not. */
export function mustMay(viewer: Viewer, record: Pick<ThreadRecord, 'graph' | 'tags'>, told?: string): void {
  const { act: may, why = 'You may not do that.' } = viewer.may(record, told);
  if (!may) throw new Refused(403, 'studio/not-allowed', why);
}

/**
 * Refuses the id of a thread that somebody may not act on; of one that they may not see, as they would hear of it otherwise, it is said that
 * it is taken and no more.
 */
export async function mustBeFree({ store }: Cairn, viewer: Viewer, id: string | undefined): Promise<void> {
  if (id === undefined || (await store.thread(id)) === undefined) return;
  const seen = await viewer.store.thread(id);
  if (seen !== undefined) return mustMay(viewer, seen);
  throw new Refused(409, 'studio/taken', `The id "${id}" is taken.`);
}
