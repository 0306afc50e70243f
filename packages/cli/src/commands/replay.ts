import { listed, counted } from '@cairn/core/store';
import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { replay, replayAll, type Replay, type ReplayOptions } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { openToRead, reading, type DatabaseFlags } from '../database/database.ts';
import { CommandError, exitCode, usageError } from '../exit-code.ts';
import { fileNamed } from '../line/file-named.ts';
import { db, debug, json, tagsFlag, textFlag } from '../line/flags.ts';
import { graphOf, loadGraphs, type GraphModule } from '../driving/graph-module.ts';
import { jsonLine } from '../printing/json-text.ts';
import { wayOfDiverging, writeDivergence, type DivergenceGroup } from '../log/divergence-text.ts';
import type { Output } from '../printing/output.ts';
import { statusesOf } from '../line/statuses-of.ts';
import { mustBeKnown } from '../database/known-names.ts';
import { recordOf } from '../database/thread-record.ts';

interface Flags extends DatabaseFlags {
  readonly against?: string;
  readonly graph?: string;
  readonly status?: string;
  readonly of?: string;
  readonly tag?: readonly string[];
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Replays threads against the graph of a module. */
export const command: Command<Context> = buildCommand<Flags, string[], Context>({
  docs: {
    brief: 'Replay threads against the graph of a module',
    fullDescription:
      'Would the graph of a module have done what was recorded? Drive it with the recorded results, events, answers and times, and report the first checkpoint at which it goes elsewhere or computes another state; threads that leave in the same way are told as one. No activity runs, and nothing is written. Without threads, every thread of its graphs; where there is none, or nothing is left of their histories, nothing was checked, and that is a problem.',
  },
  parameters: {
    flags: {
      against: textFlag('The module that exports the graph; else $CAIRN_GRAPH', 'module.ts[#export]'),
      graph: textFlag('The same as --against', 'module.ts[#export]'),
      status: textFlag('Threads of a status; several with commas', 'status'),
      of: textFlag('Threads of a graph', 'graph'),
      tag: tagsFlag('Threads with a tag; give it again for another'),
      db,
      json,
      debug,
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'A thread, or a file of "cairn thread export"', placeholder: 'thread|file' },
    },
  },
  async func(flags, ...recordings) {
    const { status, of, tag } = flags;
    if (recordings.length > 0 && [status, of, tag].some((each) => each !== undefined)) {
      throw usageError('Name threads, or narrow all of them with --status, --of and --tag; not both.');
    }
    if (flags.against !== undefined && flags.graph !== undefined)
      throw usageError('--against and --graph are the same here. Give one of them.');
    const module = await loadGraphs(this, flags.against ?? flags.graph, '--against');
    const ways = new Map<string, DivergenceGroup>();
    const count: Count = { replayed: 0, diverged: 0, unchecked: 0, unread: 0 };
    for await (const each of replays(this, flags, module, recordings)) {
      count.replayed += 1;
      if (diverges(each)) count.diverged += 1;
      else if (each.problem !== undefined) {
        count.unread += 1;
        this.output.note(`Thread "${each.thread}" cannot be replayed: ${each.problem.message}`);
      } else if (each.checkpoints === 0) count.unchecked += 1;
      if (flags.json) this.output.line(jsonLine(each));
      else if (recordings.length > 0) write(this.output, each);
      else {
        if (diverges(each)) add(ways, each);
        this.output.progress(`${counted(count.replayed, 'thread')}, ${count.diverged} diverged`);
      }
    }
    this.output.endProgress();
    if (count.diverged > 0) this.exitCode = exitCode.diverged;
    else if (count.unread > 0) this.exitCode = exitCode.problem;
    else if (count.unchecked === count.replayed) {
      throw new CommandError('Nothing was checked: of no thread is more left than its newest checkpoint.');
    }
    if (flags.json || recordings.length > 0) return;
    for (const way of [...ways.values()].toSorted((left, right) => right.count - left.count)) {
      writeDivergence(this.output, way);
    }
    this.output.line(totalText(count, ways.size));
  },
});

/** How many threads were replayed, and what became of them. */
interface Count {
  replayed: number;
  diverged: number;
  /** Nothing of them could be checked. */
  unchecked: number;
  /** They cannot be read. */
  unread: number;
}

function totalText({ replayed, diverged, unchecked, unread }: Count, ways: number): string {
  const checked = counted(replayed - unchecked - unread, 'thread');
  const inWays = ways > 1 ? `, in ${ways} ways` : '';
  const cut =
    unchecked === 0
      ? ''
      : `; of ${unchecked} nothing could be checked, as ${unchecked === 1 ? 'its history was' : 'their histories were'} cut`;
  return `${checked} replayed, ${diverged} diverged${inWays}${cut}${unread === 0 ? '' : `; ${unread} cannot be read`}.`;
}

function diverges(each: Replay): each is DivergenceGroup['first'] {
  return each.divergence !== undefined;
}

function add(ways: Map<string, DivergenceGroup>, each: DivergenceGroup['first']): void {
  const way = wayOfDiverging(each);
  const known = ways.get(way);
  ways.set(way, { first: known?.first ?? each, count: (known?.count ?? 0) + 1 });
}

async function* replays(
  context: Context,
  flags: Flags,
  module: GraphModule,
  recordings: readonly string[],
): AsyncGenerator<Replay, void, undefined> {
  const options = optionsOf(module);
  const threads = recordings.filter((each) => !isFile(context, each));
  const found: Replay[] = [];
  const isOfFiles = recordings.length > 0 && threads.length === 0;
  if (isOfFiles && flags.db !== undefined)
    throw usageError('--db has no effect where files are replayed, and no threads.');
  for (const file of recordings) {
    if (!isFile(context, file)) continue;
    const input = createReadStream(fileNamed(context, file));
    yield await replay(createInterface({ input, crlfDelay: Infinity }), graphOf(module), options);
  }
  if (isOfFiles) return;
  if (recordings.length > 0) {
    await reading(context, flags, async (store) => {
      for (const id of threads) {
        const { graph } = await recordOf(store, id);
        found.push(await replay({ store, id }, graphOf(module, graph), options));
      }
    });
    yield* found;
    return;
  }
  yield* allOf(context, flags, module);
}

/** How a module says that values are stored. */
function optionsOf({ codecs, protect }: GraphModule): Pick<ReplayOptions, 'codecs' | 'protect'> {
  return { codecs, ...(protect !== undefined && { protect }) };
}

async function* allOf(context: Context, flags: Flags, module: GraphModule): AsyncGenerator<Replay> {
  const { graphs } = module;
  const { status, of, tag } = flags;
  const store = await openToRead(context, flags);
  let isNone = true;
  try {
    for await (const each of replayAll(store, [...graphs.values()], {
      ...optionsOf(module),
      ...(status !== undefined && { status: statusesOf(status) }),
      ...(of !== undefined && { graph: of }),
      ...(tag !== undefined && { tags: tag }),
    })) {
      isNone = false;
      yield each;
    }
    if (!isNone) return;
    await mustBeKnown(store, { graph: of, tags: tag });
    const names = listed([...new Set([...graphs.values()].map(({ name }) => `"${name}"`))]);
    throw new CommandError(
      `No thread was replayed, so nothing was checked: none in ${store.name} is of ${names} and what else was asked for.`,
    );
  } finally {
    await store.close();
  }
}

function isFile({ folder }: Context, name: string): boolean {
  return name.endsWith('.jsonl') || (/[/\\.]/u.test(name) && existsSync(resolve(folder, name)));
}

function write(output: Output, each: Replay): void {
  if (diverges(each)) {
    writeDivergence(output, { first: each, count: 1 });
    return;
  }
  const { thread, checkpoints, skipped } = each;
  if (checkpoints === 0) {
    output.line(`· ${output.paint('bold', thread)}  ${output.paint('dim', `nothing was checked, ${skipped} skipped`)}`);
    return;
  }
  const looked = `${counted(checkpoints, 'checkpoint')}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  output.line(`${output.paint('green', '✓')} ${output.paint('bold', thread)}  ${output.paint('dim', looked)}`);
}
