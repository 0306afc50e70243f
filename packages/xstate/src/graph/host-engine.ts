import {
  graph as declare,
  type AnyGraph,
  type ClassCodec,
  type Context,
  type Drawing,
  type Graph,
  type MigrationMoment,
  type Moment,
  type Went,
} from '@cairn/core';
import { hashOf } from '@cairn/core/store';
import type { Engine, EngineInput, Job, MachineEvent, Standing, Step } from '../engine/engine.ts';
import { linesOf } from '../engine/move-lines.ts';
import { copied } from '../engine/plain.ts';
import { stateText } from '../engine/state-text.ts';
import { toldWent } from '../engine/told-went.ts';
import { isSpent } from './actions.ts';
import { keptError } from './kept-error.ts';
import { anyEvent, carried, isThrough, keysOf, outputOf, type Ended, type Seen, type Work } from './keys.ts';

/** How a job that failed is tried again: as a node's `retry` says it. */
export type TriedAgain = Omit<NonNullable<Graph['source']['nodes'][string]['retry']>, 'attempts'>;

/** What hosts an engine. */
export interface Hosting<State> {
  readonly name: string;
  readonly engine: Engine<State>;
  /** The types of events that a thread takes. */
  readonly events: readonly string[];
  /** Runs a job; what it gives is the job's output, and what it throws its error. */
  readonly run: (job: Job, context: Context) => Promise<unknown>;
  /** How often a job that is no action is tried in all, the first time included; by default once. */
  readonly attempts?: (job: Job) => number;
  /** How a job is tried again; `attempts` is the most that any may have. */
  readonly retry?: TriedAgain & { readonly attempts: number };
  readonly description?: string;
  readonly version?: string;
  /** How instances of classes are stored that its contexts, its events and what its jobs come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** How often a machine may go on without hearing from outside; without an end by default, as an engine has none. */
  readonly transitions?: number;
  /** What of a machine tells whether what rests in it has a place in another, as plain data. */
  readonly shape?: unknown;
  /** The states of the machine, as they are drawn; `active` tells them from the key `machine`, which holds the engine's state. */
  readonly drawing?: Drawing;
  /** How threads of machines of another shape or version go on. */
  readonly migrate?: readonly HostedMigration<State>[];
}

/** How threads of an older version of a hosted machine go on. */
export interface HostedMigration<State> {
  /** The version that the graph had; without it, any that no other entry names. */
  readonly from?: string;
  /** The engine's state as the machine of today has it; what it throws says why the thread cannot go on. */
  readonly state: (old: State, now: number) => State;
  /** New names by old ones of the states that are drawn, each the names down to it, joined by dots, or `#` and the alias that its drawing has; without it, what they are called is not known. */
  readonly renamed?: (old: State) => Readonly<Record<string, string>>;
  /** A job that is at work, under the names that the machine has for it today. */
  readonly job?: (old: Job) => Job;
}

/** The event that brings one under any name: `{ type, … }`. */
const any = '*';

/**
 * A graph that hosts an engine of state machines.
 *
 * 1. All of the engine's state is one key, and each input leads to one row: an event, the end of a job, or the timers that are due.
 * 2. What is to be at work is what the state says: a lane each, which begins and ends with that. Of actions, the first in their order alone.
 * 3. The machine is asked nothing outside of a decision, so it takes events while its jobs are at work.
 */
export function hostEngine<State>(hosting: Hosting<State>): AnyGraph {
  const { name, engine, events, retry, description, version, transitions = Infinity, shape, migrate = [] } = hosting;
  const { drawing, codecs = [] } = hosting;
  const host = new Host(hosting);
  const given = Object.fromEntries(events.map((type) => [type, carried(type)]));
  const on = Object.fromEntries(
    events.map((type) => [
      type,
      { update: (s: Seen<State>, payload: unknown, at: Moment) => host.hear(s, eventOf(type, payload), at, type) },
    ]),
  );
  return declare({
    name,
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    limits: { transitions },
    codecs,
    state: keysOf(() => hashOf(JSON.stringify([version, shape]))),
    events: { ...given, [any]: anyEvent },
    begin: (s: Seen<State>, { now }: Moment) => host.told(s, engine.start(copied(s.input), now)),
    start: 'machine',
    nodes: {
      machine: {
        ...(drawing !== undefined && { drawing }),
        on: { ...on, [any]: { update: (s: Seen<State>, event: MachineEvent, at: Moment) => host.hear(s, event, at) } },
        after: [{ at: (s: Seen<State>) => host.due(s), update: (s: Seen<State>, at: Moment) => host.fire(s, at) }],
        next: {
          each: (s: Seen<State>) => host.workOf(s).map((work) => ({ work })),
          id: ({ work }: Seen<State>) => work.id,
          to: 'work',
          onClosed: (lane: { readonly state: Seen<State> }, s: Seen<State>, at: Moment) => host.end(s, lane.state, at),
          until: (s: Seen<State>) => isThrough(engine.stands(s.machine), host.workOf(s)),
          then: 'over',
        },
      },
      work: {
        run: (s: Seen<State>, context: Context) => host.run(s.work, context),
        retry: {
          attempts: 1,
          ...retry,
          when: (error: unknown) => !isSpent(error) && (retry?.when === undefined || retry.when(error)),
        },
        // The actions of a machine that fail stop the thread, which goes on with them when it is resumed.
        onError: [
          {
            when: ({ work }: Seen<State>) => work.kind !== 'actions',
            label: 'of no action',
            to: 'over',
            update: (_s: Seen<State>, error: Failed) => ({ ended: { error: errorOf(error) } }),
          },
        ],
        next: 'over',
      },
      ...endsOf(engine),
    },
    migrate: migrate.map(({ from, ...way }) => ({
      ...(from !== undefined && { from }),
      state: (old: Seen<State>, at: MigrationMoment) => host.bring(old, way, at),
    })),
  } as never);
}

/** The nodes at which a machine that is over ends, in an error of its own or well. One that ended so ends so again: that is said by `retry`. */
function endsOf<State>(engine: Engine<State>): object {
  return {
    over: {
      next: [
        { when: (s: Seen<State>) => engine.stands(s.machine).status === 'error', to: 'failed', label: 'in an error' },
        'done',
      ],
    },
    failed: {
      run: (s: Seen<State>) => Promise.reject(engine.stands(s.machine).error),
      retry: { attempts: 1, when: () => false },
      next: 'done',
    },
    done: { final: true },
  };
}

type Values = Readonly<Record<string, unknown>>;
type Told<State> = Partial<Seen<State>>;

class Host<State> {
  readonly #hosting: Hosting<State>;

  constructor(hosting: Hosting<State>) {
    this.#hosting = hosting;
  }

  /** `name` is what the event's row calls it, where that is its type. */
  hear(s: Seen<State>, event: MachineEvent, at: Moment, name?: string): Told<State> {
    return this.#step(s, { type: 'event', event }, at, name);
  }

  /** When the next timer is due. It is said anew where timers were taken in the same millisecond, or that would be no news. */
  due({ machine, fired }: Seen<State>): number | undefined {
    const { due } = this.#hosting.engine.stands(machine);
    return due === undefined ? undefined : Math.max(due, fired + 1);
  }

  fire(s: Seen<State>, at: Moment): Told<State> {
    return { ...this.#step(s, { type: 'due' }, at), fired: at.now };
  }

  /** What is to be at work. */
  workOf({ machine, emitted }: Seen<State>): readonly Work[] {
    const { jobs } = this.#hosting.engine.stands(machine);
    const first = jobs.find(({ kind }) => kind === 'actions');
    const shown = emitted.slice(0, 1).map((each) => ({ kind: 'emitted' as const, ...each }));
    return [...jobs.filter((job) => job.kind !== 'actions' || job === first), ...shown];
  }

  /** A lane closed. */
  end(s: Seen<State>, { work, ended }: Seen<State>, at: Moment): Told<State> {
    if (work.kind === 'emitted') return { emitted: s.emitted.filter(({ id }) => id !== work.id) };
    const job = work.id;
    if (ended === undefined || 'output' in ended)
      return this.#step(s, { type: 'done', job, output: ended?.output }, at);
    return this.#step(s, { type: 'error', job, error: ended.error }, at);
  }

  async run(work: Work, context: Context): Promise<{ readonly ended?: Ended }> {
    if (work.kind === 'emitted') {
      for (const { actor, event } of work.events) context.emit(outputOf(actor, event));
      return {};
    }
    const { run, attempts = () => 1 } = this.#hosting;
    try {
      return { ended: { output: await run(work, context) } };
    } catch (error) {
      if (work.kind === 'actions' || context.signal.aborted || context.attempt < attempts(work)) throw error;
      return { ended: { error: keptError(error) } };
    }
  }

  /** What a step changes. */
  told(s: Seen<State>, { state, moves, emitted, sent, went }: Step<State>, by?: string): Told<State> {
    const { output }: Standing = this.#hosting.engine.stands(state);
    const did = [...moves.flatMap(linesOf), ...sent.map(({ type }) => `${type}: sent to a parent, and there is none`)];
    const value = moves.findLast(({ actor, ignored }) => actor === '' && ignored !== true)?.value;
    const id = `emitted-${(s.emitted.length === 0 ? 0 : Number(s.emitted.at(-1)?.id.slice(8))) + 1}`;
    return {
      ...(state !== s.machine && { machine: state }),
      ...(value !== undefined && value !== s.value && { value }),
      ...(did.length > 0 && { did }),
      ...this.#wentTold(s, went, by),
      ...(emitted.length > 0 && { emitted: [...s.emitted, { id, events: emitted }] }),
      ...(output !== undefined && output !== s.output && { output }),
    };
  }

  /** What a lane holds, or began with, of a machine of another shape. Only the machine's own lane looks at that state. */
  bring(
    old: Seen<State>,
    { state, renamed, job }: HostedMigration<State>,
    { now, of, putOff }: MigrationMoment,
  ): Told<State> {
    if (of === 'opening' || old.work !== undefined) {
      const work =
        old.work === undefined || old.work.kind === 'emitted' || job === undefined ? old.work : job(old.work);
      return { ...old, machine: undefined, ...(work !== undefined && { work }) } as Told<State>;
    }
    const rested = this.#later(old.machine, putOff);
    const machine = state(rested, now);
    const went = renamed === undefined ? {} : { renamed: renamed(rested) };
    return { ...old, machine, went, value: stateText(this.#hosting.engine.stands(machine).value) };
  }

  #step(s: Seen<State>, input: EngineInput, { now, putOff }: Moment, by?: string): Told<State> {
    return this.told(s, this.#hosting.engine.step(this.#later(s.machine, putOff), input, now), by);
  }

  /** The lane waits for the earliest timer of all: what puts that off puts off all. */
  #later(machine: State, by: number): State {
    return by === 0 ? machine : this.#hosting.engine.later(machine, by);
  }

  /** What was done within the machine, unless that is what its event's name says. */
  #wentTold(s: Seen<State>, went: Went = {}, by?: string): Pick<Told<State>, 'went'> {
    const { drawing } = this.#hosting;
    const told = drawing?.went === undefined ? undefined : toldWent(drawing, s as object as Values, went, by);
    return told === undefined ? {} : { went: told };
  }
}

function eventOf(type: string, payload: unknown): MachineEvent {
  return { ...(payload as object | undefined), type };
}

type Failed = Error & { readonly code?: string };

function errorOf({ name, message, code }: Failed): Error {
  return Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
}
