import type { Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import type { Writable } from '../../base/writable.ts';
import { problem, Problem, type ProblemCode } from '../../base/problem/problem.ts';
import type { Problems } from '../../base/problem/problem-facts.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Message } from '../../store/contract/store.ts';
import { whyNoBaggage } from './along.ts';
import { readUpdate, writtenUpdate } from './written-update.ts';

/** What one process may ask of a thread that another drives. */
export type Command = Extract<Input, { type: 'event' | 'answer' | 'cancel' | 'resume' | 'edit' }>;

/** An event, as it is given. */
export type EventCommand = Extract<Command, { type: 'event' }>;

/** An event for a thread, or for the lanes that are named. */
export function eventCommand(
  name: string,
  payload: unknown,
  { lane, lanes }: { readonly lane?: string; readonly lanes?: 'all' },
): EventCommand {
  const command: Writable<EventCommand> = { type: 'event', name, payload };
  if (lane !== undefined) command.lane = lane;
  if (lanes !== undefined) command.lanes = lanes;
  return command;
}

/** A command as a message's text. */
export function writeCommand(command: Command, codec: Codec): string {
  return encode(command.type === 'edit' ? { ...command, ...writtenUpdate(command.update) } : command, codec);
}

/** A command from a message's text; a problem `value/unreadable` where it holds none. */
export function readCommand(body: string, codec: Codec): Command {
  const read: unknown = decode(body, codec, { path: 'message' });
  if (!isCommand(read)) throw problem('value/unreadable', { path: 'message', found: 'it holds no command' });
  const { replaced, ...command } = read;
  return command.type === 'edit' ? { ...command, update: readUpdate({ update: command.update, replaced }) } : command;
}

/** Whether what was read is a command: a file may have been written to by anybody. */
function isCommand(read: unknown): read is Command & { readonly replaced?: readonly string[] } {
  if (typeof read !== 'object' || read === null) return false;
  const { type, lane, lanes, name, key, reason, as, replaced, context } = read as Values;
  const named = { event: name, answer: key, cancel: reason, resume: '', edit: as ?? '' }[String(type)];
  const isPlace = (lane === undefined || typeof lane === 'string') && (lanes === undefined || lanes === 'all');
  if (context !== undefined && whyNoBaggage(context) !== undefined) return false;
  return isPlace && typeof named === 'string' && (replaced === undefined || Array.isArray(replaced));
}

/** Whether a message changes a state by hand. */
export function isEdit({ body }: Message, codec: Codec): boolean {
  try {
    return readCommand(body, codec).type === 'edit';
  } catch {
    return false;
  }
}

/** What became of a message, as text: `ok`, or the problem it met. */
export function outcomeText(refused: Problem | undefined): string {
  return encode(refused === undefined ? { ok: true } : { code: refused.code, facts: refused.facts });
}

/** The problem a message met, if it met one. */
function outcomeOf(text: string): Problem | undefined {
  const outcome = decode(text) as { ok?: true; code?: ProblemCode; facts?: Problems[ProblemCode] };
  if (outcome.ok === true || outcome.code === undefined) return undefined;
  return new Problem(outcome.code, outcome.facts as never);
}

/**
 * The problem a message was refused with; undefined where it was not, or not yet. It is gone with its thread, or with the checkpoint that
 * consumed it.
 */
export function refusalOf(left: Pick<Message, 'outcome'> | undefined): Problem | undefined {
  return left === undefined || left.outcome === null ? undefined : outcomeOf(left.outcome);
}
