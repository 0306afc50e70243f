import { suggest } from '../../base/problem/nearest.ts';
import { problem } from '../../base/problem/problem.ts';
import { dictionary } from '../../base/value/dictionary.ts';
import type { GraphPlan, Plan } from '../../compile/plan.ts';
import type { AnyGraph, FactsOf } from '../../definition/facts.ts';
import { reasonOf } from '../../definition/reason.ts';
import type { AllServices, FlatServices } from '../../definition/service.ts';

type ServicesOfGraphs<Graphs extends readonly AnyGraph[]> = FlatServices<
  AllServices<FactsOf<Graphs[number]>['services']>
>;

/**
 * The services that a runtime is given; whoever drives nothing needs none.
 *
 * No union of the two ways: of that the type checker would tell why it is not the last, and name no service.
 */
export type ServicesOption<Graphs extends readonly AnyGraph[], Drive> =
  {} extends ServicesOfGraphs<Graphs>
    ? { readonly services?: unknown }
    : [Drive] extends [false]
      ? { readonly services?: Partial<ServicesOfGraphs<Graphs>> }
      : { readonly services: ServicesOfGraphs<Graphs> };

/** The services of one graph, by name. */
export type Services = Readonly<Record<string, unknown>>;

/** What a graph sees that names none. */
const noServices: Services = Object.freeze(dictionary());

/**
 * The services that each graph sees: those that it names, subgraphs included. Each is read once from what was given.
 *
 * A problem `service/missing` that names all that are not there, `service/unreadable` for one whose getter throws.
 */
export function servicesFor(plans: Iterable<Plan>, given: unknown): (graph: GraphPlan) => Services {
  const known = new Map<string, unknown>();
  const missing: { readonly service: string; readonly graph: string }[] = [];
  const byGraph = new Map<GraphPlan, Services>();
  for (const graph of graphsOf(plans)) {
    if (graph.services.length === 0) continue;
    const own = dictionary<unknown>();
    for (const service of graph.services) {
      if (!known.has(service)) known.set(service, read(given, service));
      own[service] = known.get(service);
      if (own[service] === undefined) missing.push({ service, graph: graph.name });
    }
    byGraph.set(graph, Object.freeze(own));
  }
  const [first] = missing;
  if (first === undefined) return (graph) => byGraph.get(graph) ?? noServices;
  throw problem('service/missing', { missing, hint: suggest(first.service, namesIn(given)) });
}

function* graphsOf(plans: Iterable<Plan>): Iterable<GraphPlan> {
  for (const { graphs } of plans) yield* Object.values(graphs);
}

/** What was given under a name; what every object has, such as `constructor`, was not given. */
function read(given: unknown, service: string): unknown {
  try {
    const value: unknown = given === undefined ? undefined : Reflect.get(given as object, service);
    return value === Reflect.get(Object.prototype, service) ? undefined : value;
  } catch (error) {
    throw problem('service/unreadable', { service, message: reasonOf(error).message }, error);
  }
}

function namesIn(given: unknown): readonly string[] {
  try {
    return Object.keys(given ?? noServices);
  } catch {
    return [];
  }
}
