import type { AnyStateMachine } from 'xstate';
import { actorsOf, logicNamed } from '../logic-at.ts';
import { isMachine, workOf } from '../work.ts';
import { numberOf } from './after-timers.ts';

type Node = AnyStateMachine['root'];

/** What of a machine tells whether what rests in it has a place in another: its states, what they wait for and invoke, and its logic. */
export function shapeOf(machine: AnyStateMachine, around: readonly AnyStateMachine[] = []): unknown {
  if (around.includes(machine)) return machine.id;
  const logics = Object.entries(actorsOf(machine))
    .toSorted(byName)
    .map(([name, logic]) => [name, isMachine(logic) ? shapeOf(logic, [...around, machine]) : workOf(logic)]);
  const invoked = (node: Node): unknown =>
    node.invoke.map(({ id, src }) => {
      const logic = logicNamed(machine, src as string);
      return [id, src, isMachine(logic) ? shapeOf(logic, [...around, machine]) : undefined];
    });
  const waits = ({ after }: Node): unknown =>
    after.map(({ eventType, delay }) => {
      const milliseconds = numberOf(machine, delay);
      return milliseconds === undefined ? eventType : [eventType, milliseconds];
    });
  return { states: nodeShape(machine.root, { invoked, waits }), actors: Object.fromEntries(logics) };
}

interface Parts {
  readonly invoked: (node: Node) => unknown;
  readonly waits: (node: Node) => unknown;
}

function nodeShape(node: Node, parts: Parts): unknown {
  const { id, type, states } = node;
  return {
    id,
    type,
    after: parts.waits(node),
    invoke: parts.invoked(node),
    states: Object.entries(states)
      .toSorted(byName)
      .map(([, each]) => nodeShape(each, parts)),
  };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
