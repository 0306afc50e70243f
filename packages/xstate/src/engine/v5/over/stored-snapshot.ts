/**
 * The state of an actor as XState's `getPersistedSnapshot` tells it, for who writes a migration; and back.
 *
 * 1. An actor that is there under the same id and logic as before is the same: what it has at work goes on.
 * 2. Any other is new, and begins when the state is next taken up.
 */
import type { AnyActorLogic, AnyStateMachine, StateValue } from 'xstate';
import type { ActorRecord } from '../../machine-state.ts';
import { toPlain } from '../../plain.ts';
import { logicNamed } from '../logic-at.ts';
import { kindOf } from '../record-of.ts';
import { isMachine, workOf } from '../work.ts';
import { nodesIn } from './value-paths.ts';

/** An actor's snapshot as it is stored. A machine has `value`, `context`, `historyValue` and `children`; a promise its `input`. */
export interface StoredSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly value?: StateValue;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly historyValue?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly children?: Readonly<Record<string, StoredChild>>;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly input?: unknown;
}

/** An actor below another one. */
export interface StoredChild {
  readonly snapshot: StoredSnapshot;
  /** The name of its logic. */
  readonly src: string;
  readonly systemId?: string;
  readonly syncSnapshot?: boolean;
}

export function storedOf({ status, held, children }: ActorRecord): StoredSnapshot {
  if (!('nodes' in held)) return { status, ...held };
  const { nodes: _, history, ...fields } = held;
  return {
    status,
    ...fields,
    historyValue: Object.fromEntries(
      Object.entries(history as Readonly<Record<string, readonly string[]>>).map(([id, ids]) => [
        id,
        ids.map((each) => ({ id: each })),
      ]),
    ),
    children: Object.fromEntries(
      Object.entries(children).map(([key, child]): [string, StoredChild] => {
        const { src, systemId, sync } = child;
        const named = { ...(systemId !== undefined && { systemId }), ...(sync && { syncSnapshot: true }) };
        return [key, { snapshot: storedOf(child), src, ...named }];
      }),
    ),
  };
}

/** What is needed to take up a snapshot. */
export interface TakingUp {
  /** Numbers an actor that was not there. */
  number(): string;
  /** Where a snapshot is none. */
  mistake(actor: string, why: string): void;
}

/** The record of an actor whose snapshot is this, and that had the record before. */
export function recordFrom(
  given: unknown,
  before: ActorRecord,
  logic: AnyActorLogic | undefined,
  taking: TakingUp,
): ActorRecord {
  const wrong = whyNone(given, isMachine(logic));
  if (wrong !== undefined) {
    taking.mistake(before.id, wrong);
    return before;
  }
  const { status, children = {}, historyValue = {}, ...fields } = given as StoredSnapshot;
  const plain = toPlain(fields, `snapshot of ${before.id}`) as Record<string, unknown>;
  const record = { ...before, status, running: before.running && status === 'active', held: plain };
  if (!isMachine(logic)) return record;
  const history = Object.fromEntries(Object.entries(historyValue).map(([id, ids]) => [id, ids.map((each) => each.id)]));
  const nodes = nodesNow(plain['value'], before, logic);
  return {
    ...record,
    held: { ...plain, history, nodes },
    children: Object.fromEntries(
      Object.entries(children).map(([key, child]) => [key, childFrom(key, child, before.children[key], logic, taking)]),
    ),
  };
}

function childFrom(
  key: string,
  child: StoredChild,
  before: ActorRecord | undefined,
  machine: AnyStateMachine,
  taking: TakingUp,
): ActorRecord {
  const { src, systemId, syncSnapshot } = child;
  const logic = logicNamed(machine, src);
  const same = before?.src === src ? before : undefined;
  const record: ActorRecord = same ?? {
    session: taking.number(),
    id: key,
    kind: logic === undefined || isMachine(logic) ? 'inside' : kindOf(workOf(logic) ?? 'inside'),
    src,
    running: true,
    status: 'active',
    held: isMachine(logic) ? { nodes: [] } : {},
    children: {},
  };
  const { systemId: _, sync: __, ...rest } = record;
  const named = {
    ...rest,
    ...(systemId !== undefined && { systemId }),
    ...(syncSnapshot === true && { sync: true as const }),
  };
  return recordFrom(child.snapshot, named, logic, taking);
}

/** The ids of the states that a value says, in the order in which they were entered as far as that is known. */
function nodesNow(value: unknown, before: ActorRecord, machine: AnyStateMachine): readonly string[] {
  const ids = nodesIn(value, machine.root).map(({ id }) => id);
  const kept = nodesOf(before).filter((id) => ids.includes(id));
  return [...kept, ...ids.filter((id) => !kept.includes(id))];
}

function nodesOf({ held }: ActorRecord): readonly string[] {
  return (held['nodes'] ?? []) as readonly string[];
}

const statuses: ReadonlySet<unknown> = new Set(['active', 'done', 'error', 'stopped']);

function whyNone(given: unknown, isOfMachine: boolean): string | undefined {
  if (typeof given !== 'object' || given === null) return 'its snapshot is no object';
  const { status, value, context, children } = given as Readonly<Record<string, unknown>>;
  if (!statuses.has(status)) return `the status of its snapshot is none: ${String(status)}`;
  if (!isOfMachine) return undefined;
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
    return 'its snapshot has no state value';
  if (typeof context !== 'object' || context === null) return 'its snapshot has no context';
  if (children !== undefined && (typeof children !== 'object' || children === null))
    return 'the children of its snapshot are no object';
  return undefined;
}
