import { open, type Broadcast, type BroadcastOptions, type Cairn } from '@cairn/core';
import { counted } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { writing, type DatabaseFlags } from '../database/database.ts';
import { mustBeKnown } from '../database/known-names.ts';
import { graphOf, loadGraphs, type GraphFlags } from '../driving/graph-module.ts';
import { interruptible } from '../driving/interruptible.ts';
import { usageError } from '../exit-code.ts';
import { db, debug, graph, input, json, onceId, switchFlag, tagsFlag, textFlag } from '../line/flags.ts';
import { context, goingAlong, type AlongFlags } from '../line/going-along.ts';
import { givenValues } from '../line/given-values.ts';
import { statusesOf } from '../line/statuses-of.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { tellDamaged } from '../thread/tell-damaged.ts';

interface Flags extends DatabaseFlags, GraphFlags, AlongFlags {
  readonly id?: string;
  readonly input?: string;
  readonly status?: string;
  readonly tag?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Sends an event to many threads. */
export const command: Command<Context> = buildCommand<Flags, [string, ...string[]], Context>({
  docs: {
    brief: 'Send an event to many threads',
    fullDescription:
      'Send an event to every thread of a graph that the flags choose, once under its --id: given again, it goes on where it was stopped, and reaches those that were started since. Threads that are done or cancelled are left out unless --status names them. It is kept in each thread until something accepts it, and taken by whoever drives the thread. What comes with the event is given as key=value or as --input.',
  },
  parameters: {
    flags: {
      graph,
      id: onceId,
      context,
      input,
      status: textFlag('Those of a status; several with commas', 'status'),
      tag: tagsFlag('Those with a tag; give it again for another'),
      dryRun: switchFlag('Say how many would have it, and send nothing'),
      db,
      json,
      debug,
    },
    aliases: { g: 'graph' },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: { parse: String, brief: 'The event, and values that come with it', placeholder: 'event key=value' },
    },
  },
  async func(flags, event, ...words) {
    const { id, status, tag, dryRun = false } = flags;
    if (id === undefined) throw usageError('Give it an --id, under which each thread has it once.');
    const payload = givenValues(this, flags.input, words);
    const module = await loadGraphs(this, flags.graph);
    const declared = graphOf(module);
    const query = {
      ...(status !== undefined && { status: statusesOf(status) }),
      ...(tag !== undefined && { tags: tag }),
      dryRun,
      ...goingAlong(flags),
    };
    await writing(this, flags, async (store) => {
      const { codecs, protect } = module;
      const cairn = open({
        store,
        graphs: [declared],
        codecs,
        ...(protect !== undefined && { protect }),
        drive: false,
      });
      let far: Broadcast = { sent: 0, again: 0, damaged: [] };
      const onProgress = (now: Broadcast): void =>
        this.output.progress(counted((far = now).sent + now.again, 'thread'));
      const isThrough = await interruptible(this, async (signal) => {
        far = await broadcastTo(cairn, declared, { event, payload, id }, { ...query, onProgress, signal });
        if (far.sent + far.again === 0) await mustBeKnown(store, { graph: declared.name, tags: tag });
      });
      this.output.endProgress();
      tellDamaged(this, far.damaged);
      if (flags.json) this.output.line(jsonBlock({ ...far, complete: isThrough, ...(dryRun && { dryRun }) }));
      else this.output.line(told(far, dryRun));
      if (!isThrough) this.output.note(`The same command goes on, under the same --id ${id}.`);
    });
  },
});

function told({ sent, again }: Broadcast, isDry: boolean): string {
  const had = again === 0 ? '' : `; ${counted(again, 'thread')} had it before`;
  const have = isDry ? 'would have it' : sent === 1 ? 'has it now' : 'have it now';
  return `${counted(sent, 'thread')} ${have}${had}.`;
}

/** The types of events are the author's. */
function broadcastTo(
  cairn: Cairn,
  ...given: readonly [unknown, { event: string; payload: unknown; id: string }, BroadcastOptions]
): Promise<Broadcast> {
  return (cairn as unknown as { broadcast(...all: typeof given): Promise<Broadcast> }).broadcast(...given);
}
