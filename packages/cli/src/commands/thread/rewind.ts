import { buildCommand, type Command } from '@stricli/core';
import { exactCheckpointName } from '../../line/checkpoint-name.ts';
import type { Context } from '../../context.ts';
import { withThread, type DetachFlags, type DrivingFlags } from '../../driving/driving.ts';
import { db, debug, graph, json, switchFlag } from '../../line/flags.ts';

interface Flags extends DrivingFlags, DetachFlags {
  readonly debug?: boolean;
}

/** Sends a thread back to a checkpoint. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Send a thread back to a checkpoint',
    fullDescription:
      'Send a thread back to a checkpoint, and drive it on from there. Nothing is deleted: going back is a checkpoint of its own.',
  },
  parameters: {
    flags: { graph, detach: switchFlag('Only send it back: a worker drives it'), db, json, debug },
    aliases: { g: 'graph' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The checkpoint', placeholder: 'thread@seq' }] },
  },
  async func(flags, name) {
    const { thread: id, seq } = exactCheckpointName(name);
    await withThread(this, flags, id, async (thread) => thread.rewind((await thread.at(seq)).seq));
  },
});
