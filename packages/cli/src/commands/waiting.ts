import type { ThreadRecord } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { reading, type DatabaseFlags } from '../database/database.ts';
import { db, debug, json, limit, textFlag } from '../line/flags.ts';
import { awaitedText, placeText, recordJson, summaryOf } from '../thread/summary.ts';
import { writeTable, type Column } from '../printing/table.ts';
import { distanceText } from '../printing/time-text.ts';

interface Flags extends DatabaseFlags {
  readonly of?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Lists waiting threads. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'List waiting threads, and what they wait for',
    fullDescription:
      'List waiting threads, newest first: the events and answers that each waits for, and when it goes on by itself. "cairn send" and "cairn answer" take one on.',
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
    const page = await reading(this, flags, async (store) =>
      store.threads({
        status: ['waiting'],
        limit: most,
        ...(of !== undefined && { graph: of }),
        ...(cursor !== undefined && { cursor }),
      }),
    );
    if (flags.json) {
      const { jsonBlock } = await import('../printing/json-text.ts');
      this.output.line(jsonBlock({ ...page, threads: page.threads.map(recordJson) }));
      return;
    }
    if (page.threads.length === 0) this.output.note('No waiting threads.');
    else writeTable(this.output, page.threads, columns);
    if (page.cursor !== undefined) this.output.note(this.output.paint('dim', `More: --cursor ${page.cursor}`));
  },
});

const columns: readonly Column<ThreadRecord>[] = [
  { title: 'THREAD', of: ({ id }) => id, style: () => 'bold' },
  { title: 'GRAPH', of: ({ graph }) => graph },
  { title: 'AT', of: placeText, elastic: true },
  {
    title: 'WAITS FOR',
    of: (record) => awaitedText(summaryOf(record)) || 'time',
    style: () => 'yellow',
    elastic: true,
  },
  { title: 'SINCE', of: ({ updated }) => distanceText(updated) },
  { title: 'GOES ON', of: ({ due }) => (due === null ? '' : distanceText(due)) },
];
