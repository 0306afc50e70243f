/** Names that every object inherits: where a field has one, CEL's reader takes what it finds for the object's own class. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** An object of more fields is kept as a map, of which CEL's reader finds the first without listing all. */
const many = 32;

/** An object as a map: its keys are texts, whatever they are asked for by, as those of an object are. */
class Fields extends Map<string, unknown> {
  override get(key: unknown): unknown {
    return super.get(String(key));
  }

  override has(key: unknown): boolean {
    return super.has(String(key));
  }
}

// CEL's reader knows a map by its class alone.
Object.defineProperty(Fields.prototype, 'constructor', { value: Map });

/** What was made of frozen values, none where they are as they should be; and the values again. */
const made = new WeakMap<object, object>();
const unmade = new WeakMap<object, object>();

/**
 * A value as an expression sees it, whatever it is named: an object whose fields have names that objects inherit is a map, at any depth, and
 * all else is left as it is. What is frozen is looked at once.
 */
export function held(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !isContainer(value)) return value;
  const before = made.get(value);
  if (before !== undefined) return before;
  const own = heldContainer(value);
  if (Object.isFrozen(value)) made.set(value, own);
  return own === value ? own : standsFor(own, value);
}

/** The value that {@link held} was given, of what it gave. */
export function unheld(value: object): object | undefined {
  return unmade.get(value);
}

/** Has what stands for a value in an expression leave it as that value. */
export function standsFor(own: object, value: object): object {
  unmade.set(own, value);
  return own;
}

/** An object as a map, whatever its fields are named. */
export function asMap(value: object): object {
  return new Fields(Object.entries(value).map(([name, each]) => [name, held(each)]));
}

function isContainer(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function heldContainer(value: object): object {
  if (Array.isArray(value)) return replaced(value) ?? value;
  if (value instanceof Set) {
    const items = replaced([...value]);
    return items === undefined ? value : new Set(items);
  }
  if (value instanceof Map) {
    const items = replaced([...value.values()]);
    return items === undefined ? value : new Map(Array.from(value.keys(), (key, index) => [key, items[index]]));
  }
  const fields = Object.values(value);
  const items = replaced(fields);
  const names = Object.keys(value);
  if (items === undefined && names.length <= many && !names.some((name) => inherited.has(name))) return value;
  return new Fields(names.map((name, index) => [name, (items ?? fields)[index]]));
}

/** The items as an expression sees them; undefined where that is what they are. */
function replaced(items: readonly unknown[]): readonly unknown[] | undefined {
  const own = items.map(held);
  return own.some((each, index) => !Object.is(each, items[index])) ? own : undefined;
}
