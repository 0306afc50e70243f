import { toMilliseconds } from '@cairn/core';
import type { ASTNode } from '@marcbachmann/cel-js';

/** Functions of constants that are constants. */
const fixed: ReadonlySet<string> = new Set(['duration', 'timestamp', 'int', 'double']);

/** Whether an expression is a constant that is written, such as `-5`, `null` or `duration("3h")`: what it gives is known before anything runs. */
export function isWritten(node: ASTNode): boolean {
  switch (node.op) {
    case 'value':
      return true;
    case '-_':
      return isWritten(node.args);
    case 'list':
      return node.args.every(isWritten);
    case 'map':
      return node.args.every((entry) => entry.every(isWritten));
    case 'call': {
      const [name, args] = node.args;
      return fixed.has(name) && args.every(isWritten);
    }
    case 'rcall': {
      const [name, receiver] = node.args;
      return name === 'none' && receiver.op === 'id' && receiver.args === 'optional';
    }
    default:
      return false;
  }
}

const never = 'This never comes, so nothing would happen. Leave it out.';

/** What is wrong with a length of time that is written; undefined where it is one. */
export function noLength(value: unknown): string | undefined {
  if (value === null || value === undefined) return never;
  try {
    toMilliseconds(value as string | number);
    return undefined;
  } catch {
    return `This must give a duration, such as 90m or milliseconds, but it gives ${shown(value)}.`;
  }
}

/** What is wrong with a time that is written; undefined where it is one. */
export function noInstant(value: unknown): string | undefined {
  return value === null || value === undefined ? never : undefined;
}

/** What is wrong with a count that is written; undefined where it is one. */
export function noCount(value: unknown): string | undefined {
  if (Number.isSafeInteger(value) && Number(value) >= 1) return undefined;
  return `This must give a whole number of at least 1, but it gives ${shown(value)}.`;
}

/** What is wrong with how many lanes are needed; undefined where it is said. */
export function noNeed(value: unknown): string | undefined {
  if (value === 'all' || value === 'any') return undefined;
  return noCount(value)?.replace('a whole', 'all, any, or a whole');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
