import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import { withThread, type BusyFlags, type DrivingFlags } from '../../driving/driving.ts';
import { usageError } from '../../exit-code.ts';
import { db, debug, graph, input, json, lane, onBusy, onceId, textFlag } from '../../line/flags.ts';
import { context, sendingOf, type SendingFlags } from '../../line/going-along.ts';
import { givenValues } from '../../line/given-values.ts';

interface Flags extends DrivingFlags, BusyFlags, SendingFlags {
  readonly input?: string;
  readonly as?: string;
  readonly debug?: boolean;
}

/** Changes a thread's state by hand. */
export const command: Command<Context> = buildCommand<Flags, [string, ...string[]], Context>({
  docs: {
    brief: 'Change the state of a thread by hand',
    fullDescription:
      'Change the state of a thread as though a node had returned the values. With --as the thread, or the lane of --lane, goes on as though that node had; a thread that leaves a fork so ends its lanes. A failed thread stays failed until "cairn resume".',
  },
  parameters: {
    flags: {
      graph,
      input,
      as: textFlag('The node to go on as', 'node'),
      lane,
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
      minimum: 1,
      parameter: { parse: String, brief: 'The thread, and values', placeholder: 'thread key=value' },
    },
  },
  async func(flags, id, ...words) {
    const values = givenValues(this, flags.input, words);
    if (values === undefined && flags.as === undefined) throw usageError('Say what to change: key=value or --input.');
    const place = {
      ...(flags.as !== undefined && { as: flags.as }),
      ...sendingOf(flags),
    };
    await withThread(this, flags, id, (thread) => thread.edit(values ?? {}, place));
  },
});
