/**
 * Values on their way between live actors and plain data.
 *
 * 1. What comes out shares nothing that can be changed with what went in, instances of classes excepted.
 * 2. An actor becomes a mark, and a mark the actor that it names.
 * 3. A function has no place in a state: it is refused with the path to it.
 */
import { problem } from '@cairn/core/store';
import type { ActorMark } from './machine-state.ts';

interface Ref {
  readonly id: string;
  readonly sessionId: string;
}

/** The plain form of a value; a problem `value/refused` for what has none, whose path starts with `path`. */
export function toPlain(value: unknown, path: string, mark: (ref: never) => ActorMark = markOf): unknown {
  return plain(value, { path, inside: [], mark: mark as Place['mark'] });
}

/** A value that its taker may change, with actors where marks were. */
export function fromPlain(value: unknown, actorOf: (mark: ActorMark) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isMark(value)) return actorOf(value);
  return mapped(value, (part) => fromPlain(part, actorOf));
}

/** A value of a state that its taker may change. */
export function copied<Value>(value: Value): Value {
  return fromPlain(value, (mark) => mark) as Value;
}

/** The mark that stands for an actor. */
export function markOf({ sessionId, id }: Ref): ActorMark {
  return { xstate$$actor: sessionId, id };
}

/** Where a part of a value is. */
interface Place {
  readonly path: string;
  /** What holds it, from the outermost in. */
  readonly inside: readonly object[];
  readonly mark: (ref: Ref) => ActorMark;
}

function plain(value: unknown, { path, inside, mark }: Place): unknown {
  if (typeof value === 'function') throw refused(path, 'a function');
  if (typeof value === 'symbol') throw refused(path, 'a symbol');
  if (typeof value !== 'object' || value === null) return value;
  if (isRef(value)) return mark(value);
  if (inside.includes(value)) throw refused(path, 'a cycle back to what holds it');
  const around = [...inside, value];
  const whole = isSnapshot(value) ? dataOf(value) : value;
  return mapped(whole, (part, key) => plain(part, { path: `${path}.${key}`, inside: around, mark }));
}

function refused(path: string, found: string): Error {
  return problem('value/refused', { path, found });
}

/** A copy of a container, each part of it replaced; what is no container is copied where it can be changed. */
function mapped(value: object, part: (part: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each, index) => part(each, String(index)));
  if (value instanceof Map) {
    return new Map(Array.from(value, ([key, each], index) => [part(key, `${index}`), part(each, `${index}`)]));
  }
  if (value instanceof Set) return new Set(Array.from(value, (each, index) => part(each, `${index}`)));
  if (value instanceof Date) return new Date(value);
  if (value instanceof Uint8Array) return value.slice();
  const above = Object.getPrototypeOf(value) as unknown;
  if (above !== null && above !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, part(each, key)]));
}

function isRef(value: object): value is Ref {
  return 'sessionId' in value && 'send' in value && 'ref' in value;
}

function isMark(value: object): value is ActorMark {
  return 'xstate$$actor' in value;
}

interface MachineSnapshot {
  readonly machine: unknown;
  readonly [key: string]: unknown;
}

function isSnapshot(value: object): value is MachineSnapshot {
  return 'machine' in value && ('_nodes' in value || 'nodes' in value);
}

/** What a machine's snapshot says of it, without what it is asked by. */
function dataOf({ status, output, error, value, context, tags, children }: MachineSnapshot): object {
  return { status, output, error, value, context, tags, children };
}
