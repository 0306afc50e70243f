import type { ASTNode } from '@marcbachmann/cel-js';
import { anything, celNames, counted, isBig, isNumeric, listKnown, type Known } from '../cel/known.ts';

/** What is known of what a function gives. */
export function givenBy(name: string): Known {
  if (name === 'string') return { cel: celNames.text };
  if (name === 'double') return { cel: celNames.number };
  if (name === 'duration') return { cel: celNames.length };
  if (name === 'timestamp') return { cel: celNames.time };
  return name === 'size' || name === 'int' ? counted : anything;
}

/** Methods that make a text. */
export const makingTexts: ReadonlySet<string> = new Set([
  'trim',
  'lowerAscii',
  'upperAscii',
  'substring',
  'join',
  'base64',
  'hex',
]);

export function constantKnown(value: unknown): Known {
  if (typeof value === 'string') return { cel: celNames.text };
  if (typeof value === 'boolean') return { cel: celNames.flag };
  if (typeof value === 'number' || typeof value === 'bigint') return { cel: celNames.number };
  return value === null ? { cel: 'null' } : anything;
}

/** Methods that count. */
export const counting: RegExp = /^(?:size|indexOf|lastIndexOf|get[A-Z]\w*)$/u;

/** What is known of what is made of two parts, such as a sum, or one of them. */
export function summed(parts: readonly ASTNode[], known: readonly Known[]): Known {
  const areWhole = parts.every((part, index) => isWholeLiteral(part) || known[index]?.cel === celNames.whole);
  if (areWhole && known.some(isBig)) return { cel: celNames.whole };
  if (known.every((each) => each.isCount === true)) return counted;
  if (known.every(isNumeric)) return { cel: celNames.number };
  if (known.every(({ cel }) => cel === celNames.text)) return { cel: celNames.text };
  return known.every(({ cel }) => cel.startsWith('list')) ? listKnown(anything) : anything;
}

/** What is known of a sum or a difference with a time. */
export function ofTime(op: string, [left, right]: readonly Known[]): Known | undefined {
  if (left?.cel !== celNames.time || (op !== '+' && op !== '-')) return undefined;
  if (op === '-' && right?.cel === celNames.time) return { cel: celNames.length };
  return right?.cel === celNames.length ? left : undefined;
}

/** Whether a whole number is written. */
export function isWholeLiteral(node: ASTNode): boolean {
  if (node.op === '-_') return isWholeLiteral(node.args);
  return node.op === 'value' && typeof node.args === 'bigint';
}
