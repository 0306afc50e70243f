import { forksIn, waysTo, type Fork } from './forks.ts';
import { end, start } from './lang-graph.ts';
import type { Choice, Exits, Shape } from './shape.ts';
import { idle, isIdle, superstep, type Pending, type Ran, type Sent, type Task } from './superstep.ts';

/** The node at which a graph goes from one superstep of several nodes to the next. */
export const step = 'step:next';

/** What a run of a graph may come to. */
export interface Ways {
  /** Nodes that may run beside others, each in a lane. */
  readonly together: ReadonlySet<string>;
  /** Where a node, or the start, leads that ran alone: a node, the end, or {@link step}. */
  readonly alone: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where {@link step} leads, but for lanes: a node that runs alone, or the end. */
  readonly after: ReadonlySet<string>;
  /** Nodes that a join and something else may lead to in one step. */
  readonly doubled: ReadonlySet<string>;
  /** Nodes that open lanes as Cairn has them. */
  readonly forks: ReadonlyMap<string, Fork>;
}

/** There are more ways than are followed. */
const tooMany = new Error('There are too many ways.');

/** More than this is not followed; then any node may run beside any other, which is right and draws more ways than there are. */
const most = 2_000;

/** Follows all that a graph may do, step by step; `isForking` where forks of Cairn may stand for steps. */
export function explore(shape: Shape, isForking: boolean): Ways {
  try {
    const ways = follow(shape, new Map());
    if (!isForking) return ways;
    const forks = forksIn(shape, (node) => ways.alone.has(node) && !ways.together.has(node));
    return forks.size === 0 ? ways : follow(shape, forks);
  } catch (error) {
    if (error === tooMany) return anything(shape);
    throw error;
  }
}

function follow(shape: Shape, forks: Ways['forks']): Ways {
  const together = new Set<string>();
  const alone = new Map<string, Set<string>>([[start, new Set()]]);
  const after = new Set<string>();
  const doubled = new Set(doubledLater(shape));
  const seen = new Set<string>();
  const due: (() => void)[] = [];

  let steps = 0;
  const goOn = (pending: Pending, ran: readonly Ran[]): void => {
    if ((steps += 1) > most) throw tooMany;
    const next = superstep(shape, pending, ran);
    for (const name of next.doubled) doubled.add(name);
    const [task] = next.tasks;
    if (task === undefined) after.add(end);
    else if (next.tasks.length === 1 && task.sent === undefined && isIdle(next.pending)) {
      after.add(task.node);
      runAlone(task.node);
    } else runTogether(next.tasks, next.pending);
  };

  const runAlone = (node: string): void => {
    once(`alone ${node}`, () => {
      const ways = alone.get(node) ?? new Set();
      alone.set(node, ways);
      const handler = shape.handlers[node];
      if (handler !== undefined) runAlone(handler);
      const fork = forks.get(node);
      if (fork !== undefined) {
        if (fork.then !== end) runAlone(fork.then);
        return;
      }
      for (const ran of exitsOf(shape, node)) {
        const to = directly(shape, ran);
        ways.add(to);
        if (to === step) goOn(idle, [ran]);
        else if (to !== end) runAlone(to);
      }
    });
  };

  const runTogether = (tasks: readonly Task[], pending: Pending): void => {
    const names = tasks.map(({ node }) => node);
    for (const name of names) {
      together.add(name);
      const handler = shape.handlers[name];
      if (handler !== undefined) together.add(handler);
    }
    once(JSON.stringify([names, pending]), () => {
      for (const ran of combined(names.map((name) => outcomesOf(shape, name)))) goOn(pending, ran);
    });
  };

  const once = (key: string, act: () => void): void => {
    if (seen.has(key)) return;
    seen.add(key);
    due.push(act);
  };

  runAlone(start);
  for (let act = due.pop(); act !== undefined; act = due.pop()) act();
  return { together, alone, after, doubled, forks };
}

/** Of nodes that wait until nothing else is to run, those that a join and something else lead to: both may have by then. */
function doubledLater(shape: Shape): readonly string[] {
  return shape.joins.map(({ to }) => to).filter((to) => shape.deferred.has(to) && waysTo(shape, to) > 1);
}

/** Where a node leads that ran alone. */
export function directly({ joins }: Shape, { node, to, sends }: Ran): string {
  const isMet = joins.some(({ from }) => from.includes(node));
  return isMet || sends.length > 0 || to.length > 1 ? step : (to[0] ?? end);
}

/** All that a node may lead to, or who takes over where it fails, in a lane. */
function outcomesOf(shape: Shape, node: string): readonly Ran[] {
  const handler = shape.handlers[node];
  return [...exitsOf(shape, node), ...(handler === undefined ? [] : exitsOf(shape, handler))];
}

function exitsOf({ exits }: Shape, node: string): readonly Ran[] {
  const { to, choices } = exits[node] as Exits;
  const picked = combined(choices.map(pickedBy));
  return picked.map((picks) => ({
    node,
    to: [...new Set([...to, ...picks.flatMap((pick) => pick.to)])],
    sends: picks.flatMap(({ sends }) => sends),
  }));
}

interface Pick {
  readonly to: readonly string[];
  readonly sends: readonly Sent[];
}

const nothing: Pick = { to: [], sends: [] };

function pickedBy({ ends, several, sends, optional }: Choice): readonly Pick[] {
  const names = ends.filter((each) => each !== end);
  const sets = several ? subsets(names) : names.map((name) => [name]);
  const picks = sets.map((to): Pick => ({ to, sends: [] }));
  const sent = subsets(sends).map((each) => each.map((node): Sent => ({ node, args: undefined })));
  const mixed = sent.flatMap((each) =>
    [nothing, ...(several ? picks : [])].map(({ to }): Pick => ({ to, sends: each })),
  );
  const isNothing = optional || several || sends.length > 0 || ends.includes(end);
  return [...(isNothing ? [nothing] : []), ...picks, ...mixed];
}

/** All parts of a list that are not empty. */
function subsets(names: readonly string[]): readonly (readonly string[])[] {
  if (2 ** names.length > most) throw tooMany;
  return names.reduce<readonly (readonly string[])[]>(
    (sets, name) => [...sets, [name], ...sets.map((set) => [...set, name])],
    [],
  );
}

/** Each way of picking one of each. */
function combined<Item>(lists: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  if (lists.reduce((count, { length }) => count * length, 1) > most) throw tooMany;
  return lists.reduce<readonly (readonly Item[])[]>(
    (sofar, list) => sofar.flatMap((items) => list.map((item) => [...items, item])),
    [[]],
  );
}

/** What holds of every graph. */
function anything(shape: Shape): Ways {
  const alone = [start, ...shape.names].map((name) => {
    const { to, choices } = shape.exits[name] as Exits;
    return [name, new Set([...to, ...choices.flatMap(({ ends }) => ends), end, step])] as const;
  });
  const doubled = new Set(shape.joins.map(({ to }) => to).filter((to) => waysTo(shape, to) > 1));
  return {
    together: new Set(shape.names),
    alone: new Map(alone),
    after: new Set([...shape.names, end]),
    doubled,
    forks: new Map(),
  };
}
