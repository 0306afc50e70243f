import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';

/** A constant as it is written in what is evaluated: whole numbers are doubles, but for those that say which item is meant. */
export function literal(value: unknown, asIndex: boolean): string {
  if (typeof value === 'bigint') {
    const isNumber = !asIndex && Number.isSafeInteger(Number(value));
    return isNumber ? `${value}.0` : String(value);
  }
  if (typeof value === 'number') {
    const text = String(value);
    return /^\d+$/u.test(text) ? `${text}.0` : text;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) {
    return `b"${Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
  }
  return value instanceof UnsignedInt ? `${String(value.valueOf())}u` : String(value);
}
