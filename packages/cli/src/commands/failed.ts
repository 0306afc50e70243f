import { recordJson } from '@cairn/core/inspect';
import { summaryOf, type ThreadRecord } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import type { DatabaseFlags } from '../database/database.ts';
import { looking } from '../database/looking.ts';
import { db, debug, json, limit, textFlag } from '../line/flags.ts';
import { tellDamaged } from '../thread/tell-damaged.ts';
import { writeTable, type Column } from '../printing/table.ts';
import { oneLine } from '../printing/harmless.ts';
import { distanceText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly of?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Lists failed threads. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'List failed threads, and why they failed',
    fullDescription:
      'List failed threads, newest first, and why each failed. "cairn resume" takes one up where it stopped; where that would fail in the same way, as a machine that ended in an error does, "cairn thread rewind" and "cairn thread fork" go on from an earlier checkpoint.',
  },
  parameters: {
    flags: {
      of: textFlag('Those of a graph', 'graph'),
      limit,
      cursor: textFlag('Goes on after the page that ended with it', 'cursor'),
      db,
      json,
      debug,
    },
  },
  async func(flags) {
    const { of, limit: most = 50, cursor } = flags;
    const page = await looking(this, flags, async (store) => {
      const found = await store.threads({
        status: ['failed'],
        limit: most,
        skipDamaged: true,
        ...(of !== undefined && { graph: of }),
        ...(cursor !== undefined && { cursor }),
      });
      if (found.threads.length === 0)
        await (await import('../database/known-names.ts')).mustBeKnown(store, { graph: of });
      return found;
    });
    tellDamaged(this, page.damaged);
    if (flags.json) {
      const { jsonBlock } = await import('../printing/json-text.ts');
      this.output.line(jsonBlock({ ...page, threads: page.threads.map(recordJson) }));
      return;
    }
    if (page.threads.length === 0) this.output.note('No failed threads.');
    else writeTable(this.output, page.threads.flatMap(failuresOf), columns);
    if (page.cursor !== undefined) this.output.note(this.output.paint('dim', `More: --cursor ${page.cursor}`));
  },
});

interface Failure {
  readonly thread: ThreadRecord;
  readonly lane: string;
  readonly node: string;
  readonly name: string;
  readonly message: string;
}

function failuresOf(thread: ThreadRecord): readonly Failure[] {
  const { failed = [] } = summaryOf(thread);
  return failed.map((failure) => ({ thread, ...failure }));
}

const columns: readonly Column<Failure>[] = [
  {
    title: 'THREAD',
    of: ({ thread }) => `${thread.id}@${thread.head}`,
    style: () => 'bold',
    elastic: true,
    isPath: true,
  },
  { title: 'GRAPH', of: ({ thread }) => thread.graph },
  { title: 'NODE', of: ({ node }) => node },
  { title: 'LANE', of: ({ lane }) => lane, elastic: true, isPath: true },
  { title: 'FAILED', of: ({ thread }) => distanceText(thread.updated) },
  { title: 'WHY', of: ({ name, message }) => oneLine(`${name}: ${message}`), style: () => 'red', elastic: true },
];
