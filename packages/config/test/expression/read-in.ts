import { Mistakes } from '../../src/document/mistakes.ts';
import { readExpression, wanted, type Wants } from '../../src/expression/expression.ts';
import type { Scope } from '../../src/expression/scope.ts';

/** Reads an expression that is all there is of a document, in a scope: what decides, and the mistakes. */
export function readIn(scope: Scope, source: string, want: Wants = 'value') {
  const mistakes = new Mistakes(source);
  const piece = {
    kind: 'scalar',
    at: { start: 0, end: source.length },
    value: source,
    placeOf: (at: number) => at,
  } as const;
  const decide = readExpression({ scope, mistakes, document: 'doc' }, piece, 'here', wanted[want]);
  return { decide, mistakes: mistakes.list() };
}
