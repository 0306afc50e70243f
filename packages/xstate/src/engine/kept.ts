/**
 * A value with those parts of an older one in place of its own that say the same. Whoever copies, compares or writes what changed
 * need not look into them again.
 *
 * 1. Lists and plain records are kept, where they are equal in all, the order of keys included; anything else is as it came.
 * 2. Neither value is changed.
 */
export function kept<Value>(was: unknown, is: Value): Value {
  if (Object.is(was, is) || typeof was !== 'object' || was === null || typeof is !== 'object' || is === null) return is;
  if (Array.isArray(is)) return (Array.isArray(was) ? keptList(was, is) : is) as Value;
  return (isPlain(was) && isPlain(is) ? keptRecord(was, is) : is) as Value;
}

function keptList(was: readonly unknown[], is: readonly unknown[]): readonly unknown[] {
  const list = is.map((item, at) => (at < was.length ? kept(was[at], item) : item));
  return list.length === was.length && list.every((item, at) => Object.is(item, was[at])) ? was : list;
}

function keptRecord(was: Part, is: Part): Part {
  const before = Object.keys(was);
  const keys = Object.keys(is);
  let isSame = keys.length === before.length;
  const record: Record<string, unknown> = {};
  for (const [at, key] of keys.entries()) {
    const part = kept(was[key], is[key]);
    record[key] = part;
    isSame &&= key === before[at] && Object.is(part, was[key]);
  }
  return isSame ? was : record;
}

type Part = Readonly<Record<string, unknown>>;

/** `__proto__` would not be a key of a copy. */
function isPlain(value: object): value is Part {
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, '__proto__');
}
