import type { Diagram } from '../../compile/diagram.ts';
import { planDiagram } from '../../compile/plan-diagram.ts';
import { readPlanData, type PlanData } from '../../compile/plan-data.ts';
import type { Store } from '../../store/contract/store.ts';

/** The plan of a fingerprint, as data; undefined where it is not kept. */
export async function keptPlan(store: Pick<Store, 'plan'>, fingerprint: string): Promise<PlanData | undefined> {
  const text = await store.plan(fingerprint);
  return text === undefined ? undefined : readPlanData(text);
}

/** What the graph of a fingerprint looks like; undefined where no plan of it is kept. */
export async function keptDiagram(store: Pick<Store, 'plan'>, fingerprint: string): Promise<Diagram | undefined> {
  const plan = await keptPlan(store, fingerprint);
  return plan && planDiagram(plan);
}
