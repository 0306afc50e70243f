import type { WhenLeft } from '../../definition/starting.ts';

/** What `ctx.step`, `ctx.save`, `ctx.ask` or `ctx.sleep` recorded under a key. */
export type Entry =
  | { readonly kind: 'step'; readonly value: unknown; readonly keep?: true; readonly guarded?: true }
  | { readonly kind: 'saved' }
  | { readonly kind: 'ask'; readonly payload: unknown; readonly guarded?: true; readonly child?: WhenLeft }
  | { readonly kind: 'answer'; readonly value: unknown; readonly guarded?: true }
  | { readonly kind: 'sleep'; readonly until: number }
  | { readonly kind: 'slept' };

/** All that was ever put, oldest first, and where each key's is. */
interface Log {
  readonly puts: (readonly [string, Entry])[];
  readonly places: Map<string, number[]>;
  /** Where sleeps were put. */
  readonly sleeps: number[];
}

/**
 * The journal of a visit: entries by key, of any name, in the order in which they came to be what they are.
 *
 * 1. A value: putting an entry makes another journal, and the one before stays as it was.
 * 2. Putting costs what the entry costs, however many there are: a journal shares one log with those it was made from, and
 *    sees as much of it as there was. Only where two are made from one is the log copied.
 */
export class Entries {
  readonly #log: Log;
  readonly #seen: number;

  private constructor(log: Log, seen: number) {
    this.#log = log;
    this.#seen = seen;
  }

  static of(entries: Iterable<readonly [string, Entry]>): Entries {
    const log: Log = { puts: [], places: new Map(), sleeps: [] };
    for (const [key, entry] of entries) add(log, key, entry);
    return new Entries(log, log.puts.length);
  }

  get(key: string): Entry | undefined {
    const place = this.placeOf(key);
    return place === undefined ? undefined : this.#log.puts[place]?.[1];
  }

  /** Where the entry of a key stands in the order of all that was ever put. */
  placeOf(key: string): number | undefined {
    return this.#log.places.get(key)?.findLast((at) => at < this.#seen);
  }

  /** The keys of steps that are done, saves, answers that came and sleeps that are over, in order. */
  keysOfWhatIsOver(): string[] {
    const keys: string[] = [];
    for (let at = 0; at < this.#seen; at += 1) {
      const [key, entry] = this.#log.puts[at] as readonly [string, Entry];
      if (isOver(entry) && this.placeOf(key) === at) keys.push(key);
    }
    return keys;
  }

  /** Whether nothing here ever was a sleep. */
  get isWakeful(): boolean {
    return this.#log.sleeps.length === 0;
  }

  /** The sleeps that are not over, each with when it ends; to be asked after every row, however long the journal is. */
  *sleeping(): Generator<readonly [key: string, until: number], void, undefined> {
    for (const at of this.#log.sleeps) {
      if (at >= this.#seen) return;
      const [key, entry] = this.#log.puts[at] as readonly [string, Entry];
      if (entry.kind === 'sleep' && this.placeOf(key) === at) yield [key, entry.until];
    }
  }

  put(key: string, entry: Entry): Entries {
    const log = this.#log.puts.length === this.#seen ? this.#log : Entries.of(this.#log.puts.slice(0, this.#seen)).#log;
    add(log, key, entry);
    return new Entries(log, log.puts.length);
  }

  *[Symbol.iterator](): Generator<readonly [string, Entry], void, undefined> {
    const entries = new Map<string, Entry>();
    for (let at = 0; at < this.#seen; at += 1) {
      const [key, entry] = this.#log.puts[at] as readonly [string, Entry];
      entries.delete(key);
      entries.set(key, entry);
    }
    yield* entries;
  }

  /** The entries that outlive a refusal by `verify`: steps with `keep`, and saves, which are in the state; undefined where there are none. */
  kept(): Entries | undefined {
    const kept = [...this].filter(
      ([, entry]) => entry.kind === 'saved' || (entry.kind === 'step' && entry.keep === true),
    );
    return kept.length === 0 ? undefined : Entries.of(kept);
  }

  /** The key of the newest entry of a kind; undefined where there is none. */
  last(kind: Entry['kind']): string | undefined {
    for (let at = this.#seen - 1; at >= 0; at -= 1) {
      const [key, entry] = this.#log.puts[at] as readonly [string, Entry];
      if (entry.kind === kind) return key;
    }
    return undefined;
  }

  /** Whether any entry is of this kind. */
  has(kind: Entry['kind']): boolean {
    for (const [, entry] of this) if (entry.kind === kind) return true;
    return false;
  }
}

/** Whether an entry is a result: of a step, a save, a question that was answered, or a sleep that ended. */
export function isOver({ kind }: Entry): boolean {
  return kind === 'step' || kind === 'saved' || kind === 'answer' || kind === 'slept';
}

function add({ puts, places, sleeps }: Log, key: string, entry: Entry): void {
  if (entry.kind === 'sleep') sleeps.push(puts.length);
  const found = places.get(key);
  if (found === undefined) places.set(key, [puts.length]);
  else found.push(puts.length);
  puts.push([key, entry]);
}
