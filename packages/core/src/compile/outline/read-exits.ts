import { dictionary } from '../../base/value/dictionary.ts';
import { below, entriesOf, lengthOf, noFields } from './fields.ts';
import { alwaysHolds, guardText } from './guard-text.ts';
import { timerText } from '../timer-text.ts';
import type { Author, Handler, RescuePlan, Timer } from '../plan.ts';
import type { Fields } from './outline.ts';
import type { Reader } from './reader.ts';

type Cause = 'event' | 'timer';

/** Reads `on` into ways and events; gives the handlers of each event. */
export function readOn(reader: Reader, path: string, on: unknown): Readonly<Record<string, readonly Handler[]>> {
  const handlers = dictionary<readonly Handler[]>();
  const fields = reader.optional(path, on, 'an object with what each event does');
  for (const [event, entry] of Object.entries(fields)) {
    const at = below(path, event);
    reader.events.push({ path: at, event });
    handlers[event] = readHandlers(reader, at, entry, 'event', event);
  }
  return handlers;
}

/** Reads `after` into ways; gives its timers. Each has a name that no other of its list has: rows and snapshots tell it by that. */
export function readAfter(reader: Reader, path: string, after: unknown, prefix = ''): readonly Timer[] {
  const waits = entriesOf(after);
  if (waits !== undefined) {
    const names = new Set<string>();
    return waits.flatMap((wait, index) => {
      const timer = readWait(reader, path, wait, index);
      if (timer === undefined) return [];
      const name = names.has(timer.name) ? timer.place : timer.name;
      names.add(name);
      return [{ ...timer, name: `${prefix}${name}` }];
    });
  }
  const fields = reader.optional(path, after, 'an object with what happens after each duration');
  return Object.entries(fields).map(([duration, entry]) => {
    const at = below(path, duration);
    reader.timers.push({ path: at, length: duration });
    const handlers = readHandlers(reader, at, entry, 'timer', duration);
    return { name: `${prefix}${duration}`, place: `after.${duration}`, wait: lengthOf(duration) ?? 0, handlers };
  });
}

const byLength = 'a duration, or a function of the state that gives one';

/** Reads an entry of a list: how long, or until when, and what happens then. */
function readWait(reader: Reader, list: string, wait: unknown, index: number): Timer | undefined {
  const path = `${list}[${index}]`;
  const fields = reader.record(path, wait, '{ in, to } or { at, to }');
  if (fields === noFields) {
    reader.ways.push({ kind: 'timer', path, to: undefined });
    return undefined;
  }
  const { in: length, at, ...handler } = fields;
  reader.typed(path, fields, { at: 'function' });
  if (length !== undefined && at !== undefined)
    reader.wrong(path, wait, 'a wait with "in" or with "at", not with both');
  else if (length === undefined && at === undefined) reader.wrong(`${path}.in`, undefined, byLength);
  const by = at !== undefined ? 'at' : typeof length === 'function' ? 'in' : undefined;
  if (by === undefined && length !== undefined) reader.timers.push({ path: `${path}.in`, length });
  const words = guardText(at ?? length);
  const place = `after[${index}]`;
  const name = typeof length === 'string' ? length : place;
  const text = timerText({ name, ...(by !== undefined && { by }), ...(words !== undefined && { words }) });
  return {
    name,
    place,
    wait: at !== undefined ? { at: at as Author } : by === 'in' ? { in: length as Author } : (lengthOf(length) ?? 0),
    handlers: [readHandler(reader, path, handler, 'timer', text) ?? {}],
  };
}

/** Reads `onError` into ways. */
export function readOnError(reader: Reader, path: string, onError: unknown): readonly RescuePlan[] | undefined {
  if (onError === undefined) return undefined;
  return readList(reader, path, onError, (at, entry) => readRescue(reader, at, entry));
}

function readRescue(reader: Reader, path: string, entry: unknown): RescuePlan | undefined {
  if (typeof entry === 'string') {
    reader.ways.push({ kind: 'error', path, to: entry });
    return { to: entry };
  }
  const fields = reader.record(path, entry, 'the name of a node or { to, when, update, keep, label }');
  if (fields === noFields) {
    reader.ways.push({ kind: 'error', path, to: undefined });
    return undefined;
  }
  reader.typed(path, fields, { when: 'function', update: 'function', keep: 'boolean', label: 'string' });
  reader.known(path, fields, ['to', 'when', 'update', 'keep', 'label'], 'A way out by "onError"');
  const label = detailOf(fields);
  reader.ways.push({
    kind: 'error',
    ...reader.target(`${path}.to`, fields['to']),
    ...(label !== undefined && { label }),
  });
  return fields as unknown as RescuePlan;
}

function readHandlers(reader: Reader, path: string, entry: unknown, cause: Cause, name: string): readonly Handler[] {
  return readList(reader, path, entry, (at, each) => readHandler(reader, at, each, cause, name));
}

/** Reads what may be one entry, or a list of which the first whose guard holds is taken. */
function readList<Read extends Handler>(
  reader: Reader,
  path: string,
  entry: unknown,
  read: (path: string, entry: unknown) => Read | undefined,
): readonly Read[] {
  const entries = entriesOf(entry);
  const found = entries?.map((each, index) => read(`${path}[${index}]`, each)) ?? [read(path, entry)];
  const isGuarded = (each: Read | undefined) =>
    each === undefined || (each.when !== undefined && !alwaysHolds(each.when));
  const listed = found.map((each, index) => ({ path: `${path}[${index}]`, guarded: isGuarded(each) }));
  if (entries !== undefined) reader.lists.push({ path, of: 'handlers', entries: listed });
  return found.flatMap((each) => each ?? []);
}

function readHandler(reader: Reader, path: string, entry: unknown, kind: Cause, name: string): Handler | undefined {
  if (typeof entry === 'string') {
    reader.ways.push({ kind, path, to: entry, label: name });
    return { to: entry };
  }
  const fields = reader.record(path, entry, 'the name of a node or { to, when, update, label }');
  if (fields === noFields) {
    reader.ways.push({ kind, path, to: undefined, label: name });
    return undefined;
  }
  reader.typed(path, fields, { when: 'function', update: 'function', label: 'string' });
  reader.known(path, fields, ['to', 'when', 'update', 'label'], 'What happens here');
  const detail = detailOf(fields);
  const label = detail === undefined ? name : `${name} [${detail}]`;
  if (fields['to'] === undefined) reader.stays.push({ kind, label });
  else reader.ways.push({ kind, ...reader.target(`${path}.to`, fields['to']), label });
  return fields;
}

function detailOf(fields: Fields): string | undefined {
  return typeof fields['label'] === 'string' ? fields['label'] : guardText(fields['when']);
}
