import { counted, isDamage, listed } from '@cairn/core/store';
import { open } from '@cairn/core';
import type { Duration } from '@cairn/core/store';
import type { SqliteStore } from '@cairn/sqlite';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { onCopy, writing, type DatabaseFlags } from '../database/database.ts';
import { mustBeKnown } from '../database/known-names.ts';
import { recordOf } from '../database/thread-record.ts';
import { exitCode, usageError } from '../exit-code.ts';
import { db, debug, durationFlag, json, numberFlag, switchFlag, tagsFlag, textFlag } from '../line/flags.ts';
import { statusesOf } from '../line/statuses-of.ts';
import { jsonBlock } from '../printing/json-text.ts';

interface Flags extends DatabaseFlags {
  readonly olderThan?: Duration;
  readonly keep?: number;
  readonly status?: string;
  readonly of?: string;
  readonly tag?: readonly string[];
  readonly history?: boolean;
  readonly dryRun?: boolean;
  readonly vacuum?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Deletes old threads, or cuts their histories. */
export const command: Command<Context> = buildCommand<Flags, string[], Context>({
  docs: {
    brief: 'Delete old threads, or cut their histories',
    fullDescription:
      'Delete threads that are done or were cancelled, or with --history cut histories to the newest checkpoint. Say which: threads, one of the flags that narrow them, or both, which chooses among the named. A thread that may still go on is never deleted, and forks keep what they share. --dry-run does it to a copy in the folder for temporary files, and so says exactly what would go.',
  },
  parameters: {
    flags: {
      olderThan: durationFlag('Those that nothing happened to for so long', '30d'),
      keep: numberFlag('Not so many of the newest'),
      status: textFlag(
        'Those of a status; several with commas; of unnamed threads, done,cancelled by default',
        'status',
      ),
      of: textFlag('Those of a graph', 'graph'),
      tag: tagsFlag('Those with a tag; give it again for another'),
      history: switchFlag('Cut their histories, and keep the threads'),
      dryRun: switchFlag('Say what would go, and change nothing'),
      vacuum: switchFlag('Give the space back to the disk; others wait meanwhile'),
      db,
      json,
      debug,
    },
    positional: { kind: 'array', parameter: { parse: String, brief: 'A thread', placeholder: 'thread' } },
  },
  async func(flags, ...threads) {
    const { olderThan, keep, status, of, tag } = flags;
    const isDry = flags.dryRun === true;
    if (threads.length === 0 && [olderThan, keep, status, of, tag].every((each) => each === undefined)) {
      throw usageError('Say what to prune: threads, --older-than 30d, --keep 1000, --status, --of or --tag.');
    }
    await (isDry ? onCopy : writing)(this, flags, async (store) => {
      for (const id of threads) await mustBeThere(store, id);
      const cairn = open({ store, graphs: [], recover: false, drive: false });
      try {
        const pruned = await cairn.prune({
          ...(olderThan !== undefined && { olderThan }),
          ...(keep !== undefined && { keep }),
          ...(status !== undefined && { status: statusesOf(status) }),
          ...(of !== undefined && { graph: of }),
          ...(tag !== undefined && { tags: tag }),
          ...(threads.length > 0 && { threads }),
          drop: flags.history === true ? 'history' : 'threads',
          onProgress: ({ matched }) => this.output.progress(counted(matched, 'thread')),
        });
        if (pruned.matched === 0) await mustBeKnown(store, { graph: of, tags: tag });
        if (flags.vacuum === true) store.vacuum();
        if (pruned.busy.length > 0) this.exitCode = exitCode.conflict;
        if (pruned.damaged.length > 0) this.exitCode = exitCode.problem;
        if (flags.json) this.output.line(jsonBlock({ dryRun: isDry, ...pruned, ...store.size() }));
        else for (const line of linesOf(pruned, { ...flags, named: new Set(threads).size })) this.output.line(line);
      } finally {
        await cairn.close();
      }
    });
  },
});

/** What is damaged of a thread is no reason to leave others alone. */
async function mustBeThere(store: SqliteStore, id: string): Promise<void> {
  await recordOf(store, id).catch((error: unknown) => {
    if (!isDamage(error)) throw error;
  });
}

function linesOf(
  { matched, deleted, cut, rows, spared, busy, unread, damaged }: Awaited<ReturnType<ReturnType<typeof open>['prune']>>,
  { dryRun, history, named }: Pick<Flags, 'dryRun' | 'history'> & { readonly named: number },
): readonly string[] {
  const would = dryRun ? 'Would delete' : 'Deleted';
  const others = named - matched - (named > 0 ? damaged.length : 0);
  const wouldCut = dryRun ? 'Would cut' : 'Cut';
  return [
    history
      ? `${wouldCut} the histories of ${cut} of ${counted(matched, 'thread')}, ${counted(rows, 'checkpoint')}.`
      : `${would} ${deleted} of ${counted(matched, 'thread')}.`,
    ...(others > 0 ? [`Left alone, as the flags do not choose them: ${others} of the named.`] : []),
    ...(spared === 0 ? [] : [`Left alone, as they may still go on: ${spared}. --history cuts their histories.`]),
    ...(busy.length === 0 ? [] : [`Left alone, as somebody drives them: ${listed(busy)}.`]),
    ...(unread.length === 0
      ? []
      : [`Left alone, as their state cannot be told without their codecs or keys: ${listed(unread)}.`]),
    ...(damaged.length === 0
      ? []
      : [
          `Left alone, as something of them is damaged: ${listed(damaged)}. "cairn thread delete --force" deletes them whatever they are; "cairn integrity" says more.`,
        ]),
  ];
}
