import type { Change, Changes, Values } from '../../base/change.ts';
import { UnknownInstance } from '../../base/value/unknown-instance.ts';
import { readPlanData, type GraphData, type PlanData } from '../../compile/plan-data.ts';
import type { ExportedPlan } from './export-line.ts';
import { isRecord } from '../../base/value/same.ts';

/** The graphs of an exported thread, of all versions that it ran with: what its rows and states may name. */
export class ExportedGraphs {
  readonly #versions: readonly PlanData[];

  constructor(plans: readonly ExportedPlan[]) {
    this.#versions = plans.map(({ body }) => readPlanData(body));
  }

  /** An error where no version has this node in this graph. */
  mustHave(at: string, node: string): void {
    if (this.#of(at).some(({ nodes }) => Object.hasOwn(nodes, node))) return;
    throw new Error(`there is no node "${node}"${at === '' ? '' : ` in "${at}"`}`);
  }

  /** An error where no version writes one of these keys of this graph in such a way. */
  mustWrite(at: string, changes: Changes | undefined): void {
    for (const key in changes) {
      const known = this.#of(at).flatMap(({ keys }) => (Object.hasOwn(keys, key) ? [keys[key] as KeyData] : []));
      if (!known.some((each) => suits(each, changes[key] as Change))) throw new Error(`nothing writes "${key}" so`);
    }
  }

  /** An error where no version has such values of its keys. */
  mustHold(at: string, values: Values): void {
    this.mustWrite(at, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { set: value }])));
  }

  #of(at: string): readonly GraphData[] {
    return this.#versions.flatMap(({ graphs }) => (Object.hasOwn(graphs, at) ? [graphs[at] as GraphData] : []));
  }
}

type KeyData = GraphData['keys'][string];

/** Whether a change is one that a key of this kind makes; any may be set as a whole, to what such a key holds. */
function suits({ kind, by }: KeyData, change: Change): boolean {
  if ('reduce' in change) return kind === 'reduce';
  if ('set' in change) return change.set instanceof UnknownInstance || holds(kind, change.set);
  if ('upsert' in change) return kind === 'upsert' && change.by === by;
  return kind === 'sum' ? 'add' in change : Object.hasOwn(change, kind);
}

function holds(kind: KeyData['kind'], value: unknown): boolean {
  if (kind === 'sum') return typeof value === 'number';
  if (kind === 'merge') return isRecord(value);
  return kind === 'append' || kind === 'union' || kind === 'upsert' ? Array.isArray(value) : true;
}
