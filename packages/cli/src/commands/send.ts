import type { EventOptions, Thread } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { withThread, type BusyFlags, type DrivingFlags } from '../driving/driving.ts';
import { db, debug, graph, input, json, lane, onBusy, onceId, switchFlag } from '../line/flags.ts';
import { notBoth } from '../line/not-both.ts';
import { context, sendingOf, type SendingFlags } from '../line/going-along.ts';
import { givenValues } from '../line/given-values.ts';

interface Flags extends DrivingFlags, BusyFlags, SendingFlags {
  readonly input?: string;
  readonly queue?: boolean;
  readonly allLanes?: boolean;
  readonly debug?: boolean;
}

/** Sends a thread an event. */
export const command: Command<Context> = buildCommand<Flags, [string, string, ...string[]], Context>({
  docs: {
    brief: 'Send a thread an event',
    fullDescription:
      'Send a thread an event, and drive it until it comes to rest again. What comes with the event is given as key=value or as --input.',
  },
  parameters: {
    flags: {
      graph,
      input,
      lane,
      queue: switchFlag('Keep it until something accepts it'),
      allLanes: switchFlag('Give it to every lane that takes it'),
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
        brief: 'The thread, the event, and values that come with it',
        placeholder: 'thread event key=value',
      },
    },
  },
  async func(flags, id, event, ...words) {
    const payload = givenValues(this, flags.input, words);
    const options = {
      queue: flags.queue === true,
      ...(flags.allLanes === true && { lanes: 'all' as const }),
      ...sendingOf(flags),
    };
    if (flags.onBusy !== 'wait') notBoth(flags, 'onBusy', 'queue');
    await withThread(this, flags, id, (thread) => sendTo(thread, event, payload, options));
  },
});

/** The types of events are the author's. */
async function sendTo(thread: Thread, ...sent: readonly [string, unknown, EventOptions]): Promise<void> {
  await (thread as unknown as { send(...given: typeof sent): Promise<void> }).send(...sent);
}
