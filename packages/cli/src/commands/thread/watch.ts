import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '@cairn/core';
import { summaryOf, type ThreadRecord } from '@cairn/core/store';
import type { SqliteStore } from '@cairn/sqlite';
import { checkpointAt, historyOf } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointName } from '../../line/checkpoint-name.ts';
import type { Context } from '../../context.ts';
import { reading, type DatabaseFlags } from '../../database/database.ts';
import { db, debug, json, switchFlag } from '../../line/flags.ts';
import { notBoth } from '../../line/not-both.ts';
import { interruptible } from '../../driving/interruptible.ts';
import { jsonLine } from '../../printing/json-text.ts';
import { graphBefore, lanesGoneBackTo } from '../../log/lanes-at.ts';
import { LogWriter } from '../../log/log-writer.ts';
import { Alone } from '../../driving/alone.ts';
import { exitCodeOfResult } from '../../thread/result-text.ts';
import { statusStyle } from '../../thread/summary.ts';
import { recordOf } from '../../database/thread-record.ts';

interface Flags extends DatabaseFlags {
  readonly graph?: boolean;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** How often the database is looked at, in milliseconds. */
const interval = 100;

/** Follows a thread. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Follow a thread as it goes on',
    fullDescription:
      'Show each checkpoint of a thread as it is written, in whatever process that is, until the thread is over or waits for somebody; the exit code says which. Of "INC-42@17", those from 17 on.',
  },
  parameters: {
    flags: { graph: switchFlag('Draw the lanes'), follow: switchFlag('Go on until interrupted'), db, json, debug },
    aliases: { f: 'follow' },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'The thread, or the checkpoint to begin with', placeholder: 'thread[@seq]' },
      ],
    },
  },
  async func(flags, name) {
    notBoth(flags, 'graph', 'json');
    await interruptible(this, (signal) => reading(this, flags, (store) => watch(this, store, flags, { name, signal })));
  },
});

async function watch(
  context: Context,
  store: SqliteStore,
  flags: Flags,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<void> {
  const { output } = context;
  const { thread, seq } = checkpointName(name);
  let record = await recordOf(store, thread);
  const from = seq === undefined ? record.head + 1 : (await checkpointAt(store, thread, seq)).seq;
  const graph = flags.graph ? await graphBefore(store, thread, from) : undefined;
  const writer = new LogWriter(output, { thread, record, graph, isLive: output.isTerminal });
  const write = async (rows: readonly Row[]): Promise<void> => {
    if (flags.json) for (const row of rows) output.line(jsonLine({ thread, ...row }));
    else writer.writeAll(rows, flags.graph ? await lanesGoneBackTo(store, thread, rows) : undefined);
  };
  let seen = from - 1;
  const alone = new Alone(output, store, thread);
  for (let version: number | undefined; ;) {
    const now = await store.version();
    if (now !== version) {
      version = now;
      record = await recordOf(store, thread);
      const rows = await historyOf(store, thread, { from: seen + 1 });
      seen = rows.at(-1)?.seq ?? seen;
      await write(rows);
    }
    if (signal.aborted) return;
    if (!flags.follow && rests(record) && record.head <= seen) break;
    await alone.look(record);
    await pause(interval, undefined, { signal }).catch(() => undefined);
  }
  if (record.status !== 'running') context.exitCode = exitCodeOfResult({ status: record.status });
  if (!flags.json)
    output.note(`${thread}@${record.head} is ${output.paint(statusStyle[record.status], record.status)}.`);
}

/** Whether nothing happens to a thread any more unless somebody does something. */
function rests(record: ThreadRecord): boolean {
  if (record.status === 'running') return false;
  const { events = [], questions = [] } = summaryOf(record);
  return record.status !== 'waiting' || record.due === null || events.length + questions.length > 0;
}
