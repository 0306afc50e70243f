import { isProblem, problem, type Problem } from '@cairn/core/store';

/** Which database a problem is about, and how long it waits for a lock. */
export interface Place {
  readonly store: string;
  /** Milliseconds. */
  readonly busyTimeout: number;
}

/** What SQLite's error means, as a problem; anything else is returned as it came. */
export function explain(error: unknown, { store, busyTimeout }: Place): unknown {
  if (isProblem(error) || !(error instanceof Error)) return error;
  if (error.message === 'The database connection is not open') return problem('store/closed', { store }, error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const about = problemOf(code, store, busyTimeout, error);
  return about ?? error;
}

function problemOf(code: string, store: string, waited: number, error: Error): Problem | undefined {
  const found = `${error.message} (${code})`;
  const kind = code.split('_').slice(0, 2).join('_');
  if (code === 'SQLITE_IOERR_WRITE' && /no space|quota/iu.test(error.message))
    return problem('store/full', { store }, error);
  if (kind === 'SQLITE_BUSY' || kind === 'SQLITE_LOCKED') return problem('store/busy', { store, waited }, error);
  if (kind === 'SQLITE_FULL') return problem('store/full', { store }, error);
  if (kind === 'SQLITE_READONLY' || kind === 'SQLITE_PERM') return problem('store/read-only', { store }, error);
  if (kind === 'SQLITE_CORRUPT' || kind === 'SQLITE_NOTADB') return problem('store/corrupt', { store, found }, error);
  if (kind === 'SQLITE_IOERR' || kind === 'SQLITE_PROTOCOL') return problem('store/io', { store, found }, error);
  if (kind === 'SQLITE_CANTOPEN') return problem('store/cannot-open', { store, found }, error);
  if (kind !== 'SQLITE_TOOBIG') return undefined;
  return problem('store/refused', { store, what: 'A text', found: 'is larger than SQLite stores, 1 GB' }, error);
}

/** The same methods, with SQLite's errors explained. */
export function explained<Methods extends object>(methods: Methods, place: Place): Methods {
  const wrapped = Object.entries(methods).map(([name, method]: [string, unknown]) => [
    name,
    typeof method === 'function' ? wrap(method as (...given: unknown[]) => unknown, place) : method,
  ]);
  return Object.fromEntries(wrapped) as Methods;
}

function wrap(method: (...given: unknown[]) => unknown, place: Place): (...given: unknown[]) => unknown {
  return (...given) => {
    try {
      const result = method(...given);
      return result instanceof Promise
        ? result.catch((error: unknown) => Promise.reject(explain(error, place)))
        : result;
    } catch (error) {
      throw explain(error, place);
    }
  };
}
