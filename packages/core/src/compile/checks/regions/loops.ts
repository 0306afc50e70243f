import type { GraphOutline, NodeOutline } from '../../outline/outline.ts';

/**
 * The nodes of a graph that lie on a loop, among those that `isWithin` is told; each node and each way is looked at once, so that a graph
 * of many nodes costs no more than it is long.
 */
export function onLoops(graph: GraphOutline, isWithin: (node: NodeOutline) => boolean): ReadonlySet<string> {
  const search = new LoopSearch(graph, isWithin);
  for (const node of graph.nodes.values()) search.from(node);
  return search.found;
}

/** A node on the way that is searched, and the ways out of it that are left. */
interface Step {
  readonly node: NodeOutline;
  readonly left: NodeOutline[];
}

/** Tarjan's search for strongly connected parts, without calls in calls: a chain of nodes may be long. */
class LoopSearch {
  readonly found = new Set<string>();
  readonly #graph: GraphOutline;
  readonly #isWithin: (node: NodeOutline) => boolean;
  /** When a node was met first, and the earliest that can be met again from it. */
  readonly #met = new Map<string, number>();
  readonly #earliest = new Map<string, number>();
  /** Nodes that were met and are in no part yet. */
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();

  constructor(graph: GraphOutline, isWithin: (node: NodeOutline) => boolean) {
    this.#graph = graph;
    this.#isWithin = isWithin;
  }

  from(first: NodeOutline): void {
    if (this.#met.has(first.name) || !this.#isWithin(first)) return;
    const steps = [this.#meet(first)];
    for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
      const next = step.left.pop();
      if (next === undefined) {
        this.#close(step.node.name);
        steps.pop();
        this.#reaches(steps.at(-1)?.node.name, this.#earliest.get(step.node.name));
      } else if (!this.#met.has(next.name)) steps.push(this.#meet(next));
      else if (this.#isOpen.has(next.name)) this.#reaches(step.node.name, this.#met.get(next.name));
    }
  }

  #meet(node: NodeOutline): Step {
    const { name } = node;
    this.#earliest.set(name, this.#met.size);
    this.#met.set(name, this.#met.size);
    this.#open.push(name);
    this.#isOpen.add(name);
    const left = node.ways.flatMap(({ to }) => {
      const next = to === undefined ? undefined : this.#graph.nodes.get(to);
      if (next === node) this.found.add(name);
      return next !== undefined && this.#isWithin(next) ? [next] : [];
    });
    return { node, left };
  }

  #reaches(name: string | undefined, earliest: number | undefined): void {
    if (name === undefined || earliest === undefined) return;
    this.#earliest.set(name, Math.min(this.#earliest.get(name) ?? earliest, earliest));
  }

  /** Ends the part that a node is the first of. */
  #close(name: string): void {
    if (this.#earliest.get(name) !== this.#met.get(name)) return;
    // Looked for from the end: each node is passed once, as it leaves.
    const part = this.#open.splice(this.#open.lastIndexOf(name));
    for (const each of part) {
      this.#isOpen.delete(each);
      if (part.length > 1) this.found.add(each);
    }
  }
}
