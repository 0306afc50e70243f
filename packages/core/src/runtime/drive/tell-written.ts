import type { Row } from '../../advance/state/row.ts';
import type { Commit, NewThread, Soon } from '../../store/contract/store.ts';
import { readRows } from '../../store/text/row-text.ts';
import type { Environment } from '../environment/environment.ts';

/** Checkpoints that are being written. */
interface Writing<End> {
  /** Whose they are, and the threads that are made along with them. */
  readonly of: Pick<Commit, 'thread' | 'begins'>;
  readonly rows: readonly Row[];
  /** The name of its graph, where the thread is made by it. */
  readonly graph?: string;
  readonly written: Soon<End>;
  /** What that gives where they were. */
  readonly good: End;
}

/** Who hears, and how values are read. */
type Telling = Pick<Environment, 'events' | 'codec'>;

/** Whether anybody may hear of checkpoints that are written with a commit. */
export function mayBeHeard({ events }: Pick<Environment, 'events'>, { begins }: Pick<Commit, 'begins'>): boolean {
  return events.hasListener || begins !== undefined;
}

/** Tells of checkpoints once they are written, and of threads that they were made. */
export function tellWritten<End>(telling: Telling, writing: Writing<End>): void {
  const { events } = telling;
  const { rows, graph, written, good } = writing;
  const { thread, begins } = writing.of;
  if (!events.hasListener && ((graph ?? begins) === undefined || !events.hears('started'))) return;
  const tell = (end: End): void => {
    if (end !== good) return;
    if (graph !== undefined) events.tell({ type: 'started', thread, graph });
    for (const row of rows) events.tell({ ...row, type: 'checkpoint', thread });
    for (const begun of begins ?? []) tellBegun(telling, begun);
  };
  if (written instanceof Promise) written.then(tell, () => undefined);
  else tell(written);
}

/** A thread that another started is at hand as it is stored alone. */
function tellBegun({ events, codec }: Telling, { id, graph, rows, blobs = [] }: NewThread): void {
  events.tell({ type: 'started', thread: id, graph });
  if (!events.hasListener) return;
  const bodies = new Map(blobs.map(({ hash, body }) => [hash, body]));
  for (const row of readRows(rows, codec, (hash) => bodies.get(hash) ?? '')) {
    events.tell({ ...row, type: 'checkpoint', thread: id });
  }
}
