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
  'checkpoint/unknown-key': 404,
  'thread/unknown-graph': 404,
  'lane/not-found': 404,
  'thread/exists': 409,
  'thread/busy': 409,
  'thread/over': 409,
  'thread/not-failed': 409,
  'event/not-accepted': 409,
  'store/busy': 503,
  'store/closed': 503,
  'store/corrupt': 500,
  'store/replaced': 503,
  'store/newer': 503,
  'store/io': 503,
  'runtime/closed': 503,
};

/** What ends the use of a store, of which one thread may be damaged too: nothing makes it good but opening it again. */
const isEndOf: ReadonlySet<string> = new Set(['store/corrupt', 'store/replaced', 'store/newer']);

/** What is answered to somebody whose request failed, with its status. What is no problem of Cairn's says nothing of its inside. */
export function refusalOf(error: unknown): { readonly status: number; readonly refusal: Refusal } {
  if (error instanceof Refused) return told(error.status, { code: error.code, message: error.message });
  if (isProblem(error)) {
    const { code, message, page } = error;
    const anew = isEndOf.has(code) ? ' Once the file is as it should be, start Studio anew.' : '';
    return told(statusOf[code] ?? 422, { code, message: `${message}${anew}`, page });
  }
  return told(500, { code: 'studio/failed', message: 'Studio failed to answer. Its server was told why.' });
}

function told(status: number, error: Refusal['error']): { readonly status: number; readonly refusal: Refusal } {
  return { status, refusal: { error } };
}
