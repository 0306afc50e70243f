import type { AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import type { ActorRecord, MachineState, Timer } from '../../machine-state.ts';
import { fromPlain } from '../../plain.ts';
import { logicAt, logicNamed } from '../logic-at.ts';
import { isMachine } from '../work.ts';
import { timersNow } from './after-timers.ts';
import { misnamedIn } from './check-names.ts';
import { allOf, Renaming, type NewNames } from './renaming.ts';
import { recordFrom, storedOf, type StoredSnapshot } from './stored-snapshot.ts';
import { unfitActions, unfitIn, type Unfit } from './unfit.ts';

/** What becomes of what rests of an older version of a machine. */
export interface MachineMigration extends NewNames {
  /** The `version` that the machine had then; without it, any that no other entry names. */
  readonly from?: string;
  /**
   * New ids of states by old: `{ 'order.waiting': 'order.resting' }`, as `getStateNodeById` has them. What is below a state goes with it,
   * and so do its timers and what it invokes. A state under its own id has the timers of `after` armed that were added to it.
   */
  readonly states?: Readonly<Record<string, string>>;
  /** New names of logic by old ones, as `setup({ actors })` has them. */
  readonly actors?: Readonly<Record<string, string>>;
  /**
   * What actions that are still to be run are now, by what they were: the name of one, or where it is written in place, `order.paying/entry/0`,
   * on either side. A text to itself says that what is written there today is what was meant.
   */
  readonly actions?: Readonly<Record<string, string>>;
  /** Makes a snapshot that today's machine can rest in of an older one, which has the new names already. Nothing that it puts an actor into is entered. */
  readonly snapshot?: (old: StoredSnapshot) => StoredSnapshot;
}

/** What a state is brought to beside a machine. */
interface Place {
  readonly now: number;
  readonly id: string;
  readonly implemented?: readonly string[];
  /** Versions that entries of `migrate` are of, none of which this is. */
  readonly passedOver?: readonly string[];
}

/** A state of an older version of a machine as today's has it; a problem `machine/unfit` with all of it that the machine has no place for. */
export function broughtOver(
  machine: AnyStateMachine,
  old: MachineState,
  migration: MachineMigration,
  { now, id, implemented = [], passedOver = [] }: Place,
): MachineState {
  const { states = {}, snapshot } = migration;
  const renamed = new Renaming(machine, migration).state(old);
  const mistakes: Unfit[] = [...unfitActions(renamed, machine, implemented)];
  // A machine that is over has its last actions run, and is what it was.
  if (old.root.status !== 'active') {
    if (mistakes.length > 0) throw unfit(machine, mistakes);
    return { ...old, actions: renamed.actions };
  }
  let { count } = renamed;
  const given = snapshot && made(() => snapshot(storedOf(renamed.root)), machine);
  const root: ActorRecord =
    snapshot === undefined
      ? renamed.root
      : recordFrom(given, renamed.root, machine, {
          number: () => `x:${count++}`,
          mistake: (actor, why) => mistakes.push({ actor, why }),
        });
  const state = { ...renamed, root: { ...root, id } };
  mistakes.push(...unfitIn(state, machine));
  if (mistakes.length > 0) {
    mistakes.push(...Array.from(misnamedIn(migration, old), (why) => ({ actor: root.id, why })));
    if (passedOver.length > 0) mistakes.push({ actor: root.id, why: whyPassedOver(passedOver) });
    throw unfit(machine, mistakes);
  }
  const were = new Map(machinesIn(renamed, machine).map(({ record }) => [record.session, record.held['nodes']]));
  let { timers } = state;
  for (const { record, logic } of machinesIn(state, machine)) {
    const rested = (were.get(record.session) ?? []) as readonly string[];
    const isNew = (node: string): boolean => states[node] === node || !rested.includes(node);
    timers = timersNow(timers, { machine: logic, record, now, isNew, order: () => count++ });
  }
  return marked({ ...state, timers: heard(timers, state), count });
}

function made<Made>(make: () => Made, { id }: AnyStateMachine): Made {
  try {
    return make();
  } catch (error) {
    throw problem(
      'machine/unfit',
      { machine: id, actor: id, why: `"snapshot" of "migrate" threw: ${String(error)}` },
      error,
    );
  }
}

function whyPassedOver(versions: readonly string[]): string {
  const named = versions.map((each) => JSON.stringify(each)).join(', ');
  return `"migrate" has entries from ${named}, and this is of another version, or of none: an entry without "from" is for any`;
}

function unfit({ id }: AnyStateMachine, mistakes: readonly Unfit[]): Error {
  const [{ actor, why } = { actor: '', why: '' }, ...others] = mistakes;
  const also = others.map((each) => (each.actor === actor ? each.why : `actor "${each.actor}": ${each.why}`));
  return problem('machine/unfit', {
    machine: id,
    actor,
    why: [why, ...also].map((each) => each.replace(/\.$/u, '')).join('; '),
  });
}

/** The actors that are machines and take events. */
function machinesIn(
  { root, strays }: MachineState,
  machine: AnyStateMachine,
): readonly { readonly record: ActorRecord; readonly logic: AnyStateMachine }[] {
  const below = (record: ActorRecord, logic: unknown): ReturnType<typeof machinesIn> => {
    if (!isMachine(logic) || record.status !== 'active') return [];
    const children = Object.values(record.children);
    return [{ record, logic }, ...children.flatMap((child) => below(child, logicNamed(logic, child.src)))];
  };
  return [...below(root, machine), ...strays.flatMap(({ record, logic }) => below(record, logicAt(machine, logic)))];
}

/** Timers of actors that are there. */
function heard(timers: readonly Timer[], state: MachineState): readonly Timer[] {
  const sessions = new Set(allIn(state).map(({ session }) => session));
  return timers.filter(({ source }) => sessions.has(source));
}

/** A state in which actors are named everywhere as they are called. */
function marked(state: MachineState): MachineState {
  const ids = new Map(allIn(state).map(({ session, id }) => [session, id]));
  return fromPlain(state, (mark) => ({ ...mark, id: ids.get(mark.xstate$$actor) ?? mark.id })) as MachineState;
}

function allIn({ root, strays }: MachineState): readonly ActorRecord[] {
  return [root, ...strays.map(({ record }) => record)].flatMap(allOf);
}
