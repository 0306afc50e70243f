import { buildCommand, type Command } from '@stricli/core';
import { exactCheckpointName } from '../../line/checkpoint-name.ts';
import type { Context } from '../../context.ts';
import { withThread, type BusyFlags, type DetachFlags, type DrivingFlags } from '../../driving/driving.ts';
import { db, debug, graph, json, onBusy, switchFlag } from '../../line/flags.ts';
import { context, goingAlong, type AlongFlags } from '../../line/going-along.ts';
import { processText } from '../../thread/driver-text.ts';

interface Flags extends DrivingFlags, BusyFlags, DetachFlags, AlongFlags {
  readonly debug?: boolean;
}

/** Sends a thread back to a checkpoint. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Send a thread back to a checkpoint',
    fullDescription:
      'Send a thread back to a checkpoint, and drive it on from there. Nothing is deleted: going back is a checkpoint of its own. While another process drives the thread, it is sent back once that lets go of it.',
  },
  parameters: {
    flags: { graph, detach: switchFlag('Only send it back: a worker drives it'), context, onBusy, db, json, debug },
    aliases: { g: 'graph' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The checkpoint', placeholder: 'thread@seq' }] },
  },
  async func(flags, name) {
    const { thread: id, seq } = exactCheckpointName(name);
    await withThread(this, flags, id, async (thread, { owner }) => {
      const back = (await thread.at(seq)).seq;
      const other = owner(id);
      if (other !== undefined && (flags.onBusy ?? 'wait') === 'wait') {
        this.output.note(`Waits until ${processText(other)} lets go of ${id}; --on-busy replace takes it at once.`);
      }
      await thread.rewind(back, goingAlong(flags));
    });
  },
});
