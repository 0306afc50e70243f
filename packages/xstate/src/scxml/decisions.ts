import { isDeepStrictEqual } from 'node:util';
import type { Drawing, Graph, Moment, Went } from '@cairn/core';
import type { MachineEvent } from '../engine/engine.ts';
import { toldWent } from '../engine/told-went.ts';
import type { DocState, ScxmlDocument } from './document.ts';
import { placeDrawing } from './place-drawing.ts';
import { placeOf } from './places.ts';
import { firstOf, type ScxmlEngine, type ScxmlState } from './scxml-engine.ts';
import { moveIdsIn } from './steps-taken.ts';

type Node = Graph['source']['nodes'][string];
type Values = Readonly<Record<string, unknown>>;
type Update = Partial<Record<keyof ScxmlState | 'went', unknown>>;

/** What a step led to. */
interface Taken {
  readonly state: ScxmlState;
  readonly taken: boolean;
  readonly went: Went;
}

/** What an event does. */
interface OnEvent {
  readonly when: (state: Values, payload: unknown, moment: Moment) => boolean;
  readonly update: (state: Values, payload: unknown, moment: Moment) => Update;
}

/**
 * The decisions of a graph that runs a document. A step is taken to tell whether a way is taken, and again for what it writes: the last
 * step is remembered, for it is a function of what it is given.
 */
export class Decisions {
  readonly #document: ScxmlDocument;
  readonly #engine: ScxmlEngine;
  readonly #names = new Map<DocState | undefined, string>();
  readonly #drawings = new Map<DocState, Drawing>();
  #last: (Taken & { readonly given: readonly unknown[] }) | undefined;

  constructor(document: ScxmlDocument, engine: ScxmlEngine) {
    this.#document = document;
    this.#engine = engine;
    for (const each of [...document.states.values(), undefined]) this.#names.set(each, this.#free(each?.id ?? 'start'));
  }

  /** The name of a place's node; without a place, of the node that begins. */
  nameOf(place: DocState | undefined): string {
    return this.#names.get(place) ?? '';
  }

  readonly begin: NonNullable<Node['run']> = (state, { thread, now }) => {
    const start = { session: thread, data: state['data'] };
    const { state: after, went = {} } = this.#engine.start(start, now());
    return this.#changed(state, { state: after, taken: true, went });
  };

  readonly chosen = (state: Values): string => this.#nameOf(stateIn(state));

  /** What leads to a place when an event comes; without a name, what it brings says how it is called. */
  event(to: DocState, name: string | undefined): OnEvent {
    const step = (state: Values, payload: unknown, { now, putOff }: Moment) => {
      const event = name === undefined ? (payload as { name: string; data?: unknown }) : { name, data: payload };
      return this.#step(this.#later(stateIn(state), putOff), eventOf(event), now);
    };
    return {
      when: (state, payload, moment) => {
        const { taken, state: after } = step(state, payload, moment);
        return taken && this.#nameOf(after) === this.nameOf(to);
      },
      update: (state, payload, moment) => this.#changed(state, step(state, payload, moment), name ?? '*'),
    };
  }

  /** What leads to a place when the first timer is due: until then, nothing changes but by what asks anew. */
  timer(to: DocState, label: string): Extract<NonNullable<Node['after']>, readonly unknown[]>[number] {
    const at = (state: Values) => (this.#isNext(stateIn(state), to) ? firstOf(stateIn(state))?.at : undefined);
    return {
      to: this.nameOf(to),
      // A wait is drawn by the name of what says until when it lasts.
      at: Object.defineProperty(at, 'name', { value: label }),
      // By the time that it was to come at, as it was told where it leads; what it leads to is as much later as it is.
      update: (state, { putOff }: Moment) => {
        const taken = this.#step(stateIn(state));
        return this.#changed(state, { ...taken, state: this.#later(taken.state, putOff) });
      },
    };
  }

  /** Whether the first timer leads to a place. What goes wrong in it goes wrong when it is due. */
  #isNext(state: ScxmlState, to: DocState): boolean {
    try {
      return this.#nameOf(this.#step(state).state) === this.nameOf(to);
    } catch {
      return true;
    }
  }

  /** The step that an event leads to; without one, the first timer. */
  #step(state: ScxmlState, event?: MachineEvent, now?: number): Taken {
    const key = [...Object.values(state), event?.type, event?.['data'], now];
    const last = this.#last;
    if (
      last !== undefined &&
      key.length === last.given.length &&
      key.every((each, at) => Object.is(each, last.given[at]))
    ) {
      return last;
    }
    const step =
      event === undefined || now === undefined
        ? this.#engine.next(state)
        : this.#engine.step(state, { type: 'event', event }, now);
    const { state: after, moves, went = {} } = step;
    this.#last = { given: key, state: after, taken: !moves.some(({ ignored }) => ignored), went };
    return this.#last;
  }

  #later(state: ScxmlState, by: number): ScxmlState {
    return by === 0 ? state : this.#engine.later(state, by);
  }

  /** What is drawn within a parallel state. */
  drawingOf(place: DocState): Drawing {
    let drawing = this.#drawings.get(place);
    if (drawing === undefined) this.#drawings.set(place, (drawing = placeDrawing(place, moveIdsIn(this.#document))));
    return drawing;
  }

  /** The name of the node at which a machine rests. */
  #nameOf(state: ScxmlState): string {
    const place = this.#placeOf(state);
    return place === undefined ? '' : this.nameOf(place);
  }

  /** Where a machine rests. */
  #placeOf({ states: [id = ''] }: ScxmlState): DocState | undefined {
    const state = this.#document.states.get(id);
    return state && placeOf(state);
  }

  /** What a step has changed; what it did within a parallel state at which the machine rests then is told unless that is what its event's name says. */
  #changed(before: Values, { state, went }: Taken, by?: string): Update {
    const place = this.#placeOf(state);
    const update = changed(before, state);
    if (place?.kind !== 'parallel') return update;
    const stays = this.#placeOf(stateIn(before)) === place;
    const told = toldWent(this.drawingOf(place), before, went, stays ? by : undefined);
    return told === undefined ? update : { ...update, went: told };
  }

  /** A name for a node that is no other's: names are parts of paths, so what separates them is left out. */
  #free(id: string): string {
    const name = id.replaceAll(/[./@\s"\\\p{Cc}\p{Cs}]/gu, '-');
    return name === '__proto__' || [...this.#names.values()].includes(name) ? this.#free(`${name}-`) : name;
  }
}

function eventOf({ name, data }: { readonly name: string; readonly data?: unknown }): MachineEvent {
  return { type: name, ...(data !== undefined && { data }) };
}

function stateIn(values: Values): ScxmlState {
  const { session, states, data, history, timers, made, bound, over } = values as unknown as ScxmlState;
  return { session, states, data, history, timers, made, bound, ...(over !== undefined && { over }) };
}

/** What a step has changed; of what it gives at the end, the value alone. */
function changed(before: Values, after: ScxmlState): Update {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(before[key], value)));
}
