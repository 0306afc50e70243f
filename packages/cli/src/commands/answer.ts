import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { withThread, type BusyFlags, type DrivingFlags } from '../driving/driving.ts';
import { usageError } from '../exit-code.ts';
import { db, debug, graph, input, json, lane, onBusy, onceId, switchFlag } from '../line/flags.ts';
import { context, sendingOf, type SendingFlags } from '../line/going-along.ts';
import { notBoth } from '../line/not-both.ts';
import { givenValue, givenValues } from '../line/given-values.ts';

interface Flags extends DrivingFlags, BusyFlags, SendingFlags {
  readonly input?: string;
  readonly queue?: boolean;
  readonly debug?: boolean;
}

/** Answers a question that a thread asks. */
export const command: Command<Context> = buildCommand<Flags, [string, string, ...string[]], Context>({
  docs: {
    brief: 'Answer a question that a thread asks',
    fullDescription:
      'Answer a question that an activity asks, and drive the thread until it comes to rest again. The answer is one value, key=value for an object, or --input.',
  },
  parameters: {
    flags: {
      graph,
      input,
      lane,
      queue: switchFlag('Keep it until it is asked for'),
      id: onceId,
      context,
      onBusy,
      db,
      json,
      debug,
    },
    aliases: { g: 'graph' },
    positional: {
      kind: 'array',
      minimum: 2,
      parameter: {
        parse: String,
        brief: 'The thread, the question, and the answer',
        placeholder: 'thread question answer',
      },
    },
  },
  async func(flags, id, key, ...words) {
    const answer = answerOf(this, flags.input, words);
    const options = {
      queue: flags.queue === true,
      ...sendingOf(flags),
    };
    if (flags.onBusy !== 'wait') notBoth(flags, 'onBusy', 'queue');
    await withThread(this, flags, id, (thread) => thread.answer(key, answer, options));
  },
});

function answerOf(line: Context, given: string | undefined, words: readonly string[]): unknown {
  const [word] = words;
  if (word === undefined && given === undefined) throw usageError('Give the answer: a value, key=value or --input.');
  if (word !== undefined && words.length === 1 && given === undefined && !/^[\w$]+=/u.test(word))
    return givenValue(word);
  return givenValues(line, given, words);
}
