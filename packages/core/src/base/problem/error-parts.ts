import { isProblem } from './problem.ts';

/** What is kept of an error: all that the language and Node define, and the author's own enumerable properties. */
export interface ErrorParts {
  /** The class, `TypeError` for example. */
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

/** The class of errors that the web's interfaces throw. */
const domException = 'DOMException';

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
  const type = classOf(error) ?? 'Error';
  return { type, name: typeof error.name === 'string' ? error.name : type, hidden, props };
}

function isKept(name: string, value: unknown, error: Error): boolean {
  if (name === 'stack') return typeof value === 'string';
  // A DOMException has its message from its class, and its code follows from its name.
  return Object.hasOwn(error, name) || (name === 'message' && value !== undefined && value !== '');
}

/** Puts an error together again; it is not frozen yet. */
export function putTogether({ type, name, hidden, props }: ErrorParts): Error {
  const isOfDom = type === domException && globalThis.DOMException !== undefined;
  const error = isOfDom ? new DOMException(hidden['message'] as string | undefined, name) : create(type);
  for (const [key, value] of Object.entries(hidden)) if (!isOfDom || key !== 'message') hide(error, key, value);
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

/**
 * The name of an error's class where that is a standard one, of this realm or another; undefined for all others. Cairn's own
 * problems, which are known by their name and not by their class, are errors like any.
 */
export function classOf(error: Error): string | undefined {
  if (isProblem(error)) return 'Error';
  const prototype: unknown = Object.getPrototypeOf(error);
  if (prototype === globalThis.DOMException?.prototype) return domException;
  const own = prototype !== null && Object.hasOwn(prototype as object, 'constructor');
  const maker: unknown = own ? (prototype as { constructor: unknown }).constructor : undefined;
  return typeof maker === 'function' && isStandard(maker.name, maker) ? maker.name : undefined;
}

/** By name and make, not by identity: errors come from other realms too. */
function isStandard(name: string, maker: object): boolean {
  return typeNamed(name) === name && /\[native code\]/u.test(Function.prototype.toString.call(maker));
}
