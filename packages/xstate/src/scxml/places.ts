import { ancestorsOf, isAtomic, type DocState, type ScxmlDocument, type Transition } from './document.ts';
import { namesIn, type Names } from './event-names.ts';
import { inOrder, isNamed } from './select.ts';

// Where a machine can rest, as nodes of a graph: each atomic state is a place, and so is each parallel state that no other holds, for the
// regions in it share their variables. What leads where is told by the text alone: it may be more than a run ever does, and is never less.

/** Where a machine rests with a state active: at the outermost parallel state that holds it, or at it. */
export function placeOf(state: DocState): DocState {
  return [state, ...ancestorsOf(state)].findLast(({ kind }) => kind === 'parallel') ?? state;
}

/** What is known of a document's places. */
export class Places {
  readonly names: Names;
  readonly #document: ScxmlDocument;

  constructor(document: ScxmlDocument, isOpen?: boolean) {
    this.#document = document;
    const names = namesIn(document);
    this.names = { ...names, byPart: isOpen ?? names.byPart };
  }

  /** Where a machine may rest first. */
  get first(): readonly DocState[] {
    return this.#rests(entered(this.#document.root));
  }

  /** What is asked on the way from one place to another, where one transition alone leads there. */
  asked(place: DocState, to: DocState, takes: (events: readonly string[]) => boolean): string | undefined {
    const leading = transitionsAt(place).filter(
      (each) => each.events !== undefined && takes(each.events) && led(each, place).includes(to),
    );
    return leading.length === 1 ? leading[0]?.cond?.text.trim().replaceAll(/\s+/gu, ' ') : undefined;
  }

  /** Where events may lead from a place. Empty: none of them is taken there. */
  after(place: DocState, takes: (events: readonly string[]) => boolean): readonly DocState[] {
    const taken = transitionsAt(place).filter(({ events }) => events !== undefined && takes(events));
    return taken.length === 0 ? [] : this.#rests(taken.flatMap((each) => led(each, place)));
  }

  /** Where a timer may lead from a place, with the events that lead there: nowhere else, where it is not taken there. */
  afterTimer(place: DocState): ReadonlyMap<DocState, readonly string[]> {
    const { sent } = this.names;
    if (sent !== 'any' && sent.size === 0) return new Map();
    const stays = sent === 'any' || [...sent].some((name) => !isSurelyTaken(place, name));
    const next = this.after(place, (events) => this.#mayBeSent(events));
    const all = inOrder(new Set([...(stays ? [place] : []), ...next]));
    const leading = (to: DocState) => (name: string) =>
      this.after(place, (events) => isNamed(name, events)).includes(to);
    return new Map(all.map((to) => [to, sent === 'any' ? ['what was sent'] : [...sent].filter(leading(to))]));
  }

  /** Whether nothing that comes from outside, or later, is taken at a place. */
  isEnd(place: DocState): boolean {
    if (isLast(place)) return true;
    const { outside, byPart } = this.names;
    const isTaken = (events: readonly string[]) => byPart || outside.some((name) => isNamed(name, events));
    return !transitionsAt(place).some(
      ({ events }) => events !== undefined && (isTaken(events) || this.#mayBeSent(events)),
    );
  }

  #mayBeSent(events: readonly string[]): boolean {
    const { sent } = this.names;
    return sent === 'any' || [...sent].some((name) => isNamed(name, events));
  }

  /** The places where a machine may rest that comes to some, and goes on by itself. */
  #rests(from: readonly DocState[]): readonly DocState[] {
    const found = new Set(from);
    for (const place of found) {
      for (const each of transitionsAt(place))
        if (this.#isSilent(each)) for (const next of led(each, place)) found.add(next);
    }
    return inOrder([...found].filter((place) => !goesOn(place)));
  }

  /** Whether a transition may be taken without an event from outside. */
  #isSilent({ events }: Transition): boolean {
    const { internal } = this.names;
    return events === undefined || internal === 'any' || [...internal].some((name) => isNamed(name, events));
  }
}

function transitionsAt(place: DocState): readonly Transition[] {
  const held = place.kind === 'parallel' ? within(place) : [];
  return [...held, place, ...ancestorsOf(place)].flatMap(({ transitions }) => transitions);
}

function within(state: DocState): readonly DocState[] {
  return state.children.flatMap((each) => [each, ...within(each)]);
}

/** Whether a machine never rests at a place: something leads on without an event, and is asked nothing. */
function goesOn(place: DocState): boolean {
  if (isLast(place)) return false;
  const always = [place, ...ancestorsOf(place)].flatMap(({ transitions }) => transitions);
  return always.some(({ events, cond }) => events === undefined && cond === undefined);
}

/** Whether the machine is over at a place. */
function isLast({ kind, parent }: DocState): boolean {
  return kind === 'final' && parent?.kind === 'scxml';
}

/** Whether an event is taken at a place whatever is asked there. */
function isSurelyTaken(place: DocState, name: string): boolean {
  const always = [place, ...ancestorsOf(place)].flatMap(({ transitions }) => transitions);
  return always.some(({ events, cond }) => events !== undefined && cond === undefined && isNamed(name, events));
}

function led({ target }: Transition, place: DocState): readonly DocState[] {
  return target.length === 0 ? [place] : target.flatMap(entered);
}

/** The places to which entering a state may lead. */
function entered(state: DocState): readonly DocState[] {
  const place = placeOf(state);
  if (place !== state || isPlace(state)) return [place];
  const begun = (state.initial?.target ?? []).flatMap(entered);
  if (state.kind !== 'history' || state.parent === undefined) return begun;
  return [...new Set([...begun, ...within(state.parent).filter(isPlace)])];
}

function isPlace(state: DocState): boolean {
  return placeOf(state) === state && (isAtomic(state) || state.kind === 'parallel');
}
