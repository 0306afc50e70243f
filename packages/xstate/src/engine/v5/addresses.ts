import type { AnyStateMachine } from 'xstate';
import { hashOf } from '@cairn/core/store';

type Node = AnyStateMachine['root'];

/** An action of a machine and where it stands. */
export interface Placed {
  readonly address: string;
  readonly action: unknown;
}

/** All actions that stand in a machine: `order.paying/entry/0`, `order.paying/on/PAID/0/actions/1`. */
export function placedIn(machine: AnyStateMachine): readonly Placed[] {
  return nodesOf(machine.root).flatMap((node) => placedAt(node));
}

/** An action that is written in place, and what tells it from others. */
export interface Written {
  readonly address: string;
  /**
   * A hash of the function's name and text, and which one it is of how many in its list that have the same. Two of these in lists that differ in their
   * number have no print in common, so nothing is taken for another that only looks like it.
   */
  readonly print: string;
  readonly action: Acting;
}

export type Acting = (args: unknown, params: unknown) => unknown;

/** The actions that are written in place in a machine, by the function that each is: where it stands first, where it stands at several places. */
export function writtenIn(machine: AnyStateMachine): ReadonlyMap<unknown, Written> {
  const known = found.get(machine);
  if (known !== undefined) return known;
  const written = new Map<unknown, Written>();
  for (const each of allWrittenIn(machine)) {
    if (!written.has(each.action)) written.set(each.action, each);
  }
  found.set(machine, written);
  return written;
}

const found = new WeakMap<AnyStateMachine, ReadonlyMap<unknown, Written>>();

/** All actions that are written in place in a machine, at each place at which one stands. */
export function allWrittenIn(machine: AnyStateMachine): readonly Written[] {
  const lists = new Map<string, Written[]>();
  for (const { action, address } of placedIn(machine)) {
    if (!isActing(action)) continue;
    const place = listOf(address);
    const list = lists.get(place) ?? [];
    lists.set(place, [...list, { address, action, print: hashOf(`${action.name}\n${String(action)}`).slice(0, 16) }]);
  }
  return [...lists.values()].flatMap((list) => list.map((each) => ({ ...each, print: printIn(list, each) })));
}

/** Whether an action is a function of the author's, not one of XState's own. */
export function isActing(action: unknown): action is Acting {
  return typeof action === 'function' && !('resolve' in action);
}

/** The list that an action stands in. */
export function listOf(address: string): string {
  return address.slice(0, address.lastIndexOf('/'));
}

function printIn(list: readonly Written[], { print, address }: Written): string {
  const alike = list.filter((each) => each.print === print);
  if (alike.length === 1) return print;
  return `${print} ${alike.findIndex((each) => each.address === address) + 1}/${alike.length}`;
}

export function nodesOf(node: Node): readonly Node[] {
  return [node, ...Object.values(node.states).flatMap((each) => nodesOf(each))];
}

function placedAt(node: Node): readonly Placed[] {
  const transitions = [...node.transitions.entries()].flatMap(([event, each]) =>
    each.flatMap(({ actions }, at) => listed(`${node.id}/on/${event}/${at}/actions`, actions)),
  );
  const always = (node.always ?? []).flatMap(({ actions }, at) => listed(`${node.id}/always/${at}/actions`, actions));
  return [
    ...listed(`${node.id}/entry`, node.entry),
    ...listed(`${node.id}/exit`, node.exit),
    ...listed(`${node.id}/initial/actions`, node.initial.actions),
    ...transitions,
    ...always,
  ];
}

function listed(place: string, actions: readonly unknown[]): readonly Placed[] {
  return actions.map((action, at) => ({ address: `${place}/${at}`, action }));
}
