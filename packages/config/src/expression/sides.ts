import type { ASTNode } from '@marcbachmann/cel-js';
import { inPlaceOf, oneOf, type Flaw } from './flaw.ts';
import { operandOf, textOf } from './instead.ts';
import { anything, celNames, type Known } from '../cel/known.ts';
import { isOfDay, unreadable } from '../cel/unreadable.ts';

type Operator = ASTNode & { readonly args: readonly [ASTNode, ASTNode] };

const ordered: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const compared: ReadonlySet<string> = new Set([...ordered, '==', '!=']);
const noValues: ReadonlySet<string> = new Set(['undefined', 'None', 'nil', 'NULL']);

/** What two sides are that JavaScript takes and CEL does not: what is written instead. */
export function unlikeSides(node: ASTNode, known: (part: ASTNode) => Known | undefined): Flaw | undefined {
  const { op, args } = node;
  if (!compared.has(op) && !['in', '+', '-', '||'].includes(op)) return undefined;
  const [left, right] = (args as Operator['args']) ?? [];
  const of = (part: ASTNode) => known(part) ?? anything;
  const say = (at: ASTNode, message: string): Flaw => ({ at: at.start, message });
  if (op === '==' || op === '!=') {
    const flaw = nothing(node, [left, right], of) ?? nothing(node, [right, left], of);
    if (flaw !== undefined) return say(node, flaw);
  }
  if (op === '||') return standingIn(node, [left, right], of);
  if (ordered.has(op) && ordered.has(left.op)) {
    const [, between] = left.args as Operator['args'];
    const write = `${textOf(left)} && ${textOf(between)} ${op} ${textOf(right)}`;
    return say(node, `Two comparisons are joined. ${inPlaceOf(textOf(node), write)}`);
  }
  if (op === 'in' && of(right).cel === celNames.text) return say(node, searched(node, [left, right], of(left)));
  return mixed(op, [left, right], of) ?? mixed(op, [right, left], of);
}

/** Of what JavaScript has `||` for besides true and false: what stands in for something absent, and several constants that are compared with. */
function standingIn(node: ASTNode, [left, right]: Operator['args'], of: (part: ASTNode) => Known): Flaw | undefined {
  const { cel } = of(right);
  if (right.op === 'value' && left.op === '==' && cel !== celNames.flag) {
    const [one, first] = left.args;
    const said = `Each side of "||" is true or false. ${inPlaceOf(textOf(node), `${textOf(one)} in [${textOf(first)}, ${textOf(right)}]`)}`;
    return { at: node.start, message: said };
  }
  const held = of(left).cel;
  if (held === anything.cel || held === celNames.flag || cel === celNames.flag) return undefined;
  if (left.op !== '.' && left.op !== '.?') return undefined;
  const [owner, field] = left.args;
  const said = 'What stands in for something absent stands in orValue(…).';
  return {
    at: node.start,
    message: `${said} ${inPlaceOf(textOf(node), `${textOf(owner)}.?${field}.orValue(${textOf(right)})`)}`,
  };
}

/** A text is looked through. */
function searched(node: ASTNode, [left, right]: Operator['args'], { cel }: Known): string {
  const write = (said: string, instead: string) => `${said} ${inPlaceOf(textOf(node), instead)}`;
  if (cel.startsWith('list') || cel.startsWith('map')) {
    return write('What is looked through stands behind "in".', `${operandOf(right)} in ${operandOf(left)}`);
  }
  const part = cel === celNames.text || cel === anything.cel ? textOf(left) : `string(${textOf(left)})`;
  return write('A text is searched by its method.', `${operandOf(right)}.contains(${part})`);
}

/** Something is held against what is nothing, and cannot be that. */
function nothing(node: ASTNode, [part, none]: Operator['args'], of: (part: ASTNode) => Known): string | undefined {
  const isUndefined = none.op === 'id' && noValues.has(none.args);
  const isNull = none.op === 'value' && none.args === null;
  const { cel } = of(part);
  if (!isUndefined && !(isNull && cel !== anything.cel && cel !== 'null')) return undefined;
  const isThere = asked(part);
  if (isThere === undefined) return undefined;
  const write = `${node.op === '==' ? '!' : ''}${isThere}`;
  return `What may be absent is asked for. ${inPlaceOf(textOf(node), write)}`;
}

/** How is asked whether something is there. */
function asked(part: ASTNode): string | undefined {
  if (part.op === '.') return `has(${textOf(part)})`;
  if (part.op === '.?' || part.op === '[?]') return `${textOf(part)}.hasValue()`;
  if (part.op !== '[]') return undefined;
  const [of, key] = part.args;
  return `${textOf(of)}[?${textOf(key)}].hasValue()`;
}

/** One side is what the other has to be made. */
function mixed(op: string, [one, other]: Operator['args'], of: (part: ASTNode) => Known): Flaw | undefined {
  const [{ cel }, { cel: with_ }] = [of(one), of(other)];
  const write = (said: string, ...instead: readonly string[]): Flaw =>
    oneOf(
      other.start,
      instead.map((each) => `${said} ${inPlaceOf(textOf(other), each)}`),
    );
  const constant = other.op === 'value' ? other.args : undefined;
  if (compared.has(op) && typeof constant === 'string') {
    const meant = plainOf(constant, cel);
    if (meant !== undefined) return write(...meant);
  }
  if (
    op === '+' &&
    cel === celNames.text &&
    [celNames.number, celNames.whole, celNames.flag].includes(with_ as never)
  ) {
    return write('A text is added to texts.', `string(${textOf(other)})`);
  }
  if (op === '+' && cel.startsWith('list') && [celNames.text, celNames.number].includes(with_ as never)) {
    const joined = `${operandOf(one)}.join(", ")`;
    const flaw = write('A list is added to lists.', `[${textOf(other)}]`);
    const message = `A text is made of a list by its method. ${inPlaceOf(textOf(one), joined)}`;
    return { ...flaw, others: [{ at: one.start, message }] };
  }
  const isNumber = other.op === 'value' && with_ === celNames.number;
  if (isNumber && cel === celNames.time && (op === '+' || op === '-')) {
    return write('A time and a number have no sum.', `duration("${textOf(other)}ms")`);
  }
  if (isNumber && cel === celNames.length && (compared.has(op) || op === '+' || op === '-')) {
    return write('A length of time is held against another.', `duration("${textOf(other)}ms")`);
  }
  const isLength = typeof constant === 'string' && unreadable('duration', constant) === undefined;
  if (isLength && (cel === celNames.time || cel === celNames.length) && (op === '+' || op === '-')) {
    return write('A length of time is added.', `duration(${textOf(other)})`);
  }
  return undefined;
}

/** What a text in quotes is meant as beside something of a type, with why. */
function plainOf(text: string, cel: string): readonly [string, string] | undefined {
  if (cel === celNames.time) {
    const time = isOfDay(text) ? `${text}${text.includes('T') ? '' : 'T00:00:00Z'}` : '2026-01-31T12:00:00Z';
    return ['A time is compared with times.', `timestamp("${time}")`];
  }
  if (cel === celNames.length && unreadable('duration', text) === undefined) {
    return ['A length of time is held against another.', `duration(${JSON.stringify(text)})`];
  }
  if ((cel === celNames.number || cel === celNames.whole) && /^-?\d+(?:\.\d+)?$/u.test(text)) {
    return ['A number has no quotes.', text];
  }
  return cel === celNames.flag && /^(?:true|false)$/u.test(text) ? ['True and false have no quotes.', text] : undefined;
}
