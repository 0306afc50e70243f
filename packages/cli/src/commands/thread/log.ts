import type { Row } from '@cairn/core';
import { activeOf, checkpointAt, historyOf, innermostOf, type HistoryPart } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointIn } from '../../database/checkpoint-in.ts';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json, limit, numberFlag, switchFlag } from '../../line/flags.ts';
import { notBoth } from '../../line/not-both.ts';
import { statesLeft } from '@cairn/drawing/words';
import { jsonLine } from '../../printing/json-text.ts';
import { graphBefore, lanesGoneBackTo } from '../../log/lanes-at.ts';
import { LogWriter } from '../../log/log-writer.ts';
import { recordOf } from '../../database/thread-record.ts';

interface Flags extends DatabaseFlags {
  readonly graph?: boolean;
  readonly limit?: number;
  readonly before?: number;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** How many checkpoints are shown at once. */
const usual = 50;

/** How many checkpoints are read at once. */
const pageSize = 1_000;

/** Lists the checkpoints of a thread, the newest last. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'List the checkpoints of a thread',
    fullDescription: `List the newest ${usual} checkpoints of a thread, the newest last; of "INC-42@17", those up to 17.`,
  },
  parameters: {
    flags: {
      graph: switchFlag('Draw the lanes'),
      limit,
      before: numberFlag('Those before a checkpoint', 2),
      all: switchFlag('All of them'),
      db,
      json,
      debug,
    },
    aliases: { n: 'limit' },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The thread, or the checkpoint to end with', placeholder: 'thread[@seq]' }],
    },
  },
  func(flags, name) {
    notBoth(flags, 'limit', 'all');
    notBoth(flags, 'graph', 'json');
    return looking(this, flags, (store) => writeLog(this, store, flags, name));
  },
});

async function writeLog({ output }: Context, store: Store, flags: Flags, name: string): Promise<void> {
  const { thread, seq } = await checkpointIn(store, name);
  const record = await recordOf(store, thread);
  const last = seq === undefined ? record.head : (await checkpointAt(store, thread, seq)).seq;
  const to = Math.min(last, (flags.before ?? Infinity) - 1);
  const from = flags.all ? 1 : Math.max(1, to - (flags.limit ?? usual) + 1);
  if (flags.json) {
    for await (const rows of pagesOf(store, thread, { from, to })) {
      for (const row of rows) output.line(jsonLine({ thread, ...row }));
      await output.drained();
    }
    return;
  }
  const writer = new LogWriter(output, {
    thread,
    record,
    graph: flags.graph ? await graphBefore(store, thread, from) : undefined,
    within: await statesCome(store, thread, { from, to }),
  });
  let first: Row | undefined;
  for await (const rows of pagesOf(store, thread, { from, to })) {
    first ??= rows[0];
    writer.writeAll(rows, flags.graph === true ? await lanesGoneBackTo(store, thread, rows) : undefined);
    await output.drained();
  }
  if (first === undefined) output.note('No checkpoints.');
  else if (first.seq > 1 && from === first.seq) output.note(output.paint('dim', `Earlier: --before ${first.seq}`));
  else if (first.seq > from) output.note(output.paint('dim', `What came before @${first.seq} was cut.`));
}

/** The innermost states that rows left lanes in, by the numbers of the rows, each beginning with its lane where that is not the row's. */
async function statesCome(
  store: Store,
  thread: string,
  part: HistoryPart,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const come = new Map<number, readonly string[]>();
  for await (const { seq, lane, of, active, diagram } of activeOf(store, thread, part)) {
    const states = statesLeft(of, [{ lane, states: innermostOf(diagram, active) }]);
    come.set(seq, [...(come.get(seq) ?? []), ...states]);
  }
  return come;
}

async function* pagesOf(
  store: Store,
  thread: string,
  { from = 1, to = Infinity }: HistoryPart,
): AsyncGenerator<readonly Row[]> {
  for (let next = from; next <= to;) {
    const rows = await historyOf(store, thread, { from: next, to, limit: pageSize });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    next = last.seq + 1;
  }
}
