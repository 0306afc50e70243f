import type { AnyStateMachine } from 'xstate';
import type { MachineState } from '../../machine-state.ts';
import { nodesOf } from '../addresses.ts';
import type { NewNames } from './renaming.ts';

/** What states are called now that are drawn: the names down to them by those that they had, joined by dots, or by `#` and an id of their own. Those of child machines are not drawn. */
export function drawnRenames(
  machine: AnyStateMachine,
  { root }: MachineState,
  { states = {} }: NewNames,
): Readonly<Record<string, string>> {
  const [id = machine.id] = (root.held['nodes'] ?? []) as readonly string[];
  const today = new Map(nodesOf(machine.root).map((node) => [node.id, node.path]));
  return Object.fromEntries(
    Object.entries(states).flatMap(([old, now]) => {
      const path = today.get(now);
      const was = old.startsWith(`${id}.`) ? old.slice(id.length + 1) : `#${old}`;
      return path === undefined ? [] : [[was, path.join('.')]];
    }),
  );
}
