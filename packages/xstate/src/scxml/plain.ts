/** What plain data is made of: a context has constructors of its own. */
export interface Realm {
  readonly Array: ArrayConstructor;
  readonly Object: ObjectConstructor;
  readonly Date: DateConstructor;
}

/**
 * A copy of plain data, made of what a realm has: lists, records, dates and what is no object. An instance of a class is a record of what it
 * has. Functions, symbols, and what holds itself are refused.
 */
export function plainIn(value: unknown, realm: Realm): unknown {
  return copy(value, realm, []);
}

function copy(value: unknown, realm: Realm, path: readonly Step[]): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw refused(path, `a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (path.some(({ holder }) => holder === value)) throw refused(path, 'what holds it');
  if (Object.prototype.toString.call(value) === '[object Date]') return new realm.Date((value as Date).getTime());
  const inner = (key: string, each: unknown) => copy(each, realm, [...path, { holder: value, key }]);
  if (Array.isArray(value)) {
    const list = new realm.Array<unknown>();
    for (const [at, each] of value.entries()) list.push(inner(String(at), each));
    return list;
  }
  return realm.Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(key, each)]));
}

interface Step {
  readonly holder: object;
  readonly key: string;
}

function refused(path: readonly Step[], found: string): TypeError {
  return new TypeError(`"${path.map(({ key }) => key).join('.')}" holds ${found}, and what is kept is plain data.`);
}
