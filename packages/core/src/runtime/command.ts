import type { Values } from '../base/change.ts';
import type { Codec } from '../base/codec.ts';
import { decode } from '../base/decode.ts';
import { encode } from '../base/encode.ts';
import { problem, Problem, type ProblemCode } from '../base/problem.ts';
import type { Problems } from '../base/problems.ts';
import type { Input } from '../advance/input.ts';
import { isReplace, replace } from '../definition/replace.ts';

/** What one process may ask of a thread that another drives. */
export type Command = Extract<Input, { type: 'event' | 'answer' | 'cancel' | 'resume' | 'edit' }>;

/** A command as a message's text. */
export function writeCommand(command: Command, codec: Codec): string {
  return encode(command.type === 'edit' ? { ...command, ...withoutReplace(command.update) } : command, codec);
}

/** A command from a message's text; a problem `value/unreadable` where it holds none. */
export function readCommand(body: string, codec: Codec): Command {
  const read: unknown = decode(body, codec, { path: 'message' });
  if (!isCommand(read)) throw problem('value/unreadable', { path: 'message', found: 'it holds no command' });
  const { replaced, ...command } = read;
  return command.type === 'edit' ? { ...command, update: withReplace(command.update, replaced) } : command;
}

/** Whether what was read is a command: a file may have been written to by anybody. */
function isCommand(read: unknown): read is Command & Told {
  if (typeof read !== 'object' || read === null) return false;
  const { type, lane, name, key, reason, as, replaced } = read as Values;
  const named = { event: name, answer: key, cancel: reason, resume: '', edit: as ?? '' }[String(type)];
  const isPlace = lane === undefined || typeof lane === 'string';
  return isPlace && typeof named === 'string' && (replaced === undefined || Array.isArray(replaced));
}

/** Which keys of an update `replace` was written for: no value says it, so none can forge it. */
interface Told {
  readonly replaced?: readonly string[];
}

function withoutReplace(update: unknown): Told & { readonly update: unknown } {
  if (typeof update !== 'object' || update === null) return { update };
  const values = Object.entries(update).map(([key, value]: [string, unknown]) => [
    key,
    isReplace(value) ? value.value : value,
  ]);
  const replaced = Object.keys(update).filter((key) => isReplace((update as Values)[key]));
  return replaced.length === 0 ? { update } : { update: Object.fromEntries(values), replaced };
}

function withReplace(update: unknown, replaced: readonly string[] = []): unknown {
  if (replaced.length === 0) return update;
  const values = update as Values;
  return { ...values, ...Object.fromEntries(replaced.map((key) => [key, replace(values[key])])) };
}

/** What became of a message, as text: `ok`, or the problem it met. */
export function outcomeText(refused: Problem | undefined): string {
  return encode(refused === undefined ? { ok: true } : { code: refused.code, facts: refused.facts });
}

/** The problem a message met, if it met one. */
export function outcomeOf(text: string): Problem | undefined {
  const outcome = decode(text) as { ok?: true; code?: ProblemCode; facts?: Problems[ProblemCode] };
  if (outcome.ok === true || outcome.code === undefined) return undefined;
  return new Problem(outcome.code, outcome.facts as never);
}
