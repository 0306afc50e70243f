import { isProblem, problem, type Problem } from '@cairn/core/store';
import type { Database, Statement } from 'better-sqlite3';
import { isCalledDamage } from './damage.ts';

/** Which database a problem is about, and how long it waits for a lock. */
export interface Place {
  readonly store: string;
  /** Milliseconds. */
  readonly busyTimeout: number;
  /** Who may read and write a file that is made. */
  readonly mode: number;
  /** Whether what SQLite calls damage is damage; it is taken for that where nobody can tell. */
  readonly isDamaged?: () => boolean;
  /** Whether a database that is damaged is so as a whole. */
  readonly isRuined?: () => boolean;
}

/** What SQLite's error means, as a problem; anything else is returned as it came. */
export function explain(error: unknown, { store, busyTimeout, isDamaged, isRuined }: Omit<Place, 'mode'>): unknown {
  if (isProblem(error) || !(error instanceof Error)) return error;
  if (error.message === 'The database connection is not open') return problem('store/closed', { store }, error);
  const passes = isDamaged !== undefined && isCalledDamage(error) && !isDamaged();
  if (!passes && isCalledDamage(error) && isRuined?.() === true) {
    return problem('store/corrupt', { store, found: foundIn(error), whole: true }, error);
  }
  return problemOf(passes ? 'SQLITE_IOERR' : codeOf(error), store, busyTimeout, error) ?? error;
}

/** The same while the file is opened: what cannot be opened then is the file itself, and no log or index beside it. */
export function explainOpening(error: unknown, place: Omit<Place, 'mode'>): unknown {
  const cannot = error instanceof Error && codeOf(error).startsWith('SQLITE_CANTOPEN');
  return cannot
    ? problem('store/cannot-open', { store: place.store, found: foundIn(error) }, error)
    : explain(error, place);
}

/** SQLite's name of an error's kind, or the empty text. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function foundIn(error: Error): string {
  return `${error.message} (${codeOf(error)})`;
}

function problemOf(code: string, store: string, waited: number, error: Error): Problem | undefined {
  const found = foundIn(error);
  // SQLite could not make room for the index of its log.
  if (code === 'SQLITE_IOERR_SHMSIZE') return problem('store/full', { store }, error);
  switch (code.split('_').slice(0, 2).join('_')) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return problem('store/busy', { store, waited }, error);
    case 'SQLITE_FULL':
      return problem('store/full', { store }, error);
    // Neither memory nor descriptors are short for ever, and of a file that is open SQLite opens what lies beside it.
    case 'SQLITE_IOERR':
    case 'SQLITE_PROTOCOL':
    case 'SQLITE_NOMEM':
    case 'SQLITE_CANTOPEN':
      return problem('store/io', { store, found }, error);
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return problem('store/read-only', { store }, error);
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return problem('store/corrupt', { store, found }, error);
    case 'SQLITE_TOOBIG':
      return problem('store/refused', { store, what: 'A text', found: 'is larger than SQLite stores' }, error);
    case 'SQLITE_CONSTRAINT':
    case 'SQLITE_MISMATCH':
      return problem('store/refused', { store, what: 'A value', found: `does not fit its place: ${found}` }, error);
    default:
      return undefined;
  }
}

/** A statement of the store, whose text is sound: where SQLite cannot make sense of it, the file has other tables than its format. */
export function statementOf(db: Database, store: string, text: string): Statement {
  try {
    return db.prepare(text);
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) !== 'SQLITE_ERROR') throw error;
    throw problem('store/corrupt', { store, found: `its tables are not those of its format: ${error.message}` }, error);
  }
}

/** The same methods, with SQLite's errors explained that they throw; `before` each of them something else may refuse. */
export function explained<Methods extends object>(methods: Methods, place: Place, before?: () => void): Methods {
  const wrapped = Object.entries(methods).map(([name, method]: [string, unknown]) => [
    name,
    typeof method === 'function' ? wrap(method as (...given: unknown[]) => unknown, place, before) : method,
  ]);
  return Object.fromEntries(wrapped) as Methods;
}

function wrap(
  method: (...given: unknown[]) => unknown,
  place: Place,
  before?: () => void,
): (...given: unknown[]) => unknown {
  return (...given) => {
    try {
      before?.();
      return method(...given);
    } catch (error) {
      throw explain(error, place);
    }
  };
}
