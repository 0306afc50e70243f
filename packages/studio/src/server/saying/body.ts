import { Refused } from './refusal.ts';

/** The most that a request may say, in bytes. */
const most = 1024 * 1024;

/** The object that a request says, as JSON. */
export async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  // What a page of another origin sends without being asked first is of another type.
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new Refused(415, 'studio/not-json', 'Say what is to be done as JSON, with content-type application/json.');
  const body = parsed(await textOf(request));
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Readonly<Record<string, unknown>>;
  throw new Refused(400, 'studio/invalid', 'What is to be done is said by a JSON object.');
}

async function textOf({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > most) {
      await reader?.cancel();
      throw new Refused(413, 'studio/too-large', `A request may say ${most} bytes at most.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** How deep what is asked may nest: no value of a state nests deeper. */
const deepest = 600;

/** How deep a JSON text nests. */
function depthOf(text: string): number {
  let depth = 0;
  let reached = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gsu)) {
    if (part === '[' || part === '{') reached = Math.max(reached, ++depth);
    else if (part === ']' || part === '}') depth -= 1;
  }
  return reached;
}

function parsed(text: string): unknown {
  if (depthOf(text) > deepest)
    throw new Refused(400, 'studio/invalid', `The request nests deeper than ${deepest} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'studio/invalid', 'The request is no JSON.');
  }
}

/** What a word of a request may be; whether it has to be there is said by whoever reads it, and what a `value` may be by its graph. */
export type Kind = 'text' | 'texts' | 'number' | 'boolean' | 'boolean or number' | 'object' | 'value';

const kinds: Readonly<Record<Kind, { readonly is: string; readonly fits: (said: unknown) => boolean }>> = {
  text: { is: 'a text', fits: isText },
  texts: { is: 'a list of texts', fits: (said) => Array.isArray(said) && said.every(isText) },
  number: { is: 'a whole number', fits: Number.isSafeInteger },
  boolean: { is: 'true or false', fits: isBoolean },
  'boolean or number': {
    is: 'true, false or a whole number',
    fits: (said) => isBoolean(said) || Number.isSafeInteger(said),
  },
  object: { is: 'an object', fits: (said) => typeof said === 'object' && said !== null && !Array.isArray(said) },
  value: { is: 'a value', fits: () => true },
};

function isText(said: unknown): boolean {
  return typeof said === 'string';
}

function isBoolean(said: unknown): boolean {
  return typeof said === 'boolean';
}

/**
 * Refuses what is said by a name that means nothing here, as what is misspelt would be left out in silence; and what is of another type
 * than its name means: "no" is not false.
 */
export function mustFit(body: Readonly<Record<string, unknown>>, words: Readonly<Record<string, Kind>>): void {
  const names = Object.keys(words);
  for (const [name, said] of Object.entries(body)) {
    const kind = Object.hasOwn(words, name) ? words[name] : undefined;
    if (kind === undefined) {
      const known = names.length === 0 ? 'nothing is asked' : `what may be said is ${names.join(', ')}`;
      throw new Refused(400, 'studio/invalid', `"${name}" means nothing here: ${known}.`);
    }
    if (!kinds[kind].fits(said)) throw new Refused(400, 'studio/invalid', `"${name}" is ${kinds[kind].is}.`);
  }
}

/** A text that has to be there. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const text = body[name];
  if (typeof text === 'string') return text;
  throw new Refused(400, 'studio/invalid', `"${name}" is a text, and has to be there.`);
}

/** A list of texts, which has been looked at; empty where it is not there. */
export function textsIn(body: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  return (body[name] ?? []) as readonly string[];
}

/** A whole number that has to be there. */
export function numberIn(body: Readonly<Record<string, unknown>>, name: string): number {
  const number = body[name];
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Refused(400, 'studio/invalid', `"${name}" is a whole number, and has to be there.`);
}

/** What else is there of these names. */
export function restOf(body: Readonly<Record<string, unknown>>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}
