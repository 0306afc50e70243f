/** What is kept of an error: all that the language and Node define, and the author's own enumerable properties. */
export interface ErrorParts {
  /** The nearest standard class, `TypeError` for example. */
  readonly type: string;
  readonly name: string;
  /** Properties that are not enumerable: `message`, `stack`, `cause` and the like. */
  readonly hidden: Readonly<Record<string, unknown>>;
  readonly props: Readonly<Record<string, unknown>>;
}

const standard: ReadonlyMap<string, new () => Error> = new Map(
  [
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'ReferenceError',
    'EvalError',
    'URIError',
    'AggregateError',
    'SuppressedError',
  ].map((name) => [name, (globalThis as unknown as Record<string, new () => Error>)[name] ?? Error]),
);

/** Properties that JavaScript or Node give to errors, and hide. */
export const hiddenNames: readonly string[] = ['message', 'stack', 'cause', 'code', 'errors', 'error', 'suppressed'];

/** Takes an error apart; what is in it is not looked into. */
export function takeApart(error: Error): ErrorParts {
  const props: Record<string, unknown> = Object.fromEntries(Object.entries(error));
  const hidden: Record<string, unknown> = {};
  for (const name of hiddenNames) {
    if (Object.hasOwn(props, name)) continue;
    const value = (error as unknown as Record<string, unknown>)[name];
    if (isKept(name, value, error)) hidden[name] = value;
  }
  const type = standardType(error);
  return { type, name: typeof error.name === 'string' ? error.name : type, hidden, props };
}

const fromClass: ReadonlySet<string> = new Set(['message', 'code']);

function isKept(name: string, value: unknown, error: Error): boolean {
  if (name === 'stack') return typeof value === 'string';
  // A DOMException has its message and its code from its class.
  return Object.hasOwn(error, name) || (fromClass.has(name) && value !== undefined && value !== '');
}

/** Puts an error together again; it is not frozen yet. */
export function putTogether({ type, name, hidden, props }: ErrorParts): Error {
  const error = create(type);
  for (const [key, value] of Object.entries(hidden)) hide(error, key, value);
  if (hidden['stack'] === undefined) Reflect.deleteProperty(error, 'stack');
  if (name !== error.name && !Object.hasOwn(props, 'name')) hide(error, 'name', name);
  return Object.assign(error, props);
}

/** The standard class that an error of this name has when nothing else is said. */
export function typeNamed(name: string): string {
  return standard.has(name) ? name : 'Error';
}

function create(type: string): Error {
  const error = Reflect.construct(standard.get(type) ?? Error, type === 'AggregateError' ? [[]] : []);
  for (const name of ['errors', 'error', 'suppressed']) Reflect.deleteProperty(error, name);
  return error;
}

function hide(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
}

function standardType(error: Error): string {
  for (let at: unknown = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
    const maker = Object.hasOwn(at as object, 'constructor') ? (at as { constructor: unknown }).constructor : undefined;
    if (typeof maker === 'function' && isStandard(maker.name, maker)) return maker.name;
  }
  return 'Error';
}

/** By name and make, not by identity: errors come from other realms too. */
function isStandard(name: string, maker: object): boolean {
  return typeNamed(name) === name && /\[native code\]/u.test(Function.prototype.toString.call(maker));
}
