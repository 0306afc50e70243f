import { bufferOf, isBuffer } from './buffers.ts';
import { putTogether, takeApart } from '../problem/error-parts.ts';
import { freezeMap, freezeSet } from './freeze-builtins.ts';
import { bringBack, instanceOf, marksIn } from './instances.ts';
import { BYTES } from './marks.ts';
import { UnknownInstance } from './unknown-instance.ts';

/**
 * A sealed value for the author's hands: the value itself, unless it holds bytes, which nothing can freeze; then a copy
 * with bytes of its own. Constant time when there are no bytes, and parts without bytes are shared.
 */
export function handOut<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || (marksIn(value) & BYTES) === 0) return value;
  return copyOf(value) as Value;
}

function copyOf(value: object): object {
  if (value instanceof Uint8Array) return isBuffer(value) ? bufferOf(value) : value.slice();
  const instance = instanceOf(value);
  if (instance !== undefined) return bringBack(instance.codec, handOut(instance.data));
  if (Array.isArray(value)) return Object.freeze(value.map(handOut));
  if (value instanceof Map)
    return freezeMap(new Map(Array.from(value, ([key, entry]) => [handOut(key), handOut(entry)])));
  if (value instanceof Set) return freezeSet(new Set(Array.from(value, handOut)));
  if (value instanceof UnknownInstance)
    return Object.freeze(new UnknownInstance(value.name, handOut(value.data), value.id));
  if (value instanceof Error) return Object.freeze(copyOfError(value));
  return Object.freeze(copyOfRecord(value));
}

function copyOfError(error: Error): Error {
  const { hidden, props, ...rest } = takeApart(error);
  return putTogether({ ...rest, hidden: copyOfRecord(hidden), props: copyOfRecord(props) });
}

function copyOfRecord(record: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...record };
  for (const key of Object.keys(copy)) copy[key] = handOut(copy[key]);
  return copy;
}
