import { driverJson, listed, summaryOf } from '@cairn/core/store';
import {
  checkpointAt,
  queuedIn,
  recordJson,
  refusedIn,
  statesWithin,
  whatAnswers,
  type QueuedMessage,
  type RefusedMessage,
} from '@cairn/core/inspect';
import type { Checkpoint } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import type { OwnerSeen, SqliteStore } from '@cairn/sqlite';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointIn } from '../../database/checkpoint-in.ts';
import { writeCheckpoint } from '../../thread/checkpoint-text.ts';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json, switchFlag } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output } from '../../printing/output.ts';
import { driverText } from '../../thread/driver-text.ts';
import { queuedText, refusedText } from '../../thread/queued-messages.ts';
import { awaitedText, statusStyle } from '../../thread/summary.ts';
import { recordOf } from '../../database/thread-record.ts';
import { distanceText, momentText } from '@cairn/drawing/words';
import { valueText } from '../../printing/value-text.ts';
import { isOver } from '../../thread/is-over.ts';

interface Flags extends DatabaseFlags {
  readonly full?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** So many messages that were taken or refused last are looked at. */
const mostRefused = 100;

/** Shows a thread at a checkpoint: its lanes, and its state. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Show a thread at a checkpoint',
    fullDescription: 'Show where a thread stands, or stood at a checkpoint: its lanes, their nodes, and its state.',
  },
  parameters: {
    flags: { full: switchFlag('The state of every lane, and lists whole'), db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The thread or the checkpoint', placeholder: 'thread[@seq]' }],
    },
  },
  func(flags, name) {
    return looking(this, flags, (store, own) => show(this.output, store, flags, { name, own }));
  },
});

async function show(
  output: Output,
  store: SqliteStore,
  flags: Flags,
  { name, own }: { readonly name: string; readonly own: SqliteStore },
): Promise<void> {
  const { thread, seq } = await checkpointIn(store, name);
  const record = await recordOf(store, thread);
  const checkpoint = await checkpointAt(store, thread, seq ?? -1);
  const owner = store.ownerOf(thread);
  const queued = queuedIn(await store.messages(thread));
  const refused = refusedIn(await store.consumed(thread, mostRefused));
  const { questions = [] } = checkpoint.seq === record.head ? summaryOf(record) : {};
  const answers = await whatAnswers(store, record.fingerprint, questions);
  const missing = await missingOf(store, checkpoint);
  const inner = await statesWithin(store, checkpoint);
  const within = new Map(inner.map(({ lane, states }) => [lane, states]));
  if (flags.json) {
    const driver = owner && driverJson(owner, Date.now());
    const takes = answers.size > 0 && { answers: Object.fromEntries(answers) };
    const states = within.size > 0 && { within: Object.fromEntries(within) };
    const said = { ...(driver && { driver }), queued, refused, ...takes, ...states, checkpoint };
    output.line(jsonBlock({ thread: recordJson(record), ...said }));
    return;
  }
  const isNewest = checkpoint.seq === record.head;
  // Where it stands now is said as lists say it: what was sent back or forked is for somebody to take up.
  const { status } = isNewest ? record : checkpoint;
  const title = `${output.paint('bold', `${thread}@${checkpoint.seq}`)}  ${output.paint(statusStyle[status], status)}`;
  output.line(`${title}  ${output.paint('dim', isNewest ? 'newest' : `of ${record.head}`)}`);
  const isSaved = (await own.thread(thread)) === undefined;
  const now = isNewest ? { refused, answers, isSaved, ...(isOver(record.status) ? {} : { owner, queued }) } : {};
  for (const [label, text] of factsOf(record, checkpoint, isNewest, { ...now, missing })) {
    output.sentence(`${output.paint('dim', label.padEnd(8))}  ${text}`, 10);
  }
  writeCheckpoint(output, checkpoint, { full: flags.full === true, within });
}

/** Those of a thread's parent and children that are in another database, or gone. */
async function missingOf(store: SqliteStore, { parent, children = [] }: Checkpoint): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const { thread } of [...(parent === undefined ? [] : [parent]), ...children])
    if ((await store.thread(thread)) === undefined) missing.add(thread);
  return missing;
}

/** What is true of a thread now, and of none of its checkpoints. */
interface Now {
  readonly missing: ReadonlySet<string>;
  readonly answers?: ReadonlyMap<string, unknown>;
  readonly owner?: OwnerSeen | undefined;
  /** It is one of LangGraph: nobody of Cairn's drives it. */
  readonly isSaved?: boolean;
  readonly queued?: readonly QueuedMessage[];
  readonly refused?: readonly RefusedMessage[];
}

function factsOf(
  record: ThreadRecord,
  { time, parent, children = [] }: Checkpoint,
  isNewest: boolean,
  { owner, isSaved = false, queued = [], refused = [], answers = new Map(), missing }: Now,
): readonly (readonly [string, string])[] {
  const { id, graph, created, tags, origin, due } = record;
  const summary = isNewest ? summaryOf(record) : {};
  const driven = isSaved ? 'by LangGraph, if a program is at it: nobody can tell' : driverText(owner, id);
  const awaited = record.status === 'waiting' ? awaitedText(summary) : '';
  const named = (thread: string): string => (missing.has(thread) ? `${thread} (not here)` : thread);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['graph', graph],
    ['started', `${momentText(created)} (${distanceText(created)})`],
    ['time', momentText(time)],
    ['tags', tags.join(', ')],
    ['forked', origin === null ? '' : `from ${origin.thread}@${origin.seq}`],
    ['parent', parent && `${named(parent.thread)}, which waits for it as ${parent.key}`],
    ['children', listed(children.map(({ thread }) => named(thread)))],
    ['awaits', awaited],
    ['takes', listed([...answers].map(([key, schema]) => `${key}: ${valueText(schema)}`))],
    ['goes on', isNewest && due !== null ? `${momentText(due)} (${distanceText(due)})` : ''],
    ['driven', isNewest && (owner !== undefined || record.status === 'running') ? driven : ''],
    ['queued', listed(queued.map(queuedText))],
    ['refused', listed(refused.map(refusedText))],
    ['reason', summary.reason],
  ];
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '');
}
