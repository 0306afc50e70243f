/**
 * How LangGraph goes on from one superstep to the next: what all nodes of a step have led to begins at once, in one order, when the
 * last of them is through.
 */

/** A node that is to run in a step. */
export interface Task {
  readonly node: string;
  /** What its lane is called. */
  readonly id: string;
  /** What it was sent, in place of the state. */
  readonly sent?: { readonly args: unknown };
}

/** What a node that has run leads to. */
export interface Ran {
  readonly node: string;
  readonly to: readonly string[];
  readonly sends: readonly Sent[];
  /** It ended its graph, and this is for the one around. */
  readonly up?: Up;
}

/** A node with what it is given. */
export interface Sent {
  readonly node: string;
  readonly args: unknown;
}

/** What a node tells the graph around its own. */
export interface Up {
  readonly update: readonly (readonly [string, unknown])[];
  readonly to: readonly string[];
  readonly sends: readonly Sent[];
}

/** What is begun and not through yet, between two steps. */
export interface Pending {
  /** By the place of a join in the list of them, who has come there. */
  readonly arrived: Readonly<Record<string, readonly string[]>>;
  /** Nodes that wait until nothing else is to run. */
  readonly deferred: readonly string[];
}

/** A node that waits for others. */
export interface Join {
  readonly from: readonly string[];
  readonly to: string;
}

/** What has to be known of a graph to tell how it goes on. */
export interface Stepping {
  readonly joins: readonly Join[];
  readonly deferred: ReadonlySet<string>;
}

/** Nothing is pending. */
export const idle: Pending = Object.freeze({ arrived: Object.freeze({}), deferred: Object.freeze([]) });

/** Whether nothing is pending. */
export function isIdle({ arrived, deferred }: Pending): boolean {
  return Object.keys(arrived).length === 0 && deferred.length === 0;
}

/** How it goes on. */
interface Superstep {
  readonly tasks: readonly Task[];
  readonly pending: Pending;
  /** Nodes that a join and something else lead to at once. */
  readonly doubled: readonly string[];
}

/** What runs in the next step, in the order in which its changes are applied, and what is pending then. */
export function superstep({ joins, deferred }: Stepping, before: Pending, ran: readonly Ran[]): Superstep {
  const due = new Set(ran.flatMap(({ to }) => to));
  const arrived: Record<string, readonly string[]> = {};
  const doubled: string[] = [];
  for (const [index, { from, to }] of joins.entries()) {
    const names = new Set([...(before.arrived[index] ?? []), ...ran.map(({ node }) => node)]);
    const come = from.filter((name) => names.has(name));
    const isMet = new Set(come).size === new Set(from).size;
    if (isMet && due.has(to)) doubled.push(to);
    if (isMet) due.add(to);
    // Whoever comes once all are there, and before a deferred node has begun, makes no difference.
    if (come.length > 0 && (!isMet || deferred.has(to))) arrived[index] = [...new Set(come)].toSorted();
  }
  const waiting = new Set([...before.deferred, ...[...due].filter((name) => deferred.has(name))]);
  let pulled = [...due].filter((name) => !deferred.has(name));
  // What was sent does not count: LangGraph lets go of deferred nodes as soon as no edge leads to any other.
  const isReleased = pulled.length === 0;
  if (isReleased) {
    pulled = [...waiting];
    for (const [index, { from, to }] of joins.entries()) {
      if (deferred.has(to) && arrived[index]?.length === new Set(from).size) delete arrived[index];
    }
  }
  const tasks = [
    ...pulled.toSorted(byCodePoint).map((node): Task => ({ node, id: node })),
    ...ran
      .flatMap(({ sends }) => sends)
      .map(({ node, args }, index): Task => ({ node, id: `${node}:${index}`, sent: { args } })),
  ];
  return { tasks, pending: { arrived, deferred: isReleased ? [] : [...waiting].toSorted() }, doubled };
}

/** As LangGraph orders names: by code points, which the units of a text do not follow beyond U+FFFF. */
export function byCodePoint(left: string, right: string): number {
  const [one, other] = [left, right].map((name) => Array.from(name, (character) => character.codePointAt(0) ?? 0));
  const at = one?.findIndex((point, index) => point !== other?.[index]) ?? -1;
  return at === -1 ? left.length - right.length : (one?.[at] ?? 0) - (other?.[at] ?? -1);
}
