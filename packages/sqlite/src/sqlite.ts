import { problem, toMilliseconds, type Duration } from '@cairn/core/store';
import { openDatabase } from './file/open-database.ts';
import { explainOpening } from './file/sqlite-problem.ts';
import { sqliteStore, type SqliteStore } from './sqlite-store.ts';

/** How a file is kept. */
export interface SqliteOptions {
  /**
   * What a commit survives: `normal`, the default, the end of the process at any instant; `full` a power cut too, for which
   * each turn of the event loop waits for the disk once.
   */
  readonly durability?: 'normal' | 'full';
  /** Reads a file and writes nothing to it. */
  readonly readOnly?: boolean;
  /** How long to wait for another process that writes, 5 seconds by default. */
  readonly busyTimeout?: Duration;
  /**
   * Who may read and write a file that is made, and a backup, as `chmod` has it: `0o600` by default, the owner alone. The log
   * and its index have the mode of the file; a file that is there keeps its own.
   */
  readonly mode?: number;
}

/** SQLite counts the milliseconds that it waits in 31 bits. */
const longestWait = 2 ** 31 - 1;

/** Opens a store in a file, which is made where there is none. `':memory:'` keeps it in memory. */
export function sqlite(path: string, options: SqliteOptions = {}): SqliteStore {
  const store = `sqlite ${typeof path === 'string' ? path : shown(path)}`;
  if (typeof options !== 'object' || options === null) {
    throw problem('store/cannot-open', { store, found: `its options are ${shown(options)}, and no object` });
  }
  const { durability = 'normal', readOnly = false, mode = 0o600 } = options;
  const busyTimeout = Math.min(Math.ceil(toMilliseconds(options.busyTimeout ?? '5s')), longestWait);
  const place = { store, busyTimeout, mode };
  const wrong = wrongPath(path) ?? wrongOption(durability, mode);
  if (wrong !== undefined) throw problem('store/cannot-open', { store, found: wrong });
  try {
    return sqliteStore(openDatabase({ path, durability, readOnly, ...place }), place, durability === 'full');
  } catch (error) {
    throw explainOpening(error, place);
  }
}

/** Why a text is no path that SQLite would take as it is. */
function wrongPath(path: unknown): string | undefined {
  if (typeof path !== 'string') return 'its path is no text';
  if (path.trim() === '') return `its path is empty; ':memory:' keeps a store in memory`;
  if (path.includes('\0')) return 'its path has a NUL character in it';
  if (path.trim() !== path) return 'its path begins or ends with white space';
  if (path.startsWith('file:'))
    return 'it is a URL; give the path alone, which "fileURLToPath" of "node:url" makes of one';
  return undefined;
}

function wrongOption(durability: unknown, mode: unknown): string | undefined {
  if (durability !== 'normal' && durability !== 'full')
    return `"durability" is ${shown(durability)}, not "normal" or "full"`;
  const isMode =
    Number.isInteger(mode) && Number(mode) >= 0o600 && Number(mode) <= 0o777 && (Number(mode) & 0o600) === 0o600;
  return isMode
    ? undefined
    : `"mode" is ${shown(mode)}, not a number from 0o600 to 0o777 that lets the owner read and write`;
}

/** What was given, whatever it is. */
function shown(given: unknown): string {
  if (typeof given === 'string') return `"${given}"`;
  return typeof given === 'number' ? String(given) : given === null ? 'null' : `a value of type ${typeof given}`;
}
