import { listed, type Duration, type ThreadRecord } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { withGraph, type DetachFlags, type DrivingFlags } from '../driving/driving.ts';
import {
  db,
  debug,
  durationFlag,
  graph,
  input,
  json,
  switchFlag,
  tagsFlag,
  textFlag,
  dateFlag,
} from '../line/flags.ts';
import { context, goingAlong, type AlongFlags } from '../line/going-along.ts';
import { givenValues } from '../line/given-values.ts';
import { notBoth } from '../line/not-both.ts';

interface Flags extends DrivingFlags, DetachFlags, AlongFlags {
  readonly id?: string;
  readonly tag?: readonly string[];
  readonly input?: string;
  readonly after?: Duration;
  readonly at?: string;
  readonly debug?: boolean;
}

/** Starts a thread. */
export const command: Command<Context> = buildCommand<Flags, string[], Context>({
  docs: {
    brief: 'Start a thread, and drive it until it comes to rest',
    fullDescription:
      'Start a thread of a graph, and drive it until it is done, fails or waits for somebody. Input is given as key=value, where a value that is JSON is read as JSON, or as --input.',
  },
  parameters: {
    flags: {
      graph,
      id: textFlag('The id of the thread; a random one by default', 'id'),
      tag: tagsFlag('A tag, or name=value; give it again for another'),
      input,
      after: durationFlag('Have it begin so much later', '1h'),
      at: dateFlag('Have it begin then', '2030-01-07T08:00:00Z'),
      context,
      detach: switchFlag('Only start it: a worker drives it'),
      db,
      json,
      debug,
    },
    aliases: { g: 'graph' },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'A value of the input', placeholder: 'key=value' },
    },
  },
  async func(flags, ...words) {
    notBoth(flags, 'at', 'after');
    const values = givenValues(this, flags.input, words);
    await withGraph(this, flags, async ({ cairn, graph: declared, threads }) => {
      const id = flags.id ?? crypto.randomUUID();
      threads.add(id);
      const { tag: tags, at, after } = flags;
      const when = { ...(at !== undefined && { at: new Date(at) }), ...(after !== undefined && { after }) };
      const thread = await cairn.start(declared, values, { id, ...(tags && { tags }), ...when, ...goingAlong(flags) });
      if (tags !== undefined) tellOtherTags(this, tags, await thread.record());
      return thread;
    });
  },
});

/** A thread that was there already keeps the tags that it was started with. */
function tellOtherTags({ output }: Context, given: readonly string[], { id, tags }: ThreadRecord): void {
  const has = new Set(tags);
  if (has.size === new Set(given).size && given.every((tag) => has.has(tag))) return;
  const kept = tags.length === 0 ? 'has no tags' : `keeps its tags: ${listed(tags)}`;
  output.note(`Thread "${id}" was started before, and ${kept}. Those given now are not added.`);
}
