import type { ClassCodec } from './codec.ts';
import { freezeDeep } from './freeze-deep.ts';
import { marksOf, marksOfPrimitive } from './marks.ts';

/** What a sealed instance of an author's class is stored as. */
export interface Instance {
  readonly codec: ClassCodec;
  /** What `encode` gave, sealed. */
  readonly data: unknown;
  readonly marks: number;
  /** What tells it from the other items of its list, once it is an item of one; see {@link keepId}. */
  readonly id?: string | number;
}

// Instances are the author's own objects, frozen by their constructor perhaps, so their marks are kept beside them.
const instances = new WeakMap<object, Instance>();

/** Remembers how an instance is stored, so that it is recognised and never encoded twice. */
export function keepInstance(value: object, instance: Instance): void {
  instances.set(value, instance);
}

/**
 * Remembers what tells an instance from the other items of its list. It is stored with it, so that who has no codec for its
 * class can put the item in its place.
 */
export function keepId(value: object, id: unknown): void {
  const instance = instances.get(value);
  if (instance === undefined || instance.id === id) return;
  if (typeof id === 'string' || typeof id === 'number') instances.set(value, { ...instance, id });
}

/** How a sealed instance is stored; undefined for everything else. */
export function instanceOf(value: object): Instance | undefined {
  return instances.get(value);
}

/** A new instance from its data, frozen as deep as its class allows. */
export function bringBack(codec: ClassCodec, data: unknown): object {
  const value = codec.decode(data);
  if (typeof value !== 'object' || value === null) throw new TypeError(`decode gave no object, but a ${typeof value}`);
  freezeDeep(value);
  return value;
}

/** What a sealed value adds to the marks of the container it is in; 0 for a container that is not sealed. */
export function marksIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return marksOfPrimitive(value);
  return marksOf(value) || (instances.get(value)?.marks ?? 0);
}
