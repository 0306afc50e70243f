import { createRequire } from 'node:module';

/** What a query found, or why it was not run, or not to its end. */
export type Selected =
  | {
      readonly columns: readonly string[];
      /** What each row has in its columns: text, numbers, bytes and null; a whole number that is too large for a number is a bigint. */
      readonly rows: readonly (readonly unknown[])[];
      /** There were more rows than were asked for. */
      readonly isCut?: true;
    }
  | { readonly refused: string };

/** How much a query may give and take. */
export interface SelectOptions {
  /** So many rows at most, 1,000 by default. */
  readonly limit?: number;
  /** So many milliseconds at most, 10,000 by default; counted from when the process that runs it is there. */
  readonly timeout?: number;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

/** What the process that runs a query is told. */
export interface AskedOfProcess {
  readonly path: string;
  readonly query: string;
  readonly limit: number;
}

/** What reads a file by SQL. */
export interface Selects {
  /** Runs a query that only reads, in a process of its own: it holds nobody up, and is ended where it takes too long. */
  select(query: string, options?: SelectOptions): Promise<Selected>;
}

/** Runs queries on a file; of a store in memory no other process knows anything. */
export function selects(path: string | undefined): Selects {
  return {
    async select(query, { limit = 1_000, timeout = 10_000, signal } = {}) {
      signal?.throwIfAborted();
      if (path === undefined) return { refused: 'This database is kept in memory, where no query reaches it.' };
      return inProcess({ path, query, limit }, timeout, signal);
    },
  };
}

function inProcess(asked: AskedOfProcess, timeout: number, signal: AbortSignal | undefined): Promise<Selected> {
  const program = createRequire(import.meta.url).resolve('@cairn/sqlite/select-process');
  // Loaded when it is needed: with it comes what a start has no use for, a fifteenth of its time.
  const { fork } = process.getBuiltinModule('node:child_process');
  const child = fork(program, { execArgv: [], serialization: 'advanced', stdio: 'ignore' });
  return new Promise<Selected>((resolve, reject) => {
    const stop = (): void => reject(signal?.reason instanceof Error ? signal.reason : new Error('It was ended.'));
    const late = `It took longer than ${timeout / 1_000} seconds.`;
    let timer: NodeJS.Timeout | undefined;
    signal?.addEventListener('abort', stop, { once: true });
    child.on('message', (told: 'ready' | Selected) => {
      if (told !== 'ready') return resolve(told);
      timer = setTimeout(() => resolve({ refused: late }), timeout);
      child.send(asked);
    });
    child.once('error', reject);
    child.once('exit', () => resolve({ refused: 'The process that ran it ended before it was through.' }));
    child.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
  }).finally(() => child.kill('SIGKILL'));
}
