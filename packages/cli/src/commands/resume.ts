import type { Cairn } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { problem } from '@cairn/core/store';
import { processText } from '../thread/driver-text.ts';
import { withThread, type BusyFlags, type DrivingFlags } from '../driving/driving.ts';
import { db, debug, graph, json, lane, onBusy, onceId } from '../line/flags.ts';
import { context, sendingOf, type SendingFlags } from '../line/going-along.ts';

interface Flags extends DrivingFlags, BusyFlags, SendingFlags {
  readonly debug?: boolean;
}

/** Takes a thread up again. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Take up a thread that failed or was interrupted',
    fullDescription:
      'Take a thread up where it stopped: failed lanes run again, what was interrupted goes on, what is due is done. What was done already is not done again.',
  },
  parameters: {
    flags: { graph, lane, id: onceId, context, onBusy, db, json, debug },
    aliases: { g: 'graph' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  async func(flags, id) {
    await withThread(this, flags, id, async (thread, { cairn, owner }) => {
      const other = owner(id);
      if (other !== undefined && flags.onBusy === 'refuse') {
        throw problem('thread/busy', { thread: id, owner: processText(other) });
      }
      const { status } = await thread.record();
      if (status === 'failed' || flags.lane !== undefined) await thread.resume(sendingOf(flags));
      // What is due is taken up, and then followed; what is in the way of that is said.
      else {
        if (flags.context !== undefined)
          this.output.note(`Thread "${id}" is not failed: it is taken up as it is, and nothing goes along.`);
        await takeUp(cairn, id);
      }
    });
  },
});

/** Takes up what has something to do. */
async function takeUp(cairn: Cairn, id: string): Promise<void> {
  const left = await cairn.recovered();
  if (left.has(id)) throw left.get(id) as Error;
}
