/**
 * Actors that are named in contexts and events.
 *
 * 1. One that lives is named by its address, and brought back as who lives there.
 * 2. One that is over is kept with its last snapshot as long as it is named, which XState's own persistence forgets.
 */
import type { ActorMark } from '../machine-state.ts';
import { fromPlain, toPlain } from '../plain.ts';
import type { Gone } from './durable-state.ts';
import { STOPPED, type InnerActor, type InnerLogic, type InnerSnapshot } from './inner.ts';

/** Writes down who is named. */
export class Naming {
  readonly gone: Gone[] = [];
  readonly #living: ReadonlySet<InnerActor>;
  readonly #root: string;
  readonly #keys: WeakMap<InnerActor, string>;
  readonly #number: () => string;
  readonly #written = new Set<string>();

  constructor(living: ReadonlySet<InnerActor>, root: string, keys: WeakMap<InnerActor, string>, number: () => string) {
    this.#living = living;
    this.#root = root;
    this.#keys = keys;
    this.#number = number;
  }

  readonly mark: (actor: InnerActor) => ActorMark = (actor) => {
    const { id, address } = actor;
    const isLiving = this.#living.has(actor) || (address === this.#root && actor._parent === undefined);
    if (isLiving) return { xstate$$actor: address, id };
    const key = this.#keys.get(actor) ?? this.#number();
    this.#keys.set(actor, key);
    if (!this.#written.has(key)) {
      this.#written.add(key);
      const at = this.gone.push({ key, id, snapshot: undefined }) - 1;
      this.gone[at] = { key, id, snapshot: toPlain(actor.getSnapshot(), `${address}: snapshot`, this.mark) };
    }
    return { xstate$$actor: key, id };
  };
}

/** Brings back who was named. */
export class Named {
  /** What those that are over are named by. */
  readonly keys: WeakMap<InnerActor, string> = new WeakMap();
  readonly #gone: ReadonlyMap<string, Gone>;
  readonly #living: ReadonlyMap<string, InnerActor>;
  readonly #owner: InnerActor;
  readonly #made = new Map<string, InnerActor>();

  constructor(gone: readonly Gone[], living: ReadonlyMap<string, InnerActor>, owner: InnerActor) {
    this.#gone = new Map(gone.map((each) => [each.key, each]));
    this.#living = living;
    this.#owner = owner;
  }

  /** A value with actors where marks were, which its taker may change. */
  live(value: unknown): unknown {
    return fromPlain(value, this.#actorOf);
  }

  readonly #actorOf: (mark: ActorMark) => InnerActor = (mark: ActorMark): InnerActor => {
    const { xstate$$actor: key, id } = mark;
    const known = this.#living.get(key) ?? this.#made.get(key);
    if (known !== undefined) return known;
    const actor = overAs(id, this.#owner);
    this.#made.set(key, actor);
    this.keys.set(actor, key);
    const gone = this.#gone.get(key);
    if (gone !== undefined) actor._snapshot = this.live(gone.snapshot) as InnerSnapshot;
    return actor;
  };
}

/** An actor that is over, for who still names it: it takes nothing. */
function overAs(id: string, owner: InnerActor): InnerActor {
  const over: InnerSnapshot = { status: 'stopped', output: undefined, error: undefined };
  const logic: InnerLogic = {
    transition: (snapshot) => [snapshot, []],
    initialTransition: () => [over, []],
    getPersistedSnapshot: (snapshot) => snapshot,
  };
  const actor = owner.system.createActorRef(logic, { id, parent: owner });
  actor._processingStatus = STOPPED;
  return actor;
}
