import type { Graph, Went } from '@cairn/core';
import type { Job, MachineEvent, Standing } from '../engine/engine.ts';
import { anything, anythingOf, from, schemaOf, type Schema } from './schemas.ts';

type Source = Graph['source'];
/** An event under any name. */
export const anyEvent: Schema = schemaOf((value) => {
  const type = (value as { readonly type?: unknown } | undefined)?.type;
  if (typeof value === 'object' && value !== null && !isPlain(value))
    return refused(`Expected an event, with its type, found ${called(value)}.${hint(value)}`);
  if (typeof type !== 'string') return refused('Expected an event, with its type.');
  if (type === '*') return refused('Expected an event with a type of its own: "*" stands for all types.');
  if (/^@?xstate\./u.test(type))
    return refused(`Expected an event of the machine's, found "${type}": events of this beginning are XState's own.`);
  return { value };
});

/** What an event of a type carries beside it. */
export function carried(type: string): Schema {
  return schemaOf((value) => {
    if (value === undefined) return { value };
    if (!isPlain(value))
      return refused(
        `Expected an object with what the event carries beside its type, { amount: 5 } for example, found ${called(value)}.${hint(value)}`,
      );
    const own = (value as { readonly type?: unknown }).type;
    if (own !== undefined && own !== type)
      return refused(
        `Expected what the event carries beside its type "${type}", found another${typeof own === 'string' ? `, "${own}"` : ''}.`,
      );
    return { value };
  });
}

/** What an event carries are the properties of an object: of anything else that has some, what it is would be lost. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const above: unknown = Object.getPrototypeOf(value);
  return above === null || above === Object.prototype || Object.getPrototypeOf(above) === null;
}

function called(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : `a ${typeof value}`;
  const name = (value.constructor as { readonly name?: string } | undefined)?.name;
  return name === undefined || name === '' ? 'an instance of a class' : `an instance of ${name}`;
}

function hint(value: unknown): string {
  return typeof value === 'object' && value !== null ? ' Send it under a name, { value } for example.' : '';
}

function refused(message: string): { readonly issues: readonly { readonly message: string }[] } {
  return { issues: [{ message }] };
}

/** What a thread of a machine holds. `Machine` is the state of its engine. */
export interface HostedState<Machine = unknown, Input = unknown, Output = unknown> {
  /** What the machine was started with. */
  readonly input: Input;
  /** All of its engine's state. */
  readonly machine: Machine;
  /** The states that the machine is in, as people read them: `cart`, `shop.cart, clock.on`. */
  readonly value: string;
  /** What the last input led to, a line for each macrostep, `PAY: paying`, and each thing that it logged, `log paid: 5`; of an actor below the machine, `clock: TICK: on`. */
  readonly did: readonly string[];
  /** The same for drawings: ids of transitions that were taken, and of states that were come to and left again. */
  readonly went: Went;
  /** What was emitted and is not shown yet, by the input that led to it. */
  readonly emitted: readonly Shown[];
  /** When timers were taken last, in milliseconds since 1970. */
  readonly fired: number;
  /** What the machine came to. */
  readonly output: Output;
}

/** Events that are to be shown to whoever watches. */
export interface Shown {
  readonly id: string;
  readonly events: readonly { readonly actor: string; readonly event: MachineEvent }[];
}

/** What who watches is shown of an event that an actor emitted; `actor` has the ids from the machine to it, joined by `/`. */
export function outputOf(actor: string, event: MachineEvent): object {
  return { kind: 'xstate.emitted', actor, event };
}

/** What is at work in a lane: a job of the engine, or what was emitted on its way to who watches. */
export type Work = Job | ({ readonly kind: 'emitted' } & Shown);

/** What became of that. */
export type Ended = { readonly output: unknown } | { readonly error: unknown };

/** The state as the nodes of a machine's graph see it. */
export interface Seen<Machine> extends HostedState<Machine> {
  readonly work: Work;
  readonly ended: Ended | undefined;
}

/** The keys of a graph whose machine has this shape. */
export function keysOf(shape: () => string): Source['state'] {
  return {
    input: anything,
    machine: anythingOf(shape),
    value: from(''),
    did: from([]),
    went: from({}),
    emitted: from([]),
    fired: from(0),
    output: anything,
    work: anything,
    ended: anything,
  } satisfies Record<keyof Seen<unknown>, Schema>;
}

/** Whether a machine is at its end, with all that it had run. */
export function isThrough({ status }: Standing, work: readonly Work[]): boolean {
  return status !== 'active' && work.every(({ kind }) => kind !== 'actions' && kind !== 'emitted');
}
