/**
 * What was filled in so far, field by field. A draft that is undefined was not filled in: of an entry that need not be there it leaves
 * the entry out. Values are as the API takes them, and as it sends them.
 */

import { partNamed } from '../values/as-sent.ts';
import { writtenKey } from '@cairn/core/store';
import { bigintKeyword, dateKeyword, type Field } from './field.ts';
import { whyNoNumber, whyNoNumbersIn } from './number-text.ts';
import type { Problem } from './problem.ts';

/**
 * By the kind of its field: a text, of numbers, moments (in ISO 8601) and JSON too; whether yes; the place of a choice; the drafts of a list's items, of a
 * record's entries; a variant's place and its draft.
 */
export type Draft =
  | string
  | boolean
  | number
  | readonly Draft[]
  | { readonly [name: string]: Draft }
  | VariantDraft
  | undefined;

export interface VariantDraft {
  readonly at: number;
  readonly of: Draft;
}

/** What a draft says, as far as it does. */
export interface ReadDraft {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** A draft that says what a value is, as far as its field can; with none, what the field begins with. */
export function draftOf(field: Field, value: unknown = field.initial): Draft {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'number':
      return typeof value === 'number' ? String(value) : undefined;
    case 'bigint':
      return isRecord(value) && typeof value[bigintKeyword] === 'string' ? value[bigintKeyword] : undefined;
    case 'moment':
      return momentIn(field.isDate ? (isRecord(value) ? value[dateKeyword] : undefined) : value);
    case 'yes-no':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice': {
      const at = field.values.findIndex((each) => isSame(each, value));
      return at === -1 ? undefined : at;
    }
    case 'fixed':
      return undefined;
    case 'json':
      return value === undefined ? undefined : JSON.stringify(value, undefined, 2);
    case 'list':
      return Array.isArray(value) ? value.map((each) => draftOf(field.item(), each)) : undefined;
    case 'record':
      return draftOfRecord(field, value);
    case 'variants':
      return draftOfVariant(field, value);
  }
}

function draftOfRecord(field: Extract<Field, { kind: 'record' }>, value: unknown): Draft {
  const drafts = field.entries.map(({ name, isNeeded, field: each }) => {
    const known = partNamed(value, name);
    // What need not be there is not begun by itself.
    const isBegun = isNeeded || known !== undefined || each.initial !== undefined;
    return [name, isBegun ? draftOf(each, known === undefined ? each.initial : known) : undefined] as const;
  });
  return Object.fromEntries(drafts);
}

function draftOfVariant(field: Extract<Field, { kind: 'variants' }>, value: unknown): Draft {
  const at = value === undefined ? -1 : field.variants.findIndex((each) => fits(each.field, value));
  const chosen = Math.max(at, 0);
  return { at: chosen, of: draftOf(field.variants[chosen]?.field ?? { kind: 'json' }, at === -1 ? undefined : value) };
}

/** Whether a value is of a field's kind. */
function fits(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'fixed':
      return isSame(field.value, value);
    case 'record':
      return (
        isRecord(value) &&
        field.entries.every((each) => {
          const part = partNamed(value, each.name);
          return part === undefined ? !each.isNeeded : fits(each.field, part);
        })
      );
    case 'list':
      return Array.isArray(value);
    case 'json':
      return true;
    default:
      return draftOf(field, value) !== undefined;
  }
}

/** The value that a draft says, and what keeps it from being one. */
export function readDraft(field: Field, draft: Draft, path: Problem['path'] = []): ReadDraft {
  const wrong = (message: string): ReadDraft => ({ value: undefined, problems: [{ path, message }] });
  switch (field.kind) {
    case 'text':
      return said(typeof draft === 'string' ? draft : '');
    case 'number':
      return readNumber(field, draft, wrong);
    case 'bigint':
      return readBigint(draft, wrong);
    case 'moment':
      return readMoment(field, draft, wrong);
    case 'yes-no':
      return typeof draft === 'boolean' ? said(draft) : wrong('Say yes or no.');
    case 'choice':
      return typeof draft === 'number' ? said(field.values[draft]) : wrong('Choose one.');
    case 'fixed':
      return said(field.value);
    case 'json':
      return readJson(draft, wrong);
    case 'list':
      return readList(field, draft, path);
    case 'record':
      return readRecord(field, draft, path);
    case 'variants': {
      const { at = 0, of } = (draft ?? {}) as Partial<VariantDraft>;
      return readDraft(field.variants[at]?.field ?? { kind: 'json' }, of, path);
    }
  }
}

function readNumber(
  { isWhole }: Extract<Field, { kind: 'number' }>,
  draft: Draft,
  wrong: (message: string) => ReadDraft,
): ReadDraft {
  const text = typeof draft === 'string' ? draft.trim() : '';
  const why = whyNoNumber(text);
  if (why !== undefined) return wrong(why);
  const number = Number(text);
  return isWhole && !Number.isInteger(number) ? wrong('Give a whole number.') : said(number);
}

function readBigint(draft: Draft, wrong: (message: string) => ReadDraft): ReadDraft {
  const text = typeof draft === 'string' ? draft.trim() : '';
  return /^-?\d+$/u.test(text)
    ? said({ [bigintKeyword]: String(BigInt(text)) })
    : wrong('Give a whole number, in digits.');
}

function readJson(draft: Draft, wrong: (message: string) => ReadDraft): ReadDraft {
  const text = typeof draft === 'string' ? draft.trim() : '';
  if (text === '') return said(undefined);
  try {
    const value: unknown = JSON.parse(text);
    const why = whyNoNumbersIn(text);
    return why === undefined ? said(value) : wrong(why);
  } catch (error) {
    return wrong(`This is no JSON: ${(error as Error).message}`);
  }
}

function readList(field: Extract<Field, { kind: 'list' }>, draft: Draft, path: Problem['path']): ReadDraft {
  const items = (Array.isArray(draft) ? (draft as readonly Draft[]) : []).map((each, at) => {
    const item = field.item();
    const read = readDraft(item, each, [...path, at]);
    // Of an item that is left empty JSON would make another one.
    if (read.value !== undefined || read.problems.length > 0) return read;
    return { value: undefined, problems: [{ path: [...path, at], message: missing.json }] };
  });
  return { value: items.map(({ value }) => value), problems: items.flatMap(({ problems }) => problems) };
}

function readRecord(field: Extract<Field, { kind: 'record' }>, draft: Draft, path: Problem['path']): ReadDraft {
  const parts: [string, unknown][] = [];
  const problems: Problem[] = [];
  for (const { name, isNeeded, field: each } of field.entries) {
    const own = draftNamed(draft, name);
    if (!isNeeded && isLeftOut(each, own)) continue;
    const read = readDraft(each, own, [...path, name]);
    const missed = isNeeded ? missedIn(each, own) : undefined;
    problems.push(...(missed === undefined ? read.problems : [{ path: [...path, name], message: missed }]));
    if (read.value !== undefined) parts.push([writtenKey(name), read.value]);
  }
  return { value: Object.fromEntries(parts), problems };
}

/** What is said where something has to be there and was left empty, of the kinds that would take that for a value. */
const missing = { text: 'Fill this in.', json: 'Give a value, as JSON.' } as const;

/** What is said of a draft that was left empty, where it has to say something. */
export function missedIn(field: Field, draft: Draft): string | undefined {
  if (!isLeftOut(field, draft) || (field.kind !== 'text' && field.kind !== 'json')) return undefined;
  return field.kind === 'text' && field.mayBeEmpty === true
    ? `${missing.text} As JSON it may be empty.`
    : missing[field.kind];
}

/** The draft of an entry. */
export function draftNamed(draft: Draft, name: string): Draft {
  return isRecord(draft) && Object.hasOwn(draft, name) ? draft[name] : undefined;
}

/** A moment that a text says, in ISO 8601; undefined where it says none. */
function momentIn(text: unknown): string | undefined {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function readMoment(
  { isDate }: Extract<Field, { kind: 'moment' }>,
  draft: Draft,
  wrong: (message: string) => ReadDraft,
): ReadDraft {
  const moment = momentIn(draft);
  if (moment === undefined) return wrong('Give a date and a time.');
  return said(isDate ? { [dateKeyword]: moment } : moment);
}

/** Whether nothing was filled in. */
function isLeftOut({ kind }: Field, draft: Draft): boolean {
  if (draft === undefined) return true;
  if (typeof draft !== 'string') return false;
  return kind === 'text' ? draft === '' : draft.trim() === '';
}

function said(value: unknown): ReadDraft {
  return { value, problems: [] };
}

function isSame(left: unknown, right: unknown): boolean {
  return Object.is(left, right) || JSON.stringify(left) === JSON.stringify(right);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
