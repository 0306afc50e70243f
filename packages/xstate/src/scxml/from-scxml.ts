import { graph as declare, type Graph, type Went } from '@cairn/core';
import { anything, from, schemaOf, type Schema } from '../graph/schemas.ts';
import type { DocState, ScxmlDocument } from './document.ts';
import { Decisions } from './decisions.ts';
import { isNamed } from './select.ts';
import { Places } from './places.ts';
import { readDocument } from './read-document.ts';
import { engineOf, type ScxmlEngineOptions, type ScxmlState } from './scxml-engine.ts';

/** How a document is read. */
export interface FromScxmlOptions<Name extends string = string> extends ScxmlEngineOptions {
  /** The name of the graph. */
  readonly name: Name;
  /**
   * Whether the event `*` brings one under any name, `{ name, data }`; by default where the document takes events by a part of their name.
   * Others are known by the names that the document has.
   */
  readonly anyEvent?: boolean;
  readonly description?: string;
  readonly version?: string;
  /** As of any graph. A machine that goes on for ever by its own timers has `{ transitions: Infinity }`. */
  readonly limits?: Source['limits'];
}

/** What a thread of a document holds: where its machine stands, and what the last input did within a parallel state, for drawings. */
export interface ScxmlGraphState extends ScxmlState {
  /** The names of transitions that were taken, and the ids of states that were come to and left again. */
  readonly went: Went;
}

/** A document as a graph. */
export type ScxmlGraph<Name extends string = string> = Graph<{
  readonly name: Name;
  readonly state: ScxmlGraphState;
  readonly stored: ScxmlGraphState;
  readonly update: Partial<ScxmlGraphState>;
  /** Values for variables at the top of the document. */
  readonly input: { readonly data?: Readonly<Record<string, unknown>> };
  readonly outcome: string;
  readonly nodes: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly questions: {};
  readonly services: {};
}>;

type Source = Graph['source'];
type Node = Source['nodes'][string];
type Way = Exclude<NonNullable<Node['on']>[string], string | readonly unknown[]>;

/** The event that brings one under any name: `{ name, data }`. */
const anyEvent = '*';

/**
 * A graph of a document of SCXML: a node for each atomic state, and one for each parallel state that no other holds, whose regions `states`
 * tells. It throws {@link ScxmlRefused} where the document has what is not supported, each with its line and column.
 *
 * @example
 * const light = fromScxml(text, { name: 'light', expressions: trustedExpressions() });
 */
export function fromScxml<const Name extends string>(text: string, options: FromScxmlOptions<Name>): ScxmlGraph<Name> {
  const { name, expressions, source, description, version, limits, anyEvent: isOpen } = options;
  const document = readDocument(text, { hasExpressions: expressions !== undefined, source });
  const made = declare({
    name,
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(limits !== undefined && { limits }),
    ...new Drawing(document, new Decisions(document, engineOf(document, expressions)), isOpen).graph(),
  } as never);
  return made as unknown as ScxmlGraph<Name>;
}

/** The nodes that stand for a document. */
class Drawing {
  readonly #decisions: Decisions;
  readonly #places: Places;
  readonly #names: readonly string[];

  constructor(document: ScxmlDocument, decisions: Decisions, isOpen?: boolean) {
    this.#decisions = decisions;
    this.#places = new Places(document, isOpen);
    const { outside, byPart } = this.#places.names;
    this.#names = byPart ? [...outside, anyEvent] : outside;
  }

  graph(): Pick<Source, 'state' | 'events' | 'start' | 'nodes'> {
    const first = this.#places.first;
    const start = this.#decisions.nameOf(undefined);
    const found = new Set(first);
    const nodes: Record<string, Node> = { [start]: this.#begin(first) };
    for (const place of found) {
      nodes[this.#decisions.nameOf(place)] = this.#node(place);
      for (const next of this.#leadsTo(place)) found.add(next);
    }
    return { state: keys, events: this.#events(), start, nodes };
  }

  #begin(first: readonly DocState[]): Node {
    const among = first.map((place) => this.#decisions.nameOf(place));
    const [only] = among;
    const next = among.length === 1 && only !== undefined ? only : { choose: this.#decisions.chosen, among };
    return { run: this.#decisions.begin, next };
  }

  #node(place: DocState): Node {
    if (this.#places.isEnd(place)) return { final: true };
    const on = this.#names.flatMap((name) => {
      const ways = this.#after(place, name).map((to) => this.#way(place, to, name));
      return ways.length === 0 ? [] : [[name, ways] as const];
    });
    const after = [...this.#places.afterTimer(place)].map(([to, names]) => this.#decisions.timer(to, labelOf(names)));
    return {
      ...(place.kind === 'parallel' && { drawing: this.#decisions.drawingOf(place) }),
      ...(on.length > 0 && { on: Object.fromEntries(on) }),
      ...(after.length > 0 && { after }),
    };
  }

  #way(place: DocState, to: DocState, name: string): Way {
    const { when, update } = this.#decisions.event(to, name === anyEvent ? undefined : name);
    const label = this.#places.asked(place, to, takes(name));
    return {
      ...(to !== place && { to: this.#decisions.nameOf(to) }),
      when,
      update,
      ...(label !== undefined && { label }),
    };
  }

  #leadsTo(place: DocState): readonly DocState[] {
    if (this.#places.isEnd(place)) return [];
    return [...this.#names.flatMap((name) => this.#after(place, name)), ...this.#places.afterTimer(place).keys()];
  }

  #after(place: DocState, name: string): readonly DocState[] {
    return this.#places.after(place, takes(name));
  }

  #events(): NonNullable<Source['events']> {
    return Object.fromEntries(this.#names.map((name) => [name, name === anyEvent ? named : anything]));
  }
}

function takes(name: string): (events: readonly string[]) => boolean {
  return (events) => name === anyEvent || isNamed(name, events);
}

/** What is drawn of a timer. */
function labelOf(names: readonly string[]): string {
  return names.length === 0 ? 'what is not taken' : names.join(', ');
}

const named = schemaOf((value) => {
  if (typeof (value as { readonly name?: unknown } | undefined)?.name === 'string') return { value };
  return { issues: [{ message: 'Expected { name, data }, with the name of an event.' }] };
});

const keys: Source['state'] = {
  states: from([]),
  data: from({}),
  history: from({}),
  timers: from([]),
  made: from(0),
  bound: from([]),
  session: from(''),
  over: from(undefined),
  went: from({}),
} satisfies Record<keyof ScxmlGraphState, Schema>;
