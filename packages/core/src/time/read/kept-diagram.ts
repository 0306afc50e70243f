import type { Diagram } from '../../compile/diagram.ts';
import { planDiagram } from '../../compile/plan-diagram.ts';
import { readPlanData } from '../../compile/plan-data.ts';
import type { Store } from '../../store/contract/store.ts';

/** What the graph of a fingerprint looks like; undefined where no plan of it is kept. */
export async function keptDiagram(store: Pick<Store, 'plan'>, fingerprint: string): Promise<Diagram | undefined> {
  const text = await store.plan(fingerprint);
  return text === undefined ? undefined : planDiagram(readPlanData(text));
}
