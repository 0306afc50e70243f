import { latePattern } from './late-pattern.ts';
import { problem, type Problem } from './problem.ts';

/** How deep a value may nest: far above what anyone writes, far below what JSON readers can take. */
export const MAX_DEPTH = 500;

/**
 * How deep what is stored may nest: a value, and what Cairn wraps around it in rows, snapshots and messages. That is less than
 * a tenth of the margin, so whatever is accepted can be read again.
 */
export const MAX_STORED_DEPTH = 600;

/** A step of a {@link Trail} that is no property: an entry of a Map, an item of a Set. */
export interface EntryStep {
  readonly entry: string;
}

export type Step = string | number | EntryStep;

/** Where a walk through a value is, kept as it goes so that a path is only written when there is something to say. */
export class Trail {
  readonly #root: string;
  readonly #limit: number;
  readonly #steps: Step[] = [];
  readonly #containers: unknown[] = [];
  /** How many containers the walk is inside of. */
  depth = 0;

  constructor(root: string, limit: number = MAX_DEPTH) {
    this.#root = root;
    this.#limit = limit;
  }

  /** Goes into a container; false when the walk is inside of it already, or too deep. */
  enter(container: object): boolean {
    const { depth } = this;
    if (depth >= this.#limit) return false;
    for (let at = 0; at < depth; at++) if (this.#containers[at] === container) return false;
    this.depth = depth + 1;
    return true;
  }

  leave(): void {
    this.depth--;
  }

  /** Notes which part of the container that the walk is in it looks at now; needed before it enters that part, or refuses it. */
  at(container: object, step: Step): void {
    this.#containers[this.depth - 1] = container;
    this.#steps[this.depth - 1] = step;
  }

  /** The path to where the walk is, `state.evidence[3].when`; `depth` cuts it short. */
  path(depth: number = this.depth): string {
    return this.#steps.slice(0, depth).reduce<string>((path, step) => path + written(step), this.#root);
  }

  /** Whether a container with so many levels has room where the walk is. */
  hasRoomFor(levels: number): boolean {
    return this.depth + levels <= this.#limit;
  }

  get tooDeep(): string {
    return `nested more than ${this.#limit} levels deep`;
  }

  /** Why {@link enter} said no. */
  obstacle(container: object): string {
    const at = this.#containers.slice(0, this.depth).indexOf(container);
    return at === -1 ? this.tooDeep : `a cycle back to "${this.path(at)}"`;
  }

  /** The value the walk is at cannot be stored. */
  refused(found: string, cause?: unknown): Problem<'value/refused'> {
    return problem('value/refused', { path: this.path(), found }, cause);
  }

  /** The part of the container that the walk is in cannot be stored. */
  refusedAt(step: Step, found: string): Problem<'value/refused'> {
    return problem('value/refused', { path: this.path(this.depth - 1) + written(step), found });
  }

  /** The container that the walk is in cannot be stored. */
  refusedHere(found: string, cause?: unknown): Problem<'value/refused'> {
    return problem('value/refused', { path: this.path(this.depth - 1), found }, cause);
  }

  /** The stored value that the walk is at cannot be read. */
  unreadable(found: string, cause?: unknown): Problem<'value/unreadable'> {
    return problem('value/unreadable', { path: this.path(), found }, cause);
  }

  /** The stored part of the container that the walk is in cannot be read. */
  unreadableAt(step: Step, found: string): Problem<'value/unreadable'> {
    return problem('value/unreadable', { path: this.path(this.depth - 1) + written(step), found });
  }

  /** The stored container that the walk is in cannot be read. */
  unreadableHere(found: string, cause?: unknown): Problem<'value/unreadable'> {
    return problem('value/unreadable', { path: this.path(this.depth - 1), found }, cause);
  }
}

const identifier = latePattern(String.raw`^[\p{ID_Start}$_][\p{ID_Continue}$]*$`);

function written(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'object') return step.entry;
  const isIdentifier = /^[A-Za-z$_][\w$]*$/u.test(step) || identifier().test(step);
  return isIdentifier ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** The step to the value of a Map's entry. */
export function valueStep(key: unknown, index: number): EntryStep {
  const simple = typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean';
  return { entry: simple ? `.get(${JSON.stringify(key)})` : `.values()[${index}]` };
}

/** The step to the key of a Map's entry, or to an item of a Set. */
export function itemStep(index: number): EntryStep {
  return { entry: `.keys()[${index}]` };
}
