import { replace, type Plan, type Row } from '@cairn/core';
import { listed, suggest } from '@cairn/core/store';
import type { Json, Past } from '../told/past.ts';

/** Where a checkpoint of LangGraph is in a graph. */
interface Place {
  readonly to: string;
  readonly phase: Row['phase'];
  /** It begins there when it is driven. */
  readonly due?: boolean;
  /** What the graph keeps of nodes that are to run beside each other. */
  readonly pending?: Json;
}

/** Tells where a graph is. */
export interface Places {
  /** An error where there is no such place, or, at the end of a history, none to go on from. */
  at(past: Past, isLast: boolean): Place;
}

/** The node of a converted graph that begins the next superstep. */
const step = 'step:next';

/** Where a graph is by the nodes that come next; `names` says which nodes are called otherwise there. */
export function placesIn(plan: Plan, names: Readonly<Record<string, string>>): Places {
  const root = plan.graphs[''] as NonNullable<Plan['graphs'][string]>;
  const nodeOf = (name: string): string => {
    const own = Object.hasOwn(names, name) ? (names[name] as string) : name;
    if (Object.hasOwn(root.nodes, own)) return own;
    if (name === '__start__') return root.start;
    const known = Object.keys(root.nodes);
    throw new Error(
      `Graph "${plan.name}" has no node "${own}". Say which stands for it: \`nodes: { ${JSON.stringify(name)}: … }\`. ${suggest(own, known)}`,
    );
  };
  const single = (to: string, isLast: boolean): Place => {
    const kind = root.nodes[to]?.kind;
    if (kind === 'final') return { to, phase: 'closed' };
    if (kind === 'wait') return { to, phase: 'waiting' };
    // A subgraph is opened, and what passes on is left, by whoever drives the thread: as in one that was to begin later.
    return kind === 'run' || !isLast ? { to, phase: 'running' } : { to, phase: 'queued', due: true };
  };
  const beside = ({ next, led, sends }: Past, isLast: boolean): Place => {
    if (Object.hasOwn(root.nodes, step)) {
      const to = led.map(nodeOf);
      const ran = [{ node: '', to, sends: sends.map(({ node, args }) => ({ node: nodeOf(node), args })) }];
      const pending = { 'step:ran': replace(ran), 'step:pending': { tasks: [], arrived: {}, deferred: [] } };
      return { to: step, phase: 'running', ...(isLast && { pending }) };
    }
    if (!isLast) return single(nodeOf(next[0] as string), false);
    throw new Error(
      `Nodes ${listed(next.map((name) => JSON.stringify(name)))} are to run beside each other, and graph "${plan.name}" has no place for that.`,
    );
  };
  return {
    at: (past, isLast) => {
      const { next, sends, isHalf } = past;
      if (isLast && isHalf) {
        throw new Error(
          'Some of the nodes that a join waits for have come there. Bring the thread in where it has gone on, or is at its end.',
        );
      }
      const [only = '__end__'] = next;
      return next.length > 1 || sends.length > 0 ? beside(past, isLast) : single(nodeOf(only), isLast);
    },
  };
}
