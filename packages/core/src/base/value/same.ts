import { takeApart } from '../problem/error-parts.ts';
import { isBuffer } from './buffers.ts';
import { instanceOf } from './instances.ts';
import { kindOf } from './kind.ts';
import type { UnknownInstance } from './unknown-instance.ts';

type Part = Readonly<Record<string, unknown>>;

/** Whether two values of a state are equal, however deep; the order of an object's keys does not count. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && isSameList(left, right);
  if (isRecord(left)) return isRecord(right) && isSameRecord(left, right);
  return isSameObject(left, right);
}

/** Whether a value is a plain object, whose keys are its parts. */
export function isRecord(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
}

function isSameRecord(left: Part, right: Part): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]));
}

function isSameObject(left: object, right: object): boolean {
  const instance = instanceOf(left);
  const other = instanceOf(right);
  if (instance !== undefined || other !== undefined) {
    return instance?.codec === other?.codec && isSame(instance?.data, other?.data);
  }
  const kind = kindOf(left);
  if (kind === undefined || kind !== kindOf(right)) return false;
  switch (kind) {
    case 'date':
      return Object.is((left as Date).getTime(), (right as Date).getTime());
    case 'map':
    case 'set':
      return isSameList([...(left as Iterable<unknown>)], [...(right as Iterable<unknown>)]);
    case 'bytes':
      // A Buffer has methods that plain bytes lack, so who reads one for the other goes another way.
      return (
        isBuffer(left) === isBuffer(right) &&
        isSameList(Array.from(left as Uint8Array), Array.from(right as Uint8Array))
      );
    case 'error':
      return isSameError(left as Error, right as Error);
    case 'unknown':
      return isSameUnknown(left as UnknownInstance, right as UnknownInstance);
    case 'url':
      return (left as URL).href === (right as URL).href;
    default:
      return (left as RegExp).toString() === (right as RegExp).toString();
  }
}

/** Where an error was thrown does not count. */
function isSameError(left: Error, right: Error): boolean {
  const { hidden, ...parts } = takeApart(left);
  const { hidden: otherHidden, ...otherParts } = takeApart(right);
  return isSame(parts, otherParts) && isSame({ ...hidden, stack: '' }, { ...otherHidden, stack: '' });
}

function isSameUnknown(left: UnknownInstance, right: UnknownInstance): boolean {
  return left.name === right.name && isSame(left.data, right.data);
}
