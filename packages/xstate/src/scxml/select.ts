import { ancestorsOf, heldBy, isAtomic, isCompound, isWithin, type DocState, type Transition } from './document.ts';

/** Where a machine is, and where it was. */
export interface Whereabouts {
  readonly active: Set<DocState>;
  /** What was active, by the history that has it. */
  readonly history: Map<DocState, readonly DocState[]>;
}

/**
 * The transitions that are taken together: of each active atomic state the first that holds, its own before those of what holds it, and none
 * that leaves what one before it leaves, but where it is further in.
 */
export function selected(at: Whereabouts, holds: (transition: Transition) => boolean): readonly Transition[] {
  const enabled = new Set<Transition>();
  for (const state of inOrder(at.active).filter(isAtomic)) {
    const found = [state, ...ancestorsOf(state)].flatMap(({ transitions }) => transitions).find(holds);
    if (found !== undefined) enabled.add(found);
  }
  const filtered = new Set<Transition>();
  for (const each of enabled) {
    const exits = exitSet(at, [each]);
    const rivals = [...filtered].filter((other) => exitSet(at, [other]).some((state) => exits.includes(state)));
    if (rivals.some(({ source }) => !isWithin(each.source, source))) continue;
    for (const rival of rivals) filtered.delete(rival);
    filtered.add(each);
  }
  return [...filtered];
}

/** Whether an event has one of the names, or begins with it: `error` takes `error.execution`. */
export function isNamed(event: string, descriptors: readonly string[]): boolean {
  return descriptors.some((each) => {
    const name = nameIn(each);
    return name === undefined || event === name || event.startsWith(`${name}.`);
  });
}

/** The name that events have or begin with which a descriptor takes; none where it takes all. */
export function nameIn(descriptor: string): string | undefined {
  const name = descriptor.replace(/\.\*?$/u, '');
  return name === '*' || name === '' ? undefined : name;
}

/** The states in the order of the text. */
export function inOrder(states: Iterable<DocState>): readonly DocState[] {
  return [...states].toSorted((a, b) => a.order - b.order);
}

/** What is left by transitions. */
export function exitSet(at: Whereabouts, transitions: readonly Transition[]): readonly DocState[] {
  const domains = transitions.map((each) => domainOf(at, each)).filter((domain) => domain !== undefined);
  return inOrder(at.active).filter((state) => domains.some((domain) => isWithin(state, domain)));
}

/** The state within which all happens that a transition leads to; none where it leads nowhere. */
function domainOf(at: Whereabouts, { source, target, internal }: Transition): DocState | undefined {
  const targets = effective(at, target);
  if (targets.length === 0) return undefined;
  if (internal && isCompound(source) && targets.every((each) => isWithin(each, source))) return source;
  return (source.kind === 'scxml' ? [source] : ancestorsOf(source)).find(
    (each) => (isCompound(each) || each.kind === 'scxml') && targets.every((other) => isWithin(other, each)),
  );
}

/** Targets with what histories stand for. */
function effective(at: Whereabouts, target: readonly DocState[]): readonly DocState[] {
  return target.flatMap((each) => {
    if (each.kind !== 'history') return [each];
    return at.history.get(each) ?? effective(at, each.initial?.target ?? []);
  });
}

/** What is entered by transitions, and what is done beside. */
export class Entries {
  readonly states: Set<DocState> = new Set();
  /** States that begin where they begin. */
  readonly begun: Set<DocState> = new Set();
  /** Histories that were never left, by the state that has them. */
  readonly unknown: Map<DocState, Transition> = new Map();
  readonly #at: Whereabouts;

  constructor(at: Whereabouts, transitions: readonly Transition[]) {
    this.#at = at;
    for (const each of transitions) {
      for (const state of each.target) this.#enter(state);
      const domain = domainOf(at, each);
      for (const state of effective(at, each.target)) this.#enterHolders(state, domain);
    }
  }

  #enter(state: DocState): void {
    if (state.kind === 'history') return this.#resume(state);
    this.states.add(state);
    if (isCompound(state)) {
      this.begun.add(state);
      this.#enterAll(state.initial?.target ?? [], state);
    } else if (state.kind === 'parallel') this.#enterRegions(state);
  }

  #resume(history: DocState): void {
    const known = this.#at.history.get(history);
    if (known === undefined && history.parent !== undefined && history.initial !== undefined) {
      this.unknown.set(history.parent, history.initial);
    }
    this.#enterAll(known ?? history.initial?.target ?? [], history.parent);
  }

  #enterAll(states: readonly DocState[], upTo: DocState | undefined): void {
    for (const each of states) this.#enter(each);
    for (const each of states) this.#enterHolders(each, upTo);
  }

  #enterHolders(state: DocState, upTo: DocState | undefined): void {
    for (const each of ancestorsOf(state, upTo)) {
      if (each.kind === 'scxml') continue;
      this.states.add(each);
      if (each.kind === 'parallel') this.#enterRegions(each);
    }
  }

  #enterRegions(state: DocState): void {
    for (const region of heldBy(state)) {
      if (![...this.states].some((each) => each === region || isWithin(each, region))) this.#enter(region);
    }
  }
}
