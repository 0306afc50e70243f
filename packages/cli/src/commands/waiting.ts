import { recordJson } from '@cairn/core/inspect';
import { summaryOf, type Store, type ThreadOrder, type ThreadRecord } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import type { DatabaseFlags } from '../database/database.ts';
import { looking } from '../database/looking.ts';
import { db, debug, json, limit, textFlag } from '../line/flags.ts';
import { awaitedText, placeText } from '../thread/summary.ts';
import { retryText } from '../thread/time-waited.ts';
import { tellDamaged } from '../thread/tell-damaged.ts';
import { writeTable, type Column } from '../printing/table.ts';
import { distanceText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly of?: string;
  readonly order?: ThreadOrder;
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
      'List waiting threads, newest first, or with --order due the one first that goes on by itself the soonest: the events and answers that each waits for, and when it goes on by itself. "cairn send" and "cairn answer" take one on.',
  },
  parameters: {
    flags: {
      of: textFlag('Those of a graph', 'graph'),
      order: {
        kind: 'enum',
        values: ['created', 'updated', 'due'],
        optional: true,
        brief:
          'What comes first: what was created last (the default), what came to wait last, what goes on the soonest',
      },
      limit,
      cursor: textFlag('Goes on after the page that ended with it', 'cursor'),
      db,
      json,
      debug,
    },
  },
  async func(flags) {
    const { of, order, limit: most = 50, cursor } = flags;
    const { page, waits } = await looking(this, flags, async (store) => {
      const found = await store.threads({
        status: ['waiting'],
        limit: most,
        skipDamaged: true,
        ...(of !== undefined && { graph: of }),
        ...(order !== undefined && { order }),
        ...(cursor !== undefined && { cursor }),
      });
      if (found.threads.length === 0)
        await (await import('../database/known-names.ts')).mustBeKnown(store, { graph: of });
      return { page: found, waits: flags.json === true ? [] : await waitsOf(store, found.threads) };
    });
    tellDamaged(this, page.damaged);
    if (flags.json) {
      const { jsonBlock } = await import('../printing/json-text.ts');
      this.output.line(jsonBlock({ ...page, threads: page.threads.map(recordJson) }));
      return;
    }
    if (page.threads.length === 0) this.output.note('No waiting threads.');
    else writeTable(this.output, waits, columns);
    if (page.cursor !== undefined) this.output.note(this.output.paint('dim', `More: --cursor ${page.cursor}`));
  },
});

interface Wait {
  readonly record: ThreadRecord;
  readonly for: string;
}

/** What threads wait for; where nobody is asked, their states are read for what is tried again. */
async function waitsOf(store: Store, records: readonly ThreadRecord[]): Promise<readonly Wait[]> {
  const waits: Wait[] = [];
  for (const record of records) {
    waits.push({ record, for: awaitedText(summaryOf(record)) || ((await retryText(store, record.id)) ?? 'time') });
  }
  return waits;
}

const columns: readonly Column<Wait>[] = [
  { title: 'THREAD', of: ({ record }) => record.id, style: () => 'bold', elastic: true, isPath: true },
  { title: 'GRAPH', of: ({ record }) => record.graph },
  { title: 'AT', of: ({ record }) => placeText(record), elastic: true },
  { title: 'WAITS FOR', of: (wait) => wait.for, style: () => 'yellow', elastic: true },
  { title: 'SINCE', of: ({ record }) => distanceText(record.updated) },
  { title: 'GOES ON', of: ({ record: { due } }) => (due === null ? '' : distanceText(due)) },
];
