import type { Entries, Entry } from '../../advance/state/entries.ts';
import type { Input } from '../../advance/moves/input.ts';

/** The input that records a question or a sleep. */
export type Wait = Extract<Input, { type: 'ask' | 'sleep' }>;

/** Whether an input says that a run waits. */
export function isWait(input: Input): input is Wait | Extract<Input, { type: 'wait' }> {
  return input.type === 'ask' || input.type === 'sleep' || input.type === 'wait';
}

/** A wait that is over: the entry that ended it, and what resolves the promise that the function awaits. */
export interface Over {
  readonly key: string;
  readonly entry: Entry;
  readonly tell: (entry: Entry) => void;
}

/** The open questions and sleeps of one run. The run puts them in; they go out once the journal says that they are over. */
export class Waits {
  readonly #open = new Map<string, { readonly wait: Wait; readonly tell: Over['tell'] }>();
  /** Those of them that are neither recorded nor on their way to be. */
  readonly #unrecorded = new Map<string, Wait>();

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** The keys of the questions among them. */
  get questions(): readonly string[] {
    return [...this.#open].filter(([, { wait }]) => wait.type === 'ask').map(([key]) => key);
  }

  add(wait: Wait, isRecorded: boolean, tell: Over['tell']): void {
    this.#open.set(wait.key, { wait, tell });
    if (!isRecorded) this.#unrecorded.set(wait.key, wait);
  }

  /** Those that are not recorded yet; they are to be recorded now. */
  takeUnrecorded(): readonly Wait[] {
    const waits = [...this.#unrecorded.values()];
    this.#unrecorded.clear();
    return waits;
  }

  /** A wait that was taken was not recorded: it is still to be, while it is open. */
  putBack(wait: Wait): void {
    if (this.#open.has(wait.key)) this.#unrecorded.set(wait.key, wait);
  }

  /** Whether any of them is over, as a journal has it. */
  isAnyOver(journal: Entries | undefined): boolean {
    return journal !== undefined && [...this.#open.keys()].some((key) => isOver(journal.get(key)));
  }

  /** Those that are over, in the order in which that was recorded; they are waited for no more. */
  takeOver(journal: Entries | undefined): readonly Over[] {
    if (journal === undefined) return [];
    const over = [...this.#open].flatMap(([key, { tell }]) => {
      const entry = journal.get(key);
      return entry !== undefined && isOver(entry) ? [{ key, at: journal.placeOf(key) ?? 0, entry, tell }] : [];
    });
    for (const { key } of over) {
      this.#open.delete(key);
      this.#unrecorded.delete(key);
    }
    return over.toSorted((left, right) => left.at - right.at);
  }
}

function isOver(entry: Entry | undefined): boolean {
  return entry?.kind === 'answer' || entry?.kind === 'slept';
}
