/** Flags that several commands have, each described once. */

import type { OpenOptions } from '@cairn/core';
import { toMilliseconds, type Duration } from '@cairn/core/store';
import type { TypedFlagParameter } from '@stricli/core';
import type { Context } from '../context.ts';

type OnBusy = NonNullable<OpenOptions['onBusy']>;

type Optional<Value> = TypedFlagParameter<Value | undefined, Context>;

export const json: Optional<boolean> = switchFlag('Write JSON');

export const debug: Optional<boolean> = switchFlag('Show where a problem was thrown');

export const db: Optional<string> = textFlag('The database; else $CAIRN_DB, else the only one in this folder', 'path');

export const graph: Optional<string> = textFlag(
  'The module that exports the graph, and which; else $CAIRN_GRAPH',
  'module.ts[#export]',
);

export const limit: Optional<number> = {
  kind: 'parsed',
  parse: (text: string) => wholeNumber(text, 1),
  optional: true,
  brief: 'At most so many',
  placeholder: 'n',
};

export const lane: Optional<string> = {
  kind: 'parsed',
  parse: (text: string) => (text === '(first)' ? '' : text),
  optional: true,
  brief: 'The lane, where several would do; (first), as lists name it, is the thread itself',
  placeholder: 'path',
};

export const onceId: Optional<string> = textFlag('Take it once under this id, however often it is sent', 'id');

export const onBusy: TypedFlagParameter<OnBusy | undefined, Context> = {
  kind: 'enum',
  values: ['wait', 'refuse', 'replace'],
  optional: true,
  brief: 'What to do when another process drives the thread: wait for it (the default), give up, or take the thread',
};

export const input: Optional<string> = textFlag('Values as JSON, from a file or from stdin', 'json|@file|-');

/** A flag that may be left out. */
export function textFlag(brief: string, placeholder: string): Optional<string> {
  return { kind: 'parsed', parse: String, optional: true, brief, placeholder };
}

/** Tags, each given by a flag of its own. */
export function tagsFlag(brief: string): TypedFlagParameter<readonly string[] | undefined, Context> {
  return { kind: 'parsed', parse: String, optional: true, variadic: true, brief, placeholder: 'tag' };
}

/** A flag with a number, which may be left out. */
export function numberFlag(brief: string, least = 0): Optional<number> {
  return { kind: 'parsed', parse: (text: string) => wholeNumber(text, least), optional: true, brief, placeholder: 'n' };
}

/** A flag with a duration, which may be left out. */
export function durationFlag(brief: string, placeholder: string): Optional<Duration> {
  return { kind: 'parsed', parse: durationOf, optional: true, brief, placeholder };
}

/** A flag with a date, and a time of it, which may be left out. */
export function dateFlag(brief: string, placeholder: string): Optional<string> {
  return { kind: 'parsed', parse: dateOf, optional: true, brief, placeholder };
}

/** What the platform reads as a date is more than anybody means by one: "0" is the year 2000 to it. */
function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}(?:T\S+)?$/u.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new SyntaxError(`"${text}" is not a time. Write 2030-01-07T08:00:00Z`);
}

function durationOf(text: string): Duration {
  try {
    toMilliseconds(text);
  } catch {
    throw new SyntaxError(`"${text}" is not a duration. Write 30s, 5m, 24h or 30d`);
  }
  return text as Duration;
}

/** A flag that says yes where it is there. */
export function switchFlag(brief: string): Optional<boolean> {
  return { kind: 'boolean', optional: true, withNegated: false, brief };
}

function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  // A blank is no nought, and what JavaScript reads as a number besides is none here.
  if (!/^\d+$/u.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new SyntaxError(`"${text}" is not a whole number from ${least} on`);
  return value;
}
