import type { Row } from '../../advance/state/row.ts';
import { rescuesIn, type CaseData, type GraphData, type NodeData } from '../../compile/plan-data.ts';

/** A way out of a node that its graph declares, and what became of it when a checkpoint was made. */
export interface WayOut {
  /** What it is taken for: its activity being done, an event, a timer, a failure. */
  readonly by: 'next' | 'event' | 'timer' | 'error';
  /** The event's name, or the timer's duration. */
  readonly name?: string;
  /** The node it leads to; absent where the lane stays. */
  readonly to?: string;
  readonly label?: string;
  /** A few words for its guard. */
  readonly guard?: string;
  /**
   * `taken`. `refused`: its guard was asked and did not hold. `threw`: its guard was asked and threw. `passed over`: one
   * before it was taken, or threw. `not due`: what it waits for did not come.
   */
  readonly outcome: 'taken' | 'refused' | 'threw' | 'passed over' | 'not due';
}

type Declared = Omit<WayOut, 'outcome'>;

/** The lane whose row it is, as it was before. */
export interface Leaving {
  /** Whether a graph began with it, whose own ways it has too. */
  readonly isGraphsLane: boolean;
  /** Whether lanes were open at its node, whose failures have ways of their own. */
  readonly hasLanes: boolean;
}

/**
 * The ways out of the node that a row's lane was at, those that were tried first and in the order they were tried; `after` is
 * the row after it.
 */
export function waysOut(graph: GraphData, row: Row, leaving: Leaving, after: Row | undefined): readonly WayOut[] {
  const node = graph.nodes[row.from];
  if (node === undefined || node.kind === 'final') return [];
  const ofLanes = rescuesIn(typeof node.next === 'object' && 'then' in node.next ? node.next.onError : undefined);
  const lists = listsOf(graph, node, ofLanes, leaving);
  const threw = threwAt(row, leaving.hasLanes ? ofLanes.length : 0);
  const tried = triedIn(lists, row, threw?.by);
  const again = looksAgain(row, after) ? lists.find(([first]) => first?.by === 'next') : undefined;
  const rest = lists.filter((list) => list !== tried && list !== again).flat();
  return [
    ...(tried === undefined ? [] : outcomes(tried, row, threw?.place)),
    ...(again === undefined || again === tried ? [] : again.map((way) => ({ ...way, outcome: 'refused' }) as const)),
    ...rest.map((way) => ({ ...way, outcome: 'not due' }) as const),
  ];
}

/** Whether the cases of a waiting node were asked once more, after what changed its state there, and none held. */
function looksAgain({ cause, to, phase, lane }: Row, after: Row | undefined): boolean {
  if (to !== undefined || phase !== 'waiting' || (cause !== 'event' && cause !== 'timer' && cause !== 'edit'))
    return false;
  return after?.lane !== lane || (after.cause !== 'pass' && after.note?.failure === undefined);
}

/** What is tried together: the cases of `next`, the handlers of one event, those of one timer, what failures lead to. */
function listsOf(
  graph: GraphData,
  node: NodeData,
  rescues: ReturnType<typeof rescuesIn>,
  { isGraphsLane, hasLanes }: Leaving,
): readonly (readonly Declared[])[] {
  const { on = {}, after = [] } = node;
  const own = rescuesIn(node.onError).map((rescue): Declared => ({ by: 'error', ...rescue }));
  const ofLanes = rescues.map((rescue): Declared => ({ by: 'error', label: 'a lane failed', ...rescue }));
  return [
    nextWays(node),
    joinWays(node),
    ...Object.entries(on).map(([name, handlers]) =>
      handlers.map((handler) => ({ by: 'event', name, ...handler }) as const),
    ),
    ...(isGraphsLane ? Object.entries(graph.on) : []).map(([name, handlers]) =>
      handlers.map((handler) => ({ by: 'event', name, ...handler }) as const),
    ),
    ...[...after, ...(isGraphsLane ? (graph.after ?? []) : [])].map(({ name, handlers }) =>
      handlers.map((handler) => ({ by: 'timer', name, ...handler }) as const),
    ),
    ...(hasLanes ? [[...ofLanes, ...own]] : [own, ofLanes]),
  ].filter((list) => list.length > 0);
}

function nextWays({ next }: NodeData): readonly Declared[] {
  if (next === undefined) return [];
  if (typeof next === 'string') return [{ by: 'next', to: next }];
  if ('among' in next) return next.among.map((to) => ({ by: 'next', to }));
  if ('all' in next) return next.all.map(({ to }) => ({ by: 'next', to, label: `a lane, until ${next.then}` }));
  if ('each' in next) {
    if (next.until === true)
      return [{ by: 'next', to: next.each, label: `lanes that come and go, until ${next.then}` }];
    const order = next.needs === true ? ', each after those it needs' : '';
    return [{ by: 'next', to: next.each, label: `lanes${order}, until ${next.then}` }];
  }
  const cases = next.cases.map((each: CaseData): Declared => ({ by: 'next', ...each }));
  return next.otherwise === undefined ? cases : [...cases, { by: 'next', to: next.otherwise }];
}

/** Where a node's lanes meet. */
function joinWays({ next }: NodeData): readonly Declared[] {
  return typeof next === 'object' && 'then' in next ? [{ by: 'next', to: next.then, label: 'its lanes met' }] : [];
}

/** The list that a row's cause had tried; of an event's, the one that has the way taken. */
function triedIn(
  lists: readonly (readonly Declared[])[],
  row: Row,
  threw: WayOut['by'] | undefined,
): readonly Declared[] | undefined {
  const by = byCause[row.cause] ?? threw ?? (row.note?.tried === undefined ? undefined : 'error');
  const isAsked = (list: readonly Declared[]) => {
    const [first] = list;
    return first !== undefined && first.by === by && (first.name === undefined || first.name === row.label);
  };
  const asked = lists.filter(isAsked);
  if (row.cause === 'join') return asked.at(-1);
  return asked.find((list) => list.some((way) => way.to === row.to)) ?? asked[0];
}

const byCause: Partial<Record<Row['cause'], WayOut['by']>> = {
  done: 'next',
  pass: 'next',
  join: 'next',
  event: 'event',
  timer: 'timer',
  error: 'error',
};

const decisions: ReadonlySet<unknown> = new Set(['decision/failed', 'decision/async', 'decision/no-verdict']);

/** Where the guard stands that threw, where that is what failed; a node's own ways for failures come after those of its lanes. */
function threwAt(
  { cause, note }: Row,
  ofLanes: number,
): { readonly by: 'next' | 'error'; readonly place: number } | undefined {
  const { code, message = '' } = note?.failure ?? {};
  if (cause !== 'fail' || !decisions.has(code)) return undefined;
  const found = /\.(?<list>next\.onError|onError|next)(?:\[(?<place>\d+)\])?\.when /u.exec(message)?.groups;
  if (found === undefined) return undefined;
  const { list, place = '0' } = found;
  return { by: list === 'next' ? 'next' : 'error', place: Number(place) + (list === 'onError' ? ofLanes : 0) };
}

function outcomes(list: readonly Declared[], row: Row, threw: number | undefined): readonly WayOut[] {
  if (threw !== undefined) {
    const outcomeAt = (index: number) => (index < threw ? 'refused' : index === threw ? 'threw' : 'passed over');
    return list.map((way, index) => ({ ...way, outcome: outcomeAt(index) }));
  }
  if (row.opened !== undefined) return list.map((way) => ({ ...way, outcome: 'taken' }));
  const taken = takenIn(list, row);
  const isChosen = row.label === 'chosen' && list.every(({ guard }) => guard === undefined);
  return list.map((way, index) => {
    if (index === taken) return { ...way, outcome: 'taken' };
    return { ...way, outcome: isChosen || (taken !== -1 && index > taken) ? 'passed over' : 'refused' };
  });
}

/** The way that was taken: the first that leads where the row leads, by the row's label where several do. */
function takenIn(list: readonly Declared[], row: Row): number {
  const stays = row.to === undefined && (row.cause === 'done' || row.cause === 'pass');
  if (stays) return -1;
  const leads = list.flatMap(({ to }, index) => (to === row.to ? [index] : []));
  const named = leads.filter((index) => list[index]?.by !== 'next' || list[index].label === row.label);
  const tried = row.note?.tried?.length ?? 0;
  const isTold = row.cause === 'event' || row.cause === 'error';
  const afterTried = isTold ? named.find((index) => index >= tried % Math.max(1, list.length)) : undefined;
  return afterTried ?? named[0] ?? leads[0] ?? -1;
}
