import { isIn } from './reading.ts';
import type { Given, Scope, Surroundings } from './scope.ts';

/** The scope of a document that has nothing evaluated but whether the machine is in a state: what a reader without expressions takes. */
export function withoutExpressions({ data, isIn: within }: Surroundings): Scope {
  const kept = { ...data };
  const test = (expr: string): boolean => {
    const id = isIn.exec(expr)?.groups?.['id'];
    if (id === undefined) throw new Error(`Nothing evaluates ${JSON.stringify(expr)}.`);
    return within(id);
  };
  const write = (name: string, value: Given): void => {
    if (!('literal' in value)) throw new Error(`Nothing evaluates ${JSON.stringify(value.expr)}.`);
    kept[name] = value.literal;
  };
  return {
    test,
    evaluate: test,
    assign: write,
    declare: (name, value = { literal: kept[name] }) => write(name, value),
    run: () => undefined,
    hear: () => undefined,
    data: () => kept,
  };
}
