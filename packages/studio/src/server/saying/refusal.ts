import { isProblem } from '@cairn/core';
import type { Refusal } from '../../api.ts';

/** Something that Studio says no to, with its HTTP status. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** By what a problem is about, the status that says so best; all others are 422: it was understood, and cannot be done. */
const statusOf: Readonly<Record<string, number>> = {
  'thread/not-found': 404,
  'checkpoint/not-found': 404,
  'thread/unknown-graph': 404,
  'thread/exists': 409,
  'thread/busy': 409,
  'thread/over': 409,
  'thread/not-failed': 409,
  'event/not-accepted': 409,
  'store/busy': 503,
  'store/closed': 503,
  'store/corrupt': 500,
  'store/io': 503,
  'runtime/closed': 503,
};

/** What is answered to somebody whose request failed, with its status. What is no problem of Cairn's says nothing of its inside. */
export function refusalOf(error: unknown): { readonly status: number; readonly refusal: Refusal } {
  if (error instanceof Refused) return told(error.status, { code: error.code, message: error.message });
  if (isProblem(error)) {
    const { code, message, page } = error;
    return told(statusOf[code] ?? 422, { code, message, page });
  }
  return told(500, { code: 'studio/failed', message: 'Studio failed to answer. Its server was told why.' });
}

function told(status: number, error: Refusal['error']): { readonly status: number; readonly refusal: Refusal } {
  return { status, refusal: { error } };
}
