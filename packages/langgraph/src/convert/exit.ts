import { problem, suggest } from '@cairn/core/store';
import type { Graph } from '@cairn/core';
import { directly, step, type Ways } from './explore.ts';
import type { Hidden } from './hidden.ts';
import { end } from './lang-graph.ts';
import type { Shape } from './shape.ts';
import type { Ran } from './superstep.ts';

type NodeSource = Graph['source']['nodes'][string];
/** Where a node leads. */
export type Next = NonNullable<NodeSource['next']>;

/** A graph's outcome where a node of it spoke to the graph around. */
export const upward = '__parent__';

/** How a node is left. */
export interface Exit {
  readonly next: Next;
  /** What is written of where it leads. */
  readonly leave: (state: Hidden, ran: Omit<Ran, 'node'>) => Partial<Hidden>;
  /** Whether the node itself may say where to go. */
  readonly mayCommand: boolean;
  /** Refuses what was not said that it may lead to. */
  readonly check: (ran: Omit<Ran, 'node'>) => void;
}

/** How the last of the nodes is left that stand for one node of LangGraph. */
export function exitOf(shape: Shape, ways: Ways, node: string, isUp: boolean): Exit {
  const forked = forkedExit(shape, ways, node);
  if (forked !== undefined) return forked;
  const alone = new Set(ways.alone.get(node));
  if (isUp && alone.size > 0) alone.add(upward);
  const inLanes = ways.together.has(node);
  const among = [...new Set([...(inLanes ? [step] : []), ...alone])];
  const check = (ran: Omit<Ran, 'node'>): void => {
    if (ran.up === undefined) mustBeKnown(shape, { ...ran, node });
    else if (!isUp) throw nobodyAround(node);
  };
  const mayCommand = isUp || shape.exits[node]?.choices.some(({ commanded }) => commanded) === true;
  const leave = (state: Hidden, { to, sends, up }: Omit<Ran, 'node'>): Partial<Hidden> => {
    const ran: Ran = { node, to: [...new Set([...(shape.exits[node]?.to ?? []), ...to])], sends, ...(up && { up }) };
    check(ran);
    if (inLanes && state['step:task'] !== undefined) return { 'step:ran': [ran] };
    const goal = up === undefined ? directly(shape, ran) : upward;
    if (!alone.has(goal)) throw unforeseen(node, ran);
    const chosen = among.length > 1 ? { 'step:goto': goal } : {};
    if (up !== undefined) return { ...chosen, 'step:up': up };
    return goal === step ? { ...chosen, 'step:ran': [ran] } : chosen;
  };
  const only = among[0] ?? end;
  if (among.length <= 1) return { next: only, leave, mayCommand, check };
  const choose = (state: Hidden): string =>
    inLanes && state['step:task'] !== undefined ? step : (state['step:goto'] ?? end);
  return { next: { choose, among }, leave, mayCommand, check };
}

/** How a node is left that opens lanes, or that one of them is at: nothing is to be written of it. */
function forkedExit(shape: Shape, { forks }: Ways, node: string): Exit | undefined {
  const fork = forks.get(node);
  const around = [...forks.values()].find(({ lanes }) => lanes.includes(node));
  if (fork === undefined && around === undefined) return undefined;
  const check = (ran: Omit<Ran, 'node'>): void => {
    if (ran.up !== undefined) throw nobodyAround(node);
    mustBeKnown(shape, { ...ran, node });
  };
  const leave = (_: Hidden, ran: Omit<Ran, 'node'>): Partial<Hidden> => {
    check(ran);
    return {};
  };
  const next: Next = fork === undefined ? (around?.then ?? end) : { all: fork.lanes, then: fork.then };
  return { next, leave, mayCommand: false, check };
}

function nobodyAround(node: string): Error {
  const said = `Node "${node}" spoke to the graph around its own.`;
  return new Error(
    `${said} Name, at the node that holds this graph, the ends that may lead to: addNode(name, graph, { ends: […] }).`,
  );
}

function mustBeKnown({ exits, names }: Shape, { node, to, sends }: Ran): void {
  const { to: plain = [], choices = [] } = exits[node] ?? {};
  const ends = [...plain, ...choices.flatMap((choice) => choice.ends)];
  const strange = to.find((each) => !ends.includes(each));
  if (strange !== undefined) throw unknown(node, strange, names.includes(strange), ends);
  const targets = choices.flatMap((choice) => choice.sends);
  const sent = sends.find((each) => !targets.includes(each.node));
  if (sent === undefined) return;
  if (!names.includes(sent.node)) throw unknown(node, sent.node, false, names);
  throw unforeseen(node, { node, to: [], sends: [sent] });
}

function unknown(node: string, to: string, isNode: boolean, ends: readonly string[]): Error {
  const mend = isNode
    ? ` Name it: convert with \`nodes: { ${JSON.stringify(node)}: { ends: [${JSON.stringify(to)}, …] } }\`.`
    : '';
  return problem('transition/undeclared', { where: `node "${node}"`, to, hint: `${suggest(to, ends)}${mend}` });
}

/** A way that was not told of, and so is not drawn. */
function unforeseen(node: string, { to, sends }: Ran): Error {
  const [sent] = sends;
  const led = to.length === 0 ? 'leads to no node' : `leads to several nodes at once (${to.join(', ')})`;
  const what = sent === undefined ? led : `sends to "${sent.node}"`;
  const how = sent === undefined ? 'several: true' : `sends: [${JSON.stringify(sent.node)}]`;
  return new Error(
    `Node "${node}" ${what}, which was not foreseen. Convert the graph with \`nodes: { ${JSON.stringify(node)}: { ${how} } }\`.`,
  );
}
