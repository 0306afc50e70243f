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

/** Refuses what is said by a name that means nothing here: what is misspelt would be left out in silence. */
export function mustKnow(body: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const strange = Object.keys(body).find((name) => !names.includes(name));
  if (strange === undefined) return;
  const known = names.length === 0 ? 'nothing is asked' : `what may be said is ${names.join(', ')}`;
  throw new Refused(400, 'studio/invalid', `"${strange}" means nothing here: ${known}.`);
}

/** A text that has to be there. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string): string {
  const text = body[name];
  if (typeof text === 'string') return text;
  throw new Refused(400, 'studio/invalid', `"${name}" is a text, and has to be there.`);
}

/** A list of texts, empty where it is not there. */
export function textsIn(body: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const texts = body[name] ?? [];
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts;
  throw new Refused(400, 'studio/invalid', `"${name}" is a list of texts.`);
}

/** A whole number that has to be there. */
export function numberIn(body: Readonly<Record<string, unknown>>, name: string): number {
  const number = body[name];
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Refused(400, 'studio/invalid', `"${name}" is a whole number, and has to be there.`);
}

/** What else is there of these names: whoever takes it says what it has to be. */
export function restOf(body: Readonly<Record<string, unknown>>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}
