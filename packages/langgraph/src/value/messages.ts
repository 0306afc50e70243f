import * as langchain from '@langchain/core/messages';

/** What a message is made of, by the names of its fields. */
export type Fields = Readonly<Record<string, unknown>>;

type MessageClass = abstract new (...args: never[]) => object;

const named: ReadonlyMap<string, MessageClass> = new Map(
  Object.entries(langchain).filter(
    (entry): entry is [string, MessageClass] =>
      /^(?!Base).+Message(?:Chunk)?$/u.test(entry[0]) && typeof entry[1] === 'function' && 'lc_name' in entry[1],
  ),
);

const nameOf: ReadonlyMap<unknown, string> = new Map(Array.from(named, ([name, Class]) => [Class, name]));

const mark = Symbol.for('langchain.message');

/** The name of a message's class, or of the nearest one that LangChain has; undefined for what is no message. */
export function messageName(value: object): string | undefined {
  if (!Reflect.has(value, mark)) return undefined;
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const { constructor } = at as { constructor: { name: string } };
    // A message may be of another copy of LangChain.
    const name = nameOf.get(constructor) ?? (named.has(constructor.name) ? constructor.name : undefined);
    if (name !== undefined) return name;
  }
  return undefined;
}

export function isMessageName(name: string): boolean {
  return named.has(name);
}

/** What follows from the class, or is made anew with every message. */
const followed: ReadonlySet<string> = new Set([
  'lc_serializable',
  'lc_kwargs',
  'lc_namespace',
  'lc_direct_tool_output',
  'type',
]);

/** What a message has where it was given none. */
const defaults: readonly (readonly [name: string, isNone: (value: object) => boolean])[] = [
  ['additional_kwargs', isEmpty],
  ['response_metadata', isEmpty],
  ['tool_calls', isEmpty],
  ['invalid_tool_calls', isEmpty],
  ['tool_call_chunks', isEmpty],
];

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** The fields that a message is made of, as far as they are not as LangChain makes them. */
export function fieldsOf(message: object): Fields {
  const fields: Record<string, unknown> = {};
  const own = message as Fields;
  for (const key of Object.keys(own)) if (!followed.has(key) && own[key] !== undefined) fields[key] = own[key];
  const given = own['lc_kwargs'] as Fields;
  for (const key in given) if (!Reflect.has(message, key) && given[key] !== undefined) fields[key] = given[key];
  // One that is made of blocks says so when LangChain writes it.
  if (given['contentBlocks'] !== undefined && given['content'] === undefined) {
    fields['contentBlocks'] = fields['content'];
    delete fields['content'];
  }
  // Calls in the form of a provider are read where none are given in that of LangChain.
  const kept = Object.hasOwn(fields['additional_kwargs'] ?? {}, 'tool_calls');
  for (const [name, isNone] of defaults) {
    const value = fields[name];
    if (typeof value === 'object' && value !== null && isNone(value) && !(kept && name.endsWith('tool_calls'))) {
      delete fields[name];
    }
  }
  return fields;
}

/** A new message of a class, made of fields that nobody else holds. */
export function messageOf(name: string, fields: Record<string, unknown>): object {
  const Class = named.get(name) as (new (fields: object) => Record<string, unknown>) | undefined;
  if (Class === undefined) throw new Error(`LangChain has no message class "${name}".`);
  // Some classes make one field of another.
  const message = new Class({ ...fields });
  for (const key of Object.keys(fields)) {
    if (!Reflect.has(message, key) || (message[key] !== fields[key] && Object.hasOwn(message, key)))
      message[key] = fields[key];
  }
  return message;
}
