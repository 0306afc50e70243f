import type { ASTNode } from '@marcbachmann/cel-js';
import { inPlaceOf, type Flaw } from './flaw.ts';
import { textOf } from './instead.ts';
import { anything, celNames, type Known } from './known.ts';
import { isOfDay } from './unreadable.ts';

type Operator = ASTNode & { readonly args: readonly [ASTNode, ASTNode] };

const ordered: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const compared: ReadonlySet<string> = new Set([...ordered, '==', '!=']);
const noValues: ReadonlySet<string> = new Set(['undefined', 'None', 'nil', 'NULL']);

/** What two sides are that JavaScript takes and CEL does not: what is written instead. */
export function unlikeSides(node: ASTNode, known: (part: ASTNode) => Known | undefined): Flaw | undefined {
  const { op, args } = node;
  if (!compared.has(op) && !['in', '+', '-'].includes(op)) return undefined;
  const [left, right] = (args as Operator['args']) ?? [];
  const of = (part: ASTNode) => known(part) ?? anything;
  const say = (at: ASTNode, message: string): Flaw => ({ at: at.start, message });
  if (op === '==' || op === '!=') {
    const flaw = nothing(node, [left, right], of) ?? nothing(node, [right, left], of);
    if (flaw !== undefined) return say(node, flaw);
  }
  if (ordered.has(op) && ordered.has(left.op)) {
    const [, between] = left.args as Operator['args'];
    const write = `${textOf(left)} && ${textOf(between)} ${op} ${textOf(right)}`;
    return say(node, `Two comparisons are joined. ${inPlaceOf(textOf(node), write)}`);
  }
  if (op === 'in' && of(right).cel === celNames.text) {
    return say(
      node,
      `A text is searched by its method. ${inPlaceOf(textOf(node), `${textOf(right)}.contains(${textOf(left)})`)}`,
    );
  }
  const flaw = mixed(op, [left, right], of) ?? mixed(op, [right, left], of);
  return flaw && say(...flaw);
}

/** Something is held against what is nothing, and cannot be that. */
function nothing(node: ASTNode, [part, none]: Operator['args'], of: (part: ASTNode) => Known): string | undefined {
  const isUndefined = none.op === 'id' && noValues.has(none.args);
  const isNull = none.op === 'value' && none.args === null;
  const { cel } = of(part);
  if (!isUndefined && !(isNull && cel !== anything.cel && cel !== 'null')) return undefined;
  if (part.op !== '.') return undefined;
  const write = `${node.op === '==' ? '!' : ''}has(${textOf(part)})`;
  return `What may be absent is asked for. ${inPlaceOf(textOf(node), write)}`;
}

/** One side is what the other has to be made. */
function mixed(
  op: string,
  [one, other]: Operator['args'],
  of: (part: ASTNode) => Known,
): readonly [ASTNode, string] | undefined {
  const [cel, with_] = [of(one).cel, of(other).cel];
  if (op === '+' && cel === celNames.text && with_ === celNames.number) {
    return [other, `A text is added to texts. ${inPlaceOf(textOf(other), `string(${textOf(other)})`)}`];
  }
  if (cel !== celNames.time || other.op !== 'value') return undefined;
  if (compared.has(op) && typeof other.args === 'string') {
    const time = isOfDay(other.args)
      ? `${other.args}${other.args.includes('T') ? '' : 'T00:00:00Z'}`
      : '2026-01-31T12:00:00Z';
    return [other, `A time is compared with times. ${inPlaceOf(textOf(other), `timestamp("${time}")`)}`];
  }
  if ((op === '+' || op === '-') && with_ === celNames.number) {
    return [other, `A time and a number have no sum. ${inPlaceOf(textOf(other), `duration("${textOf(other)}ms")`)}`];
  }
  return undefined;
}
