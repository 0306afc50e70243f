import type { Thread } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import { exactCheckpointName } from '../../line/checkpoint-name.ts';
import type { Context } from '../../context.ts';
import { withThread, type DetachFlags, type DrivingFlags } from '../../driving/driving.ts';
import { db, debug, graph, input, json, switchFlag, textFlag } from '../../line/flags.ts';
import { context, goingAlong, type AlongFlags } from '../../line/going-along.ts';
import { givenValues } from '../../line/given-values.ts';

interface Flags extends DrivingFlags, DetachFlags, AlongFlags {
  readonly id?: string;
  readonly set?: readonly string[];
  readonly input?: string;
  readonly recorded?: boolean;
  readonly result?: readonly string[];
  readonly debug?: boolean;
}

type ForkOptions = NonNullable<Parameters<Thread['fork']>[1]>;

/** Starts a new thread from a checkpoint. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Start a new thread from a checkpoint',
    fullDescription:
      'Start a new thread that shares the past of another up to a checkpoint, and drive it until it comes to rest. The other stays as it is.',
  },
  parameters: {
    flags: {
      graph,
      id: textFlag('The id of the new thread; a random one by default', 'id'),
      set: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Another value for a key; give it again for another',
        placeholder: 'key=value',
      },
      recorded: switchFlag('Use what was recorded after the checkpoint instead of running activities again'),
      result: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'What an activity is said to have given instead, by its visit; give it again for another',
        placeholder: 'triage.1=json',
      },
      input,
      context,
      detach: switchFlag('Only make it: a worker drives it'),
      db,
      json,
      debug,
    },
    aliases: { g: 'graph' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The checkpoint', placeholder: 'thread@seq' }] },
  },
  async func(flags, name) {
    const { thread: origin, seq } = exactCheckpointName(name);
    const set = givenValues(this, flags.input, flags.set ?? []) ?? {};
    const results = givenValues(this, undefined, flags.result ?? []) as ForkOptions['results'];
    await withThread(this, flags, origin, async (thread, { threads }) => {
      const id = flags.id ?? crypto.randomUUID();
      threads.delete(origin);
      threads.add(id);
      return thread.fork((await thread.at(seq)).seq, {
        id,
        set,
        ...(flags.recorded === true && { recorded: true }),
        ...(results !== undefined && { results }),
        ...goingAlong(flags),
      });
    });
  },
});
