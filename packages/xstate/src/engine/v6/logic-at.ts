import { isMachine, type InnerLogic, type InnerMachine, type InnerNode } from './inner.ts';

/** The logic that the names lead to, from a machine down; undefined where there is none. */
export function logicAt(machine: InnerMachine, names: readonly string[]): InnerLogic | undefined {
  let logic: InnerLogic | undefined = machine;
  for (const name of names) {
    if (logic === undefined || !isMachine(logic)) return undefined;
    logic = logicNamed(logic, name);
  }
  return logic;
}

/** The logic of a name in a machine; what an `invoke` has in place is named `xstate.invoke.<index>.<node id>`. */
export function logicNamed(machine: InnerMachine, name: string): InnerLogic | undefined {
  const [, index, nodeId] = /^xstate\.invoke\.(\d+)\.(.*)$/su.exec(name) ?? [];
  if (index === undefined || nodeId === undefined) return machine.sources.actors[name];
  const given: unknown = nodesOf(machine.root).find(({ id }) => id === nodeId)?.config.invoke;
  const invoke: unknown = Array.isArray(given) ? given[Number(index)] : given;
  const src = (invoke as { readonly src: InnerLogic | string } | undefined)?.src;
  return typeof src === 'string' ? machine.sources.actors[src] : src;
}

export function nodesOf(node: InnerNode): readonly InnerNode[] {
  return [node, ...Object.values(node.states).flatMap((each) => nodesOf(each))];
}
