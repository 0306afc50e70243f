import type { Codec } from '../base/codec.ts';
import { decode } from '../base/decode.ts';
import { encode } from '../base/encode.ts';
import { Problem, type ProblemCode } from '../base/problem.ts';
import type { Problems } from '../base/problems.ts';
import type { Input } from '../advance/input.ts';

/** What one process may ask of a thread that another drives. */
export type Command = Extract<Input, { type: 'event' | 'answer' | 'cancel' | 'resume' | 'edit' }>;

/** A command as a message's text. */
export function writeCommand(command: Command, codec: Codec): string {
  return encode(command, codec);
}

/** A command from a message's text. */
export function readCommand(body: string, codec: Codec): Command {
  return decode(body, codec, { path: 'message' }) as Command;
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
