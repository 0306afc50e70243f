import { checkpointAt } from '@cairn/core/time';
import type { Store, ThreadRecord } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointName } from '../../line/checkpoint-name.ts';
import { writeCheckpoint } from '../../thread/checkpoint-text.ts';
import type { Context } from '../../context.ts';
import { reading, type DatabaseFlags } from '../../database/database.ts';
import { db, debug, json, switchFlag } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output } from '../../printing/output.ts';
import { awaitedText, recordJson, statusStyle, summaryOf } from '../../thread/summary.ts';
import { recordOf } from '../../database/thread-record.ts';
import { distanceText, momentText } from '../../printing/time-text.ts';

interface Flags extends DatabaseFlags {
  readonly full?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Shows a thread at a checkpoint: its lanes, and its state. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Show a thread at a checkpoint',
    fullDescription: 'Show where a thread stands, or stood at a checkpoint: its lanes, their nodes, and its state.',
  },
  parameters: {
    flags: { full: switchFlag('The state of every lane'), db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The thread or the checkpoint', placeholder: 'thread[@seq]' }],
    },
  },
  func(flags, name) {
    return reading(this, flags, (store) => show(this.output, store, flags, name));
  },
});

async function show(output: Output, store: Store, flags: Flags, name: string): Promise<void> {
  const { thread, seq } = checkpointName(name);
  const record = await recordOf(store, thread);
  const checkpoint = await checkpointAt(store, thread, seq ?? -1);
  if (flags.json) {
    output.line(jsonBlock({ thread: recordJson(record), checkpoint }));
    return;
  }
  const isNewest = checkpoint.seq === record.head;
  const title = `${output.paint('bold', `${thread}@${checkpoint.seq}`)}  ${output.paint(statusStyle[checkpoint.status], checkpoint.status)}`;
  output.line(`${title}  ${output.paint('dim', isNewest ? 'newest' : `of ${record.head}`)}`);
  for (const [label, text] of factsOf(record, checkpoint.time, isNewest)) {
    output.line(`${output.paint('dim', label.padEnd(8))}  ${text}`);
  }
  writeCheckpoint(output, checkpoint, flags.full === true);
}

function factsOf(record: ThreadRecord, time: number, isNewest: boolean): readonly (readonly [string, string])[] {
  const { graph, created, tags, origin, due, owner } = record;
  const summary = isNewest ? summaryOf(record) : {};
  const awaited = record.status === 'waiting' ? awaitedText(summary) : '';
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['graph', graph],
    ['started', `${momentText(created)} (${distanceText(created)})`],
    ['time', momentText(time)],
    ['tags', tags.join(', ')],
    ['forked', origin === null ? '' : `from ${origin.thread}@${origin.seq}`],
    ['awaits', awaited],
    ['goes on', isNewest && due !== null ? `${momentText(due)} (${distanceText(due)})` : ''],
    ['driven', isNewest && owner !== null ? `by ${owner}` : ''],
    ['reason', summary.reason],
  ];
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '');
}
