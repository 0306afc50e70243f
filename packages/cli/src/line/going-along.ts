import type { TypedFlagParameter } from '@stricli/core';
import type { Context } from '../context.ts';

type Pair = readonly [name: string, text: string];

/** What goes along with what is sent, each by a flag of its own. */
export const context: TypedFlagParameter<readonly Pair[] | undefined, Context> = {
  kind: 'parsed',
  parse: pairOf,
  optional: true,
  variadic: true,
  brief: 'A text that goes along, a trace for example; give it again for another',
  placeholder: 'name=text',
};

/** Flags of what goes along. */
export interface AlongFlags {
  readonly context?: readonly Pair[];
}

/** The option of a call by which that goes along. */
export function goingAlong({ context: pairs }: AlongFlags): { readonly context?: Readonly<Record<string, string>> } {
  return pairs === undefined ? {} : { context: Object.fromEntries(pairs) };
}

/** Flags of what is sent to a thread: the lane that it is for, the id that it is taken under once, and what goes along. */
export interface SendingFlags extends AlongFlags {
  readonly lane?: string;
  readonly id?: string;
}

/** The options of a call that sends it. */
export interface Sending {
  readonly lane?: string;
  readonly id?: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** What flags of what is sent come to. */
export function sendingOf({ lane, id, ...along }: SendingFlags): Sending {
  return { ...(lane !== undefined && { lane }), ...(id !== undefined && { id }), ...goingAlong(along) };
}

function pairOf(text: string): Pair {
  const at = text.indexOf('=');
  if (at < 1) throw new SyntaxError(`"${text}" names nothing that goes along. Write name=text`);
  return [text.slice(0, at), text.slice(at + 1)];
}
