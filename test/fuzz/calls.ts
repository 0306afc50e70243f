import { isProblem } from '@cairn/core';

/** One call of a caller, and what became of it. */
export interface Call {
  readonly what: string;
  readonly thread: string;
  outcome: 'open' | 'ok' | { readonly code: string; readonly error: unknown };
}

/** Every call that was made, so that it can be told who waits yet. */
export class Calls {
  readonly all: Call[] = [];

  /** Notes a call; what it rejects with is looked at in the end. */
  make(what: string, thread: string, promise: Promise<unknown>): Promise<Call> {
    const call: Call = { what, thread, outcome: 'open' };
    this.all.push(call);
    return promise.then(
      () => {
        call.outcome = 'ok';
        return call;
      },
      (error: unknown) => {
        call.outcome = { code: isProblem(error) ? error.code : 'none', error };
        return call;
      },
    );
  }

  /** Those that nobody has told anything yet. */
  open(): readonly Call[] {
    return this.all.filter(({ outcome }) => outcome === 'open');
  }

  /** How many calls about a thread were taken for sure, and how many at most. */
  count(what: string, thread: string): { readonly least: number; readonly most: number } {
    const calls = this.all.filter((call) => call.what === what && call.thread === thread);
    const unknown = calls.filter(({ outcome }) => typeof outcome === 'object' && mayBeTaken(outcome.code));
    const least = calls.filter(({ outcome }) => outcome === 'ok').length;
    return { least, most: least + unknown.length };
  }
}

/** Whether a call may have done what it was to, though it failed: its store did not tell, or it is said that nobody knows. */
function mayBeTaken(code: string): boolean {
  return code.startsWith('store/') || code === 'thread/outcome-unknown';
}
