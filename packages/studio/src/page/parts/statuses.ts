import type { ThreadRecord } from '@cairn/core/store';

export type Status = ThreadRecord['status'];

/** All statuses, those that somebody may have to look at first. */
export const statuses: readonly Status[] = ['running', 'waiting', 'failed', 'done', 'cancelled'];
