import type { ThreadListed, ThreadsChanged } from '../api.ts';
import { headersOf } from './saying/answer.ts';
import { lookBack, updatedSince, type Changes, type ChangesTold } from './changes.ts';
import { listed } from './listed.ts';
import type { InARow } from './once-in-a-row.ts';
import type { Viewer } from './asking/viewer.ts';
import { isAmong, looks } from './asking/who.ts';

/** How often something is said where nothing happens, so that whoever is in between keeps the stream, in milliseconds. */
const heartbeat = 15_000;

/** So many threads stand in one event. */
const perEvent = 100;

/** Somebody who reads slowly is left behind after so many bytes: they come again, and go on from where they were. */
const mostBehind = 4 * 1024 * 1024;

const encoder = new TextEncoder();

/** Streams of what changes, and their end. */
export class EventStreams {
  readonly #changes: Changes;
  readonly #telling: InARow;
  readonly #open = new Set<() => void>();

  constructor(changes: Changes, telling: InARow) {
    this.#changes = changes;
    this.#telling = telling;
  }

  /**
   * A stream of what changes, from the event with an id on: what happened since then is in the store. It ends where `stillMay` says that who
   * listens is not who they were, and where the store cannot be read any more.
   */
  open(viewer: Viewer, lastId: string | null, stillMay: () => Promise<boolean>): Response {
    let end = (): void => undefined;
    let isLeft = false;
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          const write = (text: string): void => {
            if ((controller.desiredSize ?? 0) < 0) end();
            else controller.enqueue(encoder.encode(text));
          };
          const reader = new Reader(viewer, write);
          const { leave, begun } = this.#changes.listen({ hear: (told) => reader.hear(told), lost: () => end() });
          const beat = setInterval(() => {
            write(': still here\n\n');
            // It comes again where it was told less or more than it may hear by now.
            void stillMay().then((may) => (may ? undefined : end()));
          }, heartbeat);
          beat.unref();
          end = () => {
            if (!this.#open.delete(end)) return;
            leave();
            clearInterval(beat);
            reader.end();
            if (!isLeft) controller.close();
          };
          this.#open.add(end);
          const told = begun.then(async () => reader.begin(sinceOf(lastId)));
          told.then(
            (isTold) => isTold && this.#telling.went(),
            (error: unknown) => {
              this.#telling.failed(error);
              end();
            },
          );
        },
        cancel: () => {
          isLeft = true;
          end();
        },
      },
      { highWaterMark: mostBehind, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    return new Response(stream, {
      headers: { ...headersOf('text/event-stream; charset=utf-8'), 'x-accel-buffering': 'no' },
    });
  }

  /** Ends all of them. */
  close(): void {
    for (const end of this.#open) end();
    this.#changes.stop();
  }
}

/** An id is a time until which all was told. What is none is as good as the time now. */
function sinceOf(lastId: string | null): number {
  const time = Number(lastId ?? Number.NaN);
  return lastId !== null && /^\d{1,15}$/u.test(lastId) ? Math.min(time, Date.now()) : Date.now();
}

/** One who listens: what happened before comes first, and what happens meanwhile waits for that. */
class Reader {
  readonly #viewer: Viewer;
  readonly #write: (text: string) => void;
  #waiting: ChangesTold[] | undefined = [];
  #isOver = false;

  constructor(viewer: Viewer, write: (text: string) => void) {
    this.#viewer = viewer;
    this.#write = write;
  }

  /** Tells what happened since a time, and what does from then on; whether it did, as who listens may have gone. */
  async begin(since: number): Promise<boolean> {
    if (this.#isOver) return false;
    const now = Date.now();
    this.#write('retry: 1000\n\n');
    let threads: ThreadListed[] = [];
    for await (const record of updatedSince(this.#viewer.store, since - lookBack)) {
      if (this.#isOver) return false;
      threads.push(await listed(this.#viewer.store, record));
      // Only the last one has an id: whoever loses the stream before that begins again.
      if (threads.length === perEvent) {
        this.#tell({ threads });
        threads = [];
      }
    }
    if (this.#isOver) return false;
    this.#tell({ threads }, now);
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const told of waiting) this.hear(told);
    return true;
  }

  hear(told: ChangesTold): void {
    if (this.#isOver) return;
    if (this.#waiting !== undefined) {
      this.#waiting.push(told);
      return;
    }
    const seen = looks(this.#viewer.who);
    const threads = told.threads.filter(({ record }) => isAmong(seen, record)).map((each) => each.told);
    const lost = told.threads.flatMap(({ record, before }) =>
      before !== undefined && isAmong(seen, before) && !isAmong(seen, record) ? [before] : [],
    );
    const gone = [...told.gone.filter((record) => isAmong(seen, record)), ...lost].map(({ id }) => id);
    if (threads.length > 0 || gone.length > 0) this.#tell({ threads, ...(gone.length > 0 && { gone }) }, told.until);
  }

  end(): void {
    this.#isOver = true;
  }

  #tell(changed: ThreadsChanged, id?: number): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: threads\ndata: ${JSON.stringify(changed)}\n\n`);
  }
}
