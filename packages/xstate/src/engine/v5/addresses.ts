import type { AnyStateMachine } from 'xstate';

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

/** Where the actions that are written in place stand, by the function that each is. */
export function addressesIn(machine: AnyStateMachine): ReadonlyMap<unknown, string> {
  const known = found.get(machine);
  if (known !== undefined) return known;
  const addresses = new Map<unknown, string>();
  for (const { action, address } of placedIn(machine)) {
    if (typeof action === 'function' && !addresses.has(action)) addresses.set(action, address);
  }
  found.set(machine, addresses);
  return addresses;
}

const found = new WeakMap<AnyStateMachine, ReadonlyMap<unknown, string>>();

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
