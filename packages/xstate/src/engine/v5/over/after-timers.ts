import type { AnyStateMachine } from 'xstate';
import type { ActorRecord, Timer } from '../../machine-state.ts';
import { markOf } from '../../plain.ts';
import { afterOf } from './renaming.ts';

type Node = AnyStateMachine['root'];

/** What an actor's timers are brought to. */
export interface Arming {
  readonly machine: AnyStateMachine;
  readonly record: ActorRecord;
  readonly now: number;
  /** Whether a state is to have all its timers, as if it were entered. */
  readonly isNew: (id: string) => boolean;
  readonly order: () => number;
}

/**
 * The timers of an actor as the `after` of its states says today.
 *
 * 1. One that is there still has the time at which it was due. One of a state that it is not in is gone.
 * 2. One whose delay is another number now, in its place or under its name, counts from when its state was entered. What a function gave stays.
 * 3. One that was added is armed only where that is asked, or where its state is new: nobody knows whether it fired already.
 */
export function timersNow(timers: readonly Timer[], arming: Arming): readonly Timer[] {
  const { machine, record } = arming;
  const ids = (record.held['nodes'] ?? []) as readonly string[];
  const own = timers.filter(({ source }) => source === record.session);
  const kept = own.filter((timer) => !isAfter(timer));
  for (const id of ids) {
    const node = machine.getStateNodeById(id);
    kept.push(
      ...ofNode(
        node,
        own.filter((timer) => afterOf(typeOf(timer), ids)?.node === id),
        arming,
      ),
    );
  }
  return [...timers.filter(({ source }) => source !== record.session), ...kept].toSorted(
    (one, other) => one.order - other.order,
  );
}

function ofNode(node: Node, own: readonly Timer[], arming: Arming): readonly Timer[] {
  const wanted = delaysOf(node);
  const kept = own.filter((timer) => wanted.has(typeOf(timer))).map((timer) => timedNow(timer, wanted, arming));
  const dropped = own.filter((timer) => !wanted.has(typeOf(timer)));
  const missing = [...wanted].filter(([type]) => !kept.some((timer) => typeOf(timer) === type));
  const entered = own.map((timer) => enteredBy(timer, node)).find((time) => time !== undefined);
  const since = entered ?? arming.now;
  const waits = missing
    .map(([type, delay]) => ({ type, delay, due: since + millisecondsOf(delay, arming) }))
    .toSorted((one, other) => other.due - one.due);
  // The longest take the place of those that are gone; another is new where it is not due yet since its state was entered.
  const armed = waits.filter(
    ({ due }, at) => at < dropped.length || arming.isNew(node.id) || (entered !== undefined && due > arming.now),
  );
  return [
    ...kept,
    ...armed.map(({ type, delay, due }) => ({
      ...timerOf(type, due, arming),
      ...(typeof delay === 'string' && { delay: due - since }),
    })),
  ];
}

/** A timer whose delay has a name, as that is today. */
function timedNow(timer: Timer, wanted: ReadonlyMap<string, unknown>, { machine }: Arming): Timer {
  const delay = numberOf(machine, wanted.get(typeOf(timer)));
  if (timer.delay === undefined || delay === undefined || delay === timer.delay) return timer;
  return { ...timer, due: timer.due - timer.delay + delay, delay };
}

function timerOf(type: string, due: number, { record, order }: Arming): Timer {
  const { session: source, id } = record;
  return { order: order(), source, target: markOf({ sessionId: source, id }), event: { type }, id: type, due };
}

function delaysOf(node: Node): ReadonlyMap<string, unknown> {
  return new Map(node.after.map(({ eventType, delay }) => [eventType, delay]));
}

/** When a state was entered, by a timer of it whose delay is known. */
function enteredBy(timer: Timer, { id }: Node): number | undefined {
  const delay = timer.delay ?? Number(afterOf(typeOf(timer), [id])?.delay);
  return Number.isNaN(delay) ? undefined : timer.due - delay;
}

function millisecondsOf(delay: unknown, { machine, record }: Arming): number {
  const named: unknown = typeof delay === 'string' ? machine.implementations.delays[delay] : delay;
  const given: unknown =
    typeof named === 'function'
      ? (named as (facts: object, params: undefined) => unknown)(
          { context: record.held['context'], event: { type: 'xstate.init' } },
          undefined,
        )
      : named;
  return typeof given === 'number' ? given : 0;
}

/** The number that a named delay is, where it is one. */
export function numberOf({ implementations }: AnyStateMachine, delay: unknown): number | undefined {
  const named: unknown = typeof delay === 'string' ? implementations.delays[delay] : undefined;
  return typeof named === 'number' ? named : undefined;
}

function isAfter(timer: Timer): boolean {
  return typeOf(timer).startsWith('xstate.after.');
}

function typeOf({ event }: Timer): string {
  return (event as { readonly type: string }).type;
}
