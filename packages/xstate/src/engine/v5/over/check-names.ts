import type { AnyStateMachine } from 'xstate';
import { problem, suggest } from '@cairn/core/store';
import type { ActorRecord, MachineState } from '../../machine-state.ts';
import { allWrittenIn, isActing, nodesOf } from '../addresses.ts';
import { actorsOf, logicNamed } from '../logic-at.ts';
import { isMachine } from '../work.ts';
import { allOf, type NewNames } from './renaming.ts';

type Kind = 'states' | 'actors' | 'actions';

/** A problem `machine/unfit` where new names of a migration are none that a machine has, or one that it begins. */
export function checkNames(
  machine: AnyStateMachine,
  migrations: readonly NewNames[],
  implemented: readonly string[],
): void {
  const whys = migrations.flatMap((names) => [...unknownIn(names, machine, implemented)]);
  if (whys.length > 0) throw problem('machine/unfit', { machine: machine.id, actor: machine.id, why: whys.join('; ') });
}

/** What of an older state's own has a name like one that a migration has, and that nothing there has. */
export function* misnamedIn({ states = {} }: NewNames, { root, strays }: MachineState): Iterable<string> {
  const ids = [root, ...strays.map(({ record }) => record)].flatMap(allOf).flatMap(idsOf);
  for (const old of Object.keys(states)) {
    if (!ids.some((id) => id === old || id.startsWith(`${old}.`)))
      yield `"migrate" names state "${old}", which it is not in. ${suggest(old, [...new Set(ids)])}`;
  }
}

function idsOf({ held }: ActorRecord): readonly string[] {
  const history = Object.entries((held['history'] ?? {}) as Readonly<Record<string, readonly string[]>>);
  return [...((held['nodes'] ?? []) as readonly string[]), ...history.flatMap(([id, ids]) => [id, ...ids])];
}

function* unknownIn(names: NewNames, machine: AnyStateMachine, implemented: readonly string[]): Iterable<string> {
  const machines = [...machinesIn(machine, new Set())];
  const known: Readonly<Record<Kind, readonly string[]>> = {
    states: machines.flatMap(({ root }) => nodesOf(root).map(({ id }) => id)),
    actors: logicIn(machine),
    actions: [...implemented, ...machines.flatMap(actionsIn)],
  };
  for (const [kind, one] of [
    ['states', 'state'],
    ['actors', 'actor'],
    ['actions', 'action'],
  ] as const) {
    for (const now of Object.values(names[kind] ?? {})) {
      if (!known[kind].includes(now))
        yield `"migrate" names ${one} "${now}", which the machine has not. ${suggest(now, [...new Set(known[kind])])}`;
    }
  }
}

/** The names of the logic that a machine, or one that it begins, may begin. */
export function logicIn(machine: AnyStateMachine): readonly string[] {
  return [...machinesIn(machine, new Set())].flatMap((each) => [...Object.keys(actorsOf(each)), ...invokedIn(each)]);
}

/** A machine and those that it begins. */
function* machinesIn(machine: AnyStateMachine, seen: Set<unknown>): Iterable<AnyStateMachine> {
  if (seen.has(machine)) return;
  seen.add(machine);
  yield machine;
  for (const logic of [
    ...Object.values(actorsOf(machine)),
    ...invokedIn(machine).map((src) => logicNamed(machine, src)),
  ])
    if (isMachine(logic)) yield* machinesIn(logic, seen);
}

function invokedIn(machine: AnyStateMachine): readonly string[] {
  return nodesOf(machine.root).flatMap(({ invoke }) => invoke.map(({ src }) => src as string));
}

function actionsIn(machine: AnyStateMachine): readonly string[] {
  const named = Object.entries(machine.implementations.actions).flatMap(([name, each]) =>
    isActing(each) ? [name] : [],
  );
  return [...named, ...allWrittenIn(machine).map(({ address }) => address)];
}
