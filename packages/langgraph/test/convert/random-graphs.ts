import { Annotation, Command, END, Send, START, StateGraph, type NodeError } from '@langchain/langgraph';
import fc from 'fast-check';

/** A graph of LangGraph as data. */
export interface Plan {
  readonly nodes: readonly NodePlan[];
  readonly start: readonly number[];
  readonly joins: readonly JoinPlan[];
}

interface NodePlan {
  /** Nodes that it leads to by plain edges, behind it. */
  readonly edges: readonly number[];
  readonly way: WayPlan | undefined;
  readonly defer: boolean;
  readonly does: 'plain' | 'sets last' | 'sets null' | 'fails' | 'is cached';
}

/** How a node picks among others, where it does. */
interface WayPlan {
  readonly by: 'router' | 'routers' | 'command' | 'sends';
  readonly ends: readonly number[];
}

interface JoinPlan {
  readonly from: readonly number[];
  readonly to: number;
}

const count = 6;
const behind = (at: number) => fc.uniqueArray(fc.integer({ min: at + 1, max: count }), { maxLength: 2 });

const way: fc.Arbitrary<WayPlan | undefined> = fc.option(
  fc.record({
    by: fc.constantFrom('router', 'routers', 'command', 'sends'),
    ends: fc
      .uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 3 })
      .map((ends) => [...ends, count]),
  }),
  { nil: undefined },
);

const does = fc.constantFrom<NodePlan['does'][]>(
  ...(['plain', 'plain', 'plain', 'plain', 'sets last', 'sets null', 'fails', 'is cached'] as const),
);

const node = (at: number): fc.Arbitrary<NodePlan> =>
  fc.record({
    edges: behind(at),
    way,
    defer: fc.boolean().map((is) => is && at > 2),
    does,
  });

/** Small graphs, in which nearly everything may stand beside everything. */
const wild: fc.Arbitrary<Plan> = fc.record({
  nodes: fc.tuple(...Array.from({ length: count }, (_, at) => node(at))),
  start: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1, maxLength: 2 }),
  joins: fc
    .array(
      fc.record({
        from: fc.uniqueArray(fc.integer({ min: 0, max: count - 2 }), { minLength: 2, maxLength: 3 }),
        to: fc.integer({ min: 1, max: count - 1 }),
      }),
      { maxLength: 2 },
    )
    .map((joins) => joins.filter(({ from, to }) => from.every((at) => at < to))),
});

/** One node, several beside each other, one, and so on: what is a fork in Cairn, and what a router leads back to. */
const tidy: fc.Arbitrary<Plan> = fc
  .record({
    wide: fc.integer({ min: 2, max: 3 }),
    isJoined: fc.boolean(),
    back: way,
    last: fc.boolean(),
    does,
  })
  .map(({ wide, isJoined, back, last, does: one }) => {
    const beside = Array.from({ length: wide }, (_, index) => index + 1);
    const meeting = wide + 1;
    const plain = { way: undefined, defer: false, does: 'plain' } as const;
    const nodes = Array.from({ length: meeting + 1 }, (_, at): NodePlan => {
      if (at === 0) return { ...plain, edges: beside };
      if (at === meeting) return { ...plain, edges: [], way: back && { ...back, ends: [0, count] } };
      return { ...plain, edges: isJoined || last ? [] : [meeting], does: at === 1 ? one : 'plain' };
    });
    const joins = isJoined && !last ? [{ from: beside, to: meeting }] : [];
    return { nodes: last ? nodes.slice(0, meeting) : nodes, start: [0], joins };
  });

/** Graphs as data. */
export const plans: fc.Arbitrary<Plan> = fc.oneof({ arbitrary: wild, weight: 3 }, { arbitrary: tidy, weight: 1 });

const State = Annotation.Root({
  log: Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] }),
  steps: Annotation<number>({ reducer: (before, more) => before + more, default: () => 0 }),
  last: Annotation<string | null>(),
});

type Seen = Partial<typeof State.State>;

const nameOf = (at: number): string => (at === count ? END : `n${at}`);

/** No thread goes on for ever: after so many visits, routers lead to the end. */
const enough = 12;

/** A graph of LangGraph, built. What its nodes do tells what they saw. */
export function built({ nodes, start, joins }: Plan) {
  const graph = new StateGraph(State) as unknown as Untyped;
  for (const [at, plan] of nodes.entries()) {
    const run = (seen: Seen): object => {
      const { log = [], steps = 0, last } = seen;
      const said = `n${at}(${log.length},${steps},${String(last)}${'sent' in seen ? ',sent' : ''})`;
      const sets = {
        ...(plan.does === 'sets last' && { last: said }),
        ...(plan.does === 'sets null' && { last: null }),
      };
      const update = { log: [said], steps: 1, ...sets };
      if (plan.does === 'fails' && log.length % 2 === 0) throw new Error(said);
      if (plan.way?.by !== 'command') return update;
      return new Command({ update, goto: picked(plan.way, steps, log) });
    };
    const ends = plan.way?.by === 'command' && { ends: plan.way.ends.map(nameOf) };
    const errorHandler = ({ log = [] }: Seen, failed: NodeError): object => ({
      log: [`${failed.node} failed by ${failed.error.message} of ${log.length}`],
    });
    // LangGraph keeps where a router led with what is cached; here it is asked each time, and what ran in a lane is kept for lanes.
    const isCached = plan.does === 'is cached' && plan.way === undefined;
    graph.addNode(nameOf(at), run, {
      defer: plan.defer,
      ...ends,
      ...(plan.does === 'fails' && { errorHandler }),
      ...(isCached && { cachePolicy: { keyFunc: (given: unknown[]) => JSON.stringify(given) } }),
    });
  }
  for (const at of start) graph.addEdge(START, nameOf(at));
  for (const [at, plan] of nodes.entries()) {
    for (const to of plan.edges) graph.addEdge(nameOf(at), nameOf(to));
    const { way: picks } = plan;
    if (picks === undefined || picks.by === 'command') continue;
    const route = ({ log = [], steps = 0 }: Seen) => {
      const to = picked(picks, steps, log);
      const nodesOnly = to.filter((name) => name !== END);
      if (picks.by === 'sends') return nodesOnly.map((name) => new Send(name, { log: [], steps, sent: true }));
      return picks.by === 'router' ? to[0] : to;
    };
    graph.addConditionalEdges(nameOf(at), route, picks.ends.map(nameOf));
  }
  for (const { from, to } of joins) graph.addEdge(from.map(nameOf), nameOf(to));
  return graph as unknown as StateGraph<typeof State.spec>;
}

/** The builder as data builds it: names are known at run time alone. */
interface Untyped {
  addNode(name: string, run: (seen: Seen) => object, options: object): void;
  addEdge(from: string | string[], to: string): void;
  addConditionalEdges(from: string, route: (seen: Seen) => unknown, ends: string[]): void;
}

function picked({ ends, by }: WayPlan, steps: number, log: readonly string[]): string[] {
  if (steps + log.length > enough) return [END];
  const roll = steps + log.length;
  if (by === 'router') return [nameOf(ends[roll % ends.length] as number)];
  return ends.filter((_, index) => ((roll + 1) >> (index % 3)) % 2 === 1).map(nameOf);
}

/** What a router does that its graph does not say. */
export function hintsOf({ nodes }: Plan) {
  return Object.fromEntries(
    nodes.flatMap(({ way: picks }, at) => {
      if (picks === undefined || picks.by === 'router') return [];
      return [[nameOf(at), picks.by === 'sends' ? { sends: true } : { several: true }]];
    }),
  );
}
