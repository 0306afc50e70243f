import type { z } from 'zod';
import { hashOf, viewOf, type State } from './views.ts';

/**
 * What authors write, where it throws in some cases: which these are follows from what it is given alone, so that it throws
 * again when it is asked again, and in a replay.
 */
export class Brittle {
  readonly #isBrittle: (place: string) => boolean;

  constructor(isBrittle: (place: string) => boolean = () => false) {
    this.#isBrittle = isBrittle;
  }

  /** A decision that throws in some states where its place is brittle. */
  deciding<Given extends readonly [State, ...unknown[]], Decided>(
    place: string,
    decide: (...given: Given) => Decided,
  ): (...given: Given) => Decided {
    return this.#throwing(place, ([state]) => viewOf(state), decide);
  }

  /** A schema that throws at some values where its place is brittle. */
  schema<Schema extends z.ZodType>(place: string, schema: Schema): Schema {
    if (!this.#isBrittle(place)) return schema;
    return schema.refine(throwingAt(place, JSON.stringify, () => true));
  }

  /** A reducer that throws at some updates where its place is brittle. */
  reducer<Value, Update>(
    place: string,
    apply: (before: Value, update: Update) => Value,
  ): (before: Value, update: Update) => Value {
    return this.#throwing(place, ([, update]) => String(update), apply);
  }

  /** Whether a failure is worth another attempt, where its place is brittle; it may throw as well. */
  retryWhen(place: string): { when?: (error: unknown) => boolean } {
    if (!this.#isBrittle(place)) return {};
    const text = (error: unknown): string => (error instanceof Error ? error.message : '');
    return { when: throwingAt(place, text, (error) => hashOf(text(error)) % 3 > 0) };
  }

  #throwing<Given extends readonly unknown[], Decided>(
    place: string,
    textOf: (given: Given) => string,
    decide: (...given: Given) => Decided,
  ): (...given: Given) => Decided {
    if (!this.#isBrittle(place)) return decide;
    const brittle = throwingAt(place, textOf, (given: Given) => decide(...given));
    return (...given) => brittle(given);
  }
}

function throwingAt<Given, Decided>(
  place: string,
  textOf: (given: Given) => string,
  decide: (given: Given) => Decided,
): (given: Given) => Decided {
  return (given) => {
    if (hashOf(`${place} ${textOf(given)}`) % 4 === 0) throw new Error(`${place} cannot decide`);
    return decide(given);
  };
}
