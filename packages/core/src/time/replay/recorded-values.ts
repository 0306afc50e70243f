import type { Change, Changes } from '../../base/change.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { parse } from '../../compile/author.ts';
import type { GraphData, PlanData } from '../../compile/plan-data.ts';
import type { GraphPlan, KeyPlan, Plan } from '../../compile/plan.ts';
import { questionNamed } from '../../definition/question.ts';
import type { Schema } from '../../definition/schema.ts';
import { takesStored } from '../../compile/stored-value.ts';

/** Why today's graph would not take a value that was recorded. */
export interface Refusal {
  readonly kind: 'key' | 'schema';
  readonly key: string;
  readonly why: string;
}

/** Tells whether today's graph would still take what was recorded: its keys, their kinds and their schemas. */
export class RecordedValues {
  readonly #plan: Plan;
  readonly #recorded: PlanData | undefined;

  /** `recorded` is the plan that the thread ran with, where it is known. */
  constructor(plan: Plan, recorded: PlanData | undefined) {
    this.#plan = plan;
    this.#recorded = recorded;
  }

  /** Why recorded changes of a lane of this graph would be refused, if they would. */
  refusalOf(at: string, changes: Changes | undefined): Refusal | undefined {
    if (changes === undefined) return undefined;
    const graph = this.#plan.graphs[at] as GraphPlan;
    const recorded = this.#recorded?.graphs[at];
    for (const key in changes) {
      const refusal = refusalOfKey(graph, recorded, key, changes[key] as Change);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** Why an event's payload would be refused, if it would. */
  refusalOfEvent(at: string, event: string, payload: unknown): Refusal | undefined {
    const schema = this.#plan.graphs[at]?.events[event];
    const before = this.#recorded?.graphs[at]?.events[event];
    return refusalBy(schema, before, event, `The payload of event "${event}"`, payload);
  }

  /** Why an answer to a question that is declared would be refused, if it would. */
  refusalOfAnswer(at: string, key: string, answer: unknown): Refusal | undefined {
    const name = questionNamed(this.#plan.graphs[at]?.questions ?? {}, key);
    if (name === undefined) return undefined;
    const before = this.#recorded?.graphs[at]?.questions?.[name];
    return refusalBy(this.#plan.graphs[at]?.questions[name], before, key, `The answer to "${key}"`, answer);
  }
}

function refusalBy(
  schema: Schema | undefined,
  before: unknown,
  key: string,
  what: string,
  value: unknown,
): Refusal | undefined {
  if (schema === undefined || takesStored(schema, value, before)) return undefined;
  return { kind: 'schema', key, why: `${what} does not fit its schema any more${wordsOf(schema, [value])}.` };
}

function refusalOfKey(
  graph: GraphPlan,
  recorded: GraphData | undefined,
  key: string,
  change: Change,
): Refusal | undefined {
  const plan = graph.keys[key];
  if (plan === undefined) {
    return {
      kind: 'key',
      key,
      why: `Key "${key}" is gone from graph "${graph.name}". ${suggest(key, graph.keyNames)}`,
    };
  }
  const kind = recorded?.keys[key]?.kind ?? kindOf(change);
  if (kind !== plan.kind && !(kind === 'set' && recorded === undefined)) {
    return { kind: 'key', key, why: `Key "${key}" was written by ${kind}, and is written by ${plan.kind} today.` };
  }
  const { schema } = plan;
  const before = recorded?.keys[key]?.schema;
  if (schema === undefined || valuesIn(plan, change).every((value) => takesStored(schema, value, before)))
    return undefined;
  const words = wordsOf(schema, valuesIn(plan, change));
  return { kind: 'schema', key, why: `The value of "${key}" does not fit its schema any more${words}.` };
}

/** What a schema has against the first of some values that it refuses, in its own words. */
function wordsOf(schema: Schema, values: readonly unknown[]): string {
  for (const value of values) {
    try {
      parse(schema, value, 'value');
    } catch (error) {
      const [issue] = isProblem(error, 'value/invalid') ? error.facts.issues : [];
      const place = issue?.path === 'value' ? '' : `${issue?.path.slice('value'.length).replace(/^[.]/u, '') ?? ''}: `;
      return issue === undefined ? '' : ` (${place}${issue.message.replace(/[.]$/u, '')})`;
    }
  }
  return '';
}

/** The kind of key that writes such changes. */
function kindOf(change: Change): KeyPlan['kind'] {
  if ('reduce' in change) return 'reduce';
  if ('set' in change) return 'set';
  if ('append' in change) return 'append';
  if ('add' in change) return 'sum';
  if ('union' in change) return 'union';
  if ('merge' in change) return 'merge';
  return 'upsert' in change ? 'upsert' : 'local';
}

/** The values in a change that the key's schema speaks of. */
function valuesIn({ kind }: KeyPlan, change: Change): readonly unknown[] {
  if ('reduce' in change) return change.reduce;
  if ('set' in change) return kind === 'set' ? [change.set] : kind === 'reduce' ? [] : partsOf(change.set);
  if ('append' in change) return change.append;
  if ('union' in change) return change.union;
  if ('merge' in change) return Object.values(change.merge);
  if ('upsert' in change) return change.upsert;
  return 'local' in change ? [change.local] : [];
}

/** The items of a list, or the entries of a record, that was replaced whole. */
function partsOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
