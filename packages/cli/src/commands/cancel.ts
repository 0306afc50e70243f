import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { withThread, type BusyFlags, type DrivingFlags } from '../driving/driving.ts';
import { exitCode } from '../exit-code.ts';
import { db, debug, graph, json, onBusy, onceId, textFlag } from '../line/flags.ts';
import { context, sendingOf, type AlongFlags } from '../line/going-along.ts';

interface Flags extends DrivingFlags, BusyFlags, AlongFlags {
  readonly reason?: string;
  readonly id?: string;
  readonly debug?: boolean;
}

/** Ends a thread where it stands. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'End a thread where it stands',
    fullDescription: 'End a thread where it stands, and abort what runs of it, in whatever process that is.',
  },
  parameters: {
    flags: { graph, reason: textFlag('Why', 'text'), id: onceId, context, onBusy, db, json, debug },
    aliases: { g: 'graph' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  async func(flags, id) {
    const options = sendingOf(flags);
    await withThread(this, flags, id, (thread) => thread.cancel(flags.reason, options));
    if (this.exitCode === exitCode.cancelled) this.exitCode = exitCode.done;
  },
});
