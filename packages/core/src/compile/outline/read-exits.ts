import { below, entriesOf, fieldsOf } from './fields.ts';
import { guardText } from './guard-text.ts';
import { timerText } from '../timer-text.ts';
import type { ListEntry, TimerOutline } from './outline.ts';
import type { Reader } from './reader.ts';

type Cause = 'event' | 'timer';

/** Reads `on` into ways and events; gives whether anything is awaited. */
export function readOn(reader: Reader, path: string, on: unknown): boolean {
  const fields = reader.optional(path, on, 'an object with what each event does');
  for (const [event, entry] of Object.entries(fields)) {
    const at = below(path, event);
    reader.events.push({ path: at, event });
    readHandlers(reader, at, entry, 'event', event);
  }
  return on !== undefined && (fieldsOf(on) === undefined || Object.keys(fields).length > 0);
}

/** Reads `after` into ways; gives its timers. */
export function readAfter(reader: Reader, path: string, after: unknown): readonly TimerOutline[] {
  const waits = entriesOf(after);
  if (waits !== undefined) return waits.map((wait, index) => readWait(reader, `${path}[${index}]`, wait, index));
  const fields = reader.optional(path, after, 'an object with what happens after each duration');
  return Object.entries(fields).map(([duration, entry]): TimerOutline => {
    const at = below(path, duration);
    readHandlers(reader, at, entry, 'timer', duration);
    return { path: at, length: duration };
  });
}

const byLength = 'a duration, or a function of the state that gives one';

/** Reads an entry of a list: how long, or until when, and what happens then. */
function readWait(reader: Reader, path: string, wait: unknown, index: number): TimerOutline {
  const fields = reader.record(path, wait, '{ in, to } or { at, to }');
  const { in: length, at, ...handler } = fields;
  if (fieldsOf(wait) === undefined) {
    reader.ways.push({ kind: 'timer', path, to: undefined });
    return { path, length: undefined };
  }
  reader.typed(path, fields, { at: 'function' });
  if (length !== undefined && at !== undefined)
    reader.wrong(path, wait, 'a wait with "in" or with "at", not with both');
  else if (length === undefined && at === undefined) reader.wrong(`${path}.in`, undefined, byLength);
  const by = at !== undefined ? 'at' : typeof length === 'function' ? 'in' : undefined;
  const words = guardText(at ?? length);
  const text = timerText({
    name: typeof length === 'string' ? length : `after[${index}]`,
    ...(by !== undefined && { by }),
    ...(words !== undefined && { words }),
  });
  readHandler(reader, path, handler, 'timer', text);
  return { path: `${path}.in`, length: by === undefined && length !== undefined ? length : undefined };
}

/** Reads `onError` into a way. */
export function readOnError(reader: Reader, path: string, onError: unknown): void {
  if (onError === undefined) return;
  if (typeof onError === 'string') {
    reader.ways.push({ kind: 'error', path, to: onError });
    return;
  }
  const fields = reader.record(path, onError, 'the name of a node or { to, update, keep }');
  if (fieldsOf(onError) === undefined) {
    reader.ways.push({ kind: 'error', path, to: undefined });
    return;
  }
  reader.typed(path, fields, { update: 'function', keep: 'boolean' });
  reader.known(path, fields, ['to', 'update', 'keep'], 'A way out by "onError"');
  reader.ways.push({ kind: 'error', ...reader.target(`${path}.to`, fields['to']) });
}

function readHandlers(reader: Reader, path: string, entry: unknown, cause: Cause, name: string): void {
  const entries = entriesOf(entry);
  if (entries === undefined) {
    readHandler(reader, path, entry, cause, name);
    return;
  }
  const read = entries.map((each, index) => readHandler(reader, `${path}[${index}]`, each, cause, name));
  reader.lists.push({ path, of: 'handlers', entries: read });
}

function readHandler(reader: Reader, path: string, entry: unknown, kind: Cause, name: string): ListEntry {
  if (typeof entry === 'string') {
    reader.ways.push({ kind, path, to: entry, label: name });
    return { path, guarded: false };
  }
  const fields = reader.record(path, entry, 'the name of a node or { to, when, update, label }');
  if (fieldsOf(entry) === undefined) {
    reader.ways.push({ kind, path, to: undefined, label: name });
    return { path, guarded: true };
  }
  reader.typed(path, fields, { when: 'function', update: 'function', label: 'string' });
  reader.known(path, fields, ['to', 'when', 'update', 'label'], 'What happens here');
  const detail = typeof fields['label'] === 'string' ? fields['label'] : guardText(fields['when']);
  const label = detail === undefined ? name : `${name} [${detail}]`;
  if (fields['to'] === undefined) reader.stays.push({ kind, label });
  else reader.ways.push({ kind, ...reader.target(`${path}.to`, fields['to']), label });
  return { path, guarded: fields['when'] !== undefined };
}
