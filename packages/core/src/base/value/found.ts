/** A getter or a setter, in words. */
export const accessor = 'an accessor (a getter or a setter)';

/** What a value that is refused is, in words. */
export function named(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const own = prototype !== null && Object.hasOwn(prototype as object, 'constructor');
  const maker: unknown = own ? (prototype as { constructor: unknown }).constructor : undefined;
  return typeof maker === 'function' && maker.name !== ''
    ? `an instance of ${maker.name}`
    : 'an object with a prototype of its own';
}

/** An object that has a symbol for a key, in words. */
export function symbolKey(owner: string, symbol: symbol): string {
  return `${owner} with the key ${String(symbol)}`;
}
