import { encode } from '@cairn/core/inspect';

/**
 * What a job threw, as a machine is told of it after it was stored: the same, where a store can keep it. An error of a class of its own is a plain one
 * with its name, message, code and whatever else of it can be kept, its cause and the errors that it gathers likewise.
 */
export function keptError(thrown: unknown): unknown {
  if (canBeKept(thrown)) return thrown;
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const { name, message, stack, cause } = thrown;
  const how = cause === undefined ? {} : { cause: keptError(cause) };
  const errors: unknown = Reflect.get(thrown, 'errors');
  const plain = Array.isArray(errors)
    ? new AggregateError(errors.map(keptError), message, how)
    : new Error(message, how);
  const hidden = { writable: true, configurable: true };
  Object.defineProperty(plain, 'name', { value: name, ...hidden });
  if (stack !== undefined) Object.defineProperty(plain, 'stack', { value: stack, ...hidden });
  const said = Object.entries(thrown).filter(([key, value]) => !known.has(key) && canBeKept(value));
  return Object.assign(plain, Object.fromEntries(said));
}

const known: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors']);

function canBeKept(value: unknown): boolean {
  try {
    encode(value);
    return true;
  } catch {
    return false;
  }
}
