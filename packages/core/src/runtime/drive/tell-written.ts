import type { Row } from '../../advance/state/row.ts';
import type { Soon } from '../../store/contract/store.ts';
import type { Events } from '../observe/events.ts';

/** Checkpoints that are being written. */
interface Writing<End> {
  readonly thread: string;
  readonly rows: readonly Row[];
  /** The name of its graph, where the thread is made by it. */
  readonly graph?: string;
  readonly written: Soon<End>;
  /** What that gives where they were. */
  readonly good: End;
}

/** Tells of checkpoints once they are written, and of a thread that it was made. */
export function tellWritten<End>(events: Events, { thread, rows, graph, written, good }: Writing<End>): void {
  if (!events.hasListener && (graph === undefined || !events.hears('started'))) return;
  const tell = (end: End): void => {
    if (end !== good) return;
    if (graph !== undefined) events.tell({ type: 'started', thread, graph });
    for (const row of rows) events.tell({ ...row, type: 'checkpoint', thread });
  };
  if (written instanceof Promise) written.then(tell, () => undefined);
  else tell(written);
}
