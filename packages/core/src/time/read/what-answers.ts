import { describedIn } from '../../compile/schema-data.ts';
import { keptPlan } from './kept-diagram.ts';
import type { Store } from '../../store/contract/store.ts';

/** What is asked, and where. */
interface Asked {
  readonly node: string;
  readonly key: string;
  readonly child?: string;
}

/**
 * What answers questions, by their keys: what the schemas that a graph declares for them say of themselves, as the store came to know this
 * version of the graph. Nothing is known of what a run asks with a schema of its own, nor of what a thread's end answers.
 */
export async function whatAnswers(
  store: Pick<Store, 'plan'>,
  fingerprint: string,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  const own = asked.filter(({ child }) => child === undefined);
  const plan = own.length === 0 ? undefined : await keptPlan(store, fingerprint);
  if (plan === undefined) return found;
  const graphs = Object.values(plan.graphs);
  for (const { node, key } of own) {
    for (const { nodes, questions } of graphs) {
      const schema = Object.hasOwn(nodes, node) ? schemaIn(questions ?? {}, key) : undefined;
      if (schema !== undefined) found.set(key, schema);
    }
  }
  return found;
}

/**
 * What events carry, by name: what their schemas say of themselves, as the store came to know this version of the graph; nothing of an
 * event whose schema says nothing.
 */
export async function whatEventsCarry(
  store: Pick<Store, 'plan'>,
  fingerprint: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  const plan = names.length === 0 ? undefined : await keptPlan(store, fingerprint);
  if (plan === undefined) return found;
  for (const { events } of Object.values(plan.graphs)) {
    for (const name of names) {
      const schema = found.has(name) || !Object.hasOwn(events, name) ? undefined : schemaIn(events, name);
      if (schema !== undefined) found.set(name, schema);
    }
  }
  return found;
}

function schemaIn(questions: Readonly<Record<string, unknown>>, key: string): unknown {
  const isOfMany = (name: string): boolean => name.endsWith('*') && key.startsWith(name.slice(0, -1));
  const name = Object.hasOwn(questions, key) ? key : Object.keys(questions).find(isOfMany);
  return name === undefined ? undefined : describedIn(questions[name]);
}
