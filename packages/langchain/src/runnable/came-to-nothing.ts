import type { Result } from '@cairn/core';

type Failed = Extract<Result, { status: 'failed' }>['failed'];

/** What a call rejects with whose thread failed or was cancelled. */
export interface ThreadError extends Error {
  readonly code: 'langchain/thread-failed' | 'langchain/thread-cancelled';
  readonly thread: string;
  /** Of one that failed: where, and by what, the first as the `cause` as well. */
  readonly failed?: Failed;
}

/** The error of a thread that failed or was cancelled; undefined where it is neither. */
export function cameToNothing(result: Result): ThreadError | undefined {
  const { thread } = result;
  if (result.status === 'cancelled')
    return Object.assign(new Error(result.reason), { code: 'langchain/thread-cancelled' as const, thread });
  if (result.status !== 'failed') return undefined;
  const { failed } = result;
  const message = failed.map((each) => `${each.node}: ${each.message}`).join('; ');
  return Object.assign(new Error(message, { cause: failed[0] }), {
    code: 'langchain/thread-failed' as const,
    thread,
    failed,
  });
}
