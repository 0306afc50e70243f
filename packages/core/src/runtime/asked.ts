import type { GraphPlan, Plan } from '../compile/plan.ts';
import type { Schema } from '../definition/schema.ts';

/** So many questions are remembered; an older one is asked of its activity again. */
const most = 1_000;

/** The schemas of the questions that activities of this process asked, so that an answer is checked before anything runs. */
export class Asked {
  readonly #schemas = new Map<string, Schema>();

  remember(plan: Plan, graph: GraphPlan, node: string, key: string, schema: Schema): void {
    if (this.#schemas.size >= most) this.#schemas.clear();
    this.#schemas.set(placeOf(plan, graph, node, key), schema);
  }

  schemaOf(plan: Plan, graph: GraphPlan, node: string, key: string): Schema | undefined {
    return this.#schemas.get(placeOf(plan, graph, node, key));
  }
}

function placeOf(plan: Plan, graph: GraphPlan, node: string, key: string): string {
  return JSON.stringify([plan.fingerprint, graph.at, node, key]);
}
