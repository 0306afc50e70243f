import { channels } from './channels.ts';
import { EventReader } from './event-reader.ts';
import type { Published, RuntimeEvent } from './event.ts';
import { tellListener } from './tell-listener.ts';

/**
 * What a runtime does, told to its listener, to those who read it and to those who subscribed to the process's channels.
 *
 * 1. Nothing is made for an event that nobody hears.
 * 2. Nothing waits for a listener; what is kept for a slow reader is limited, see {@link EventReader}.
 */
export class Events {
  readonly #owner: string;
  readonly #listen: ((event: RuntimeEvent) => unknown) | undefined;
  readonly #readers = new Set<EventReader>();

  constructor(owner: string, listen: ((event: RuntimeEvent) => unknown) | undefined) {
    this.#owner = owner;
    this.#listen = listen;
  }

  /** Whether there is a listener or a reader: they hear of runs and checkpoints too, for which subscribers have tracing channels. */
  get hasListener(): boolean {
    return this.#listen !== undefined || this.#readers.size > 0;
  }

  /** Whether anybody hears events of a type. */
  hears(type: RuntimeEvent['type']): boolean {
    return this.hasListener || channels[type]?.hasSubscribers === true;
  }

  tell(event: RuntimeEvent): void {
    const to = channels[event.type];
    if (to?.hasSubscribers === true) to.publish({ ...event, owner: this.#owner });
    for (const reader of this.#readers) reader.hear(event);
    if (this.#listen !== undefined) void tellListener('onEvent of a runtime', this.#listen, event);
  }

  /** A reader of the events from this call on. */
  read(signal: AbortSignal | undefined): EventReader {
    const reader = new EventReader(signal, (left) => this.#readers.delete(left));
    this.#readers.add(reader);
    return reader;
  }

  /** Ends all readers, as the runtime has stopped. */
  end(): void {
    for (const reader of this.#readers) reader.end();
  }

  /** Tells what happens to a thread, but for its checkpoints: `tell-written.ts` tells those once they are written. */
  tellOf(event: Published): void {
    if (event.type === 'checkpoint' || event.type === 'missed' || !this.hears(event.type)) return;
    const { n: _, ...told } = { n: undefined, ...event };
    this.tell(told);
  }
}
