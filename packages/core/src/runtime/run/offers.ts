import { problem } from '../../base/problem/problem.ts';
import { parse } from '../../compile/author.ts';
import type { Schema } from '../../definition/schema.ts';

/** An answer that is tried on a run, because only the run knows its schema. */
export interface Offer {
  readonly value: unknown;
  /** Has the answer recorded; resolves when it is on disk. */
  readonly accept: (value: unknown) => Promise<void>;
  /** Tells whoever answered why not: the answer does not fit, or the store could not be written. */
  readonly refuse: (reason: unknown) => void;
}

const none: readonly (readonly [key: string, offer: Offer])[] = Object.freeze([]);

/** The answers that wait for a run to ask for them, by key; of two to one question, the first that fits is taken. */
export class Offers {
  /** Made with the first offer: nearly all runs end without one. */
  #byKey: Map<string, Offer[]> | undefined;

  get isEmpty(): boolean {
    return this.#byKey === undefined || this.#byKey.size === 0;
  }

  add(key: string, offer: Offer): void {
    this.#byKey ??= new Map();
    const offers = this.#byKey.get(key);
    if (offers === undefined) this.#byKey.set(key, [offer]);
    else offers.push(offer);
  }

  /** The next answer to a question; it waits no longer. */
  take(key: string): Offer | undefined {
    const offers = this.#byKey?.get(key);
    const offer = offers?.shift();
    if (offers?.length === 0) this.#byKey?.delete(key);
    return offer;
  }

  /** All that still wait, with their keys; none waits any longer. */
  takeAll(): readonly (readonly [key: string, offer: Offer])[] {
    if (this.#byKey === undefined) return none;
    const all = [...this.#byKey].flatMap(([key, offers]) => offers.map((offer) => [key, offer] as const));
    this.#byKey.clear();
    return all;
  }

  /** Refuses all that still wait with `answer/not-asked`: the run is over, or put aside. */
  refuseAll(): void {
    if (this.isEmpty) return;
    for (const [key, { refuse }] of this.takeAll()) refuse(problem('answer/not-asked', { key, open: [] }));
  }
}

/** Takes an answer; where that throws, it is refused with the error. */
async function takeOffer(take: () => Promise<void>, refuse: Offer['refuse']): Promise<void> {
  try {
    await take();
  } catch (error) {
    refuse(error);
  }
}

/** For a run that does nothing but wait: takes the answers to its open questions, refuses the others. `true` where any was taken; `through` is called after each. */
export function takeOffers(
  { offers, waits }: { readonly offers: Offers; readonly waits: { readonly questions: readonly string[] } | undefined },
  schemaOf: (key: string) => Schema | undefined,
  through: () => void,
): boolean {
  const asked = waits?.questions ?? [];
  let isTaken = false;
  for (const [key, { value, accept, refuse }] of offers.takeAll()) {
    const schema = asked.includes(key) ? schemaOf(key) : undefined;
    if (schema === undefined) refuse(problem('answer/not-asked', { key, open: asked }));
    else {
      isTaken = true;
      void takeOffer(() => accept(parse(schema, value, `answer.${key}`)), refuse).then(through);
    }
  }
  return isTaken;
}
