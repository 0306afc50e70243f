import type { GraphPlan, NodePlan } from '../../compile/plan.ts';

const told = new WeakSet<NodePlan>();

/**
 * A run ended by itself after it was put aside: beside a wait it did something that is no step, which is dropped with it.
 * The process warns of that, once for each node: nothing else would tell why the thread waits still.
 */
export function warnOfDropped({ name }: GraphPlan, node: NodePlan): void {
  if (told.has(node)) return;
  told.add(node);
  const message =
    `Node "${node.name}" of graph "${name}" came to its end while a question or a sleep of it was open still, with something ` +
    'that is no step. That end was dropped: the node runs again when the wait is over. Put what follows a race into ctx.step(): ' +
    'docs/resume.md.';
  process.emitWarning(message, { type: 'CairnWarning', code: 'CAIRN_BESIDE_A_WAIT' });
}
