import { bufferPrototype } from './buffers.ts';
import { inWords, list, mustBe, object } from '../problem/given.ts';
import { NativeDate } from './native-date.ts';
import { problem } from '../problem/problem.ts';

/** How the instances of one class are stored and brought back. */
export interface ClassCodec<T = unknown> {
  /** The tag that stands for the class in stored values; it outlives the class's own name. */
  readonly name: string;
  /** The class. An abstract one speaks for its subclasses, as long as `decode` brings the same subclass back. */
  readonly class: abstract new (...args: never[]) => T;
  /** What is stored: any value that state may hold, other classes with a codec included. */
  encode(value: T): unknown;
  /** A new instance from what `encode` gave; the data it gets is frozen. */
  decode(data: unknown): T;
}

/** The classes whose instances state may hold, beside the values it holds anyway. Made by {@link codecOf}. */
export interface Codec {
  /** What it was made of. */
  readonly classes: readonly ClassCodec[];
  /** The codec of a tag found in a stored value. */
  named(name: string): ClassCodec | undefined;
  /** The codec of an object's class, or of the nearest class above it. */
  of(value: object): ClassCodec | undefined;
  /** Whether what a key of the state holds is nobody's to read; absent where nothing is. */
  readonly protects?: (key: string) => boolean;
}

const builtIn: ReadonlySet<unknown> = new Set([
  Object,
  Array,
  NativeDate,
  Map,
  Set,
  RegExp,
  URL,
  Uint8Array,
  bufferPrototype?.constructor,
  Error,
  Function,
]);

/** A codec by the list that it was made of, one class codec after the other. */
interface Made {
  codec?: Codec;
  readonly longer: WeakMap<ClassCodec, Made>;
}

const made: Made = { longer: new WeakMap() };

/** The codec of these classes, one for equal lists; a problem `codec/invalid` for a name or a class that is another's. */
export function codecOf(classCodecs: readonly ClassCodec[]): Codec {
  mustBe('codecs', classCodecs, list);
  let at = made;
  for (const each of classCodecs) {
    // What a weak map takes for no key is no codec.
    if (!object.fits(each)) return codecOfSome(classCodecs);
    const next: Made = at.longer.get(each) ?? { longer: new WeakMap() };
    at.longer.set(each, next);
    at = next;
  }
  return (at.codec ??= classCodecs.length === 0 ? noClasses : codecOfSome(classCodecs));
}

function codecOfSome(given: readonly ClassCodec[]): Codec {
  const classes: ClassCodec[] = [];
  const byName = new Map<string, ClassCodec>();
  const byPrototype = new Map<object, ClassCodec>();
  for (const each of given) {
    if (classes.some((other) => isSame(each, other))) continue;
    const mistake = mistakeIn(each, byName, byPrototype);
    if (mistake !== undefined) throw problem('codec/invalid', { name: nameIn(each), found: mistake });
    classes.push(each);
    byName.set(each.name, each);
    byPrototype.set(each.class.prototype as object, each);
  }
  return Object.freeze({
    classes: Object.freeze(classes),
    named: (name: string) => byName.get(name),
    of: (value: object) => nearestClass(value, byPrototype),
  });
}

const members = ['name', 'class', 'encode', 'decode'] as const;

/** Whether two say the same of the same class: what comes with several keys is one. */
function isSame(one: ClassCodec, other: ClassCodec): boolean {
  if (one === other || !object.fits(one)) return one === other;
  return members.every((member) => one[member] === other[member]);
}

/** The codec that knows no classes. */
export const noClasses: Codec = Object.freeze({
  classes: Object.freeze([]),
  named: () => undefined,
  of: () => undefined,
});

function mistakeIn(
  each: ClassCodec,
  byName: ReadonlyMap<string, ClassCodec>,
  byPrototype: ReadonlyMap<object, ClassCodec>,
): string | undefined {
  if (!object.fits(each)) return 'it is not an object with name, class, encode and decode';
  if (typeof each.name !== 'string' || each.name === '') return 'its name is not a word';
  if (typeof each.class !== 'function') return 'its class is not a class';
  if (typeof each.encode !== 'function') return 'its encode is not a function';
  if (typeof each.decode !== 'function') return 'its decode is not a function';
  if (byName.has(each.name)) return 'another codec has this name';
  if (builtIn.has(each.class)) return `${each.class.name} is stored as it is`;
  const taken = byPrototype.get(each.class.prototype as object);
  return taken === undefined ? undefined : `its class ${each.class.name} has the codec "${taken.name}" already`;
}

function nameIn(each: ClassCodec): string {
  return object.fits(each) ? (typeof each.name === 'string' ? each.name : inWords(each.name)) : inWords(each);
}

function nearestClass(value: object, byPrototype: ReadonlyMap<object, ClassCodec>): ClassCodec | undefined {
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const found = byPrototype.get(at as object);
    if (found !== undefined) return found;
  }
  return undefined;
}
