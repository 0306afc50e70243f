import {
  checkpointAt,
  historyOf,
  jsonOf,
  keptPlan,
  type Checkpoint,
  type LaneAt,
  type PlanData,
} from '@cairn/core/inspect';
import type { Row } from '@cairn/core';
import type { Store, ThreadRecord } from '@cairn/core/store';
import type { Actions } from '../../api.ts';
import { Refused } from '../saying/refusal.ts';

type Body = Readonly<Record<string, unknown>>;

/** How a thread stood when it was seen, how it stands, and what happened since. */
interface Since {
  readonly store: Store;
  readonly record: ThreadRecord;
  readonly seen: number;
  readonly rows: readonly Row[];
  readonly body: Body;
}

/** More rows than these are not looked through: then it is another thread than what was seen. */
const mostRows = 5_000;

/**
 * Refuses what is to be done to a thread where it stands otherwise than whoever asks has seen it, as far as that matters for what is asked
 * (`Actions` says how far); nothing where they do not say what they saw. It is looked at as the store has it: what another process
 * commits between this and the command is not noticed.
 */
export async function mustBeAsSeen(store: Store, record: ThreadRecord, name: keyof Actions, body: Body): Promise<void> {
  const seen = body['seen'] as number | undefined;
  const why = whys[name];
  if (seen === undefined || why === undefined) return;
  if (seen < 1) throw new Refused(400, 'studio/invalid', '"seen" is a checkpoint, from 1 on.');
  const missing = record.head - seen;
  if (missing < 0 || missing > mostRows) throw changed('The thread is another than the one that was seen.');
  const rows = missing === 0 ? [] : await historyOf(store, record.id, { from: seen + 1, to: record.head });
  const back = rows.findLast(({ cause }) => cause === 'rewind');
  if (back !== undefined) throw changed(`The thread was sent back meanwhile${placeOf(back)}.`);
  if (rows.length < missing) throw changed('What happened since the thread was seen was cut off its log.');
  const told = missing === 0 ? undefined : await why({ store, record, seen, rows, body });
  if (told !== undefined) throw changed(told);
}

function changed(message: string): Refused {
  return new Refused(409, 'studio/changed', message);
}

/** What is otherwise, of what matters for an action; undefined where nothing is. */
const whys: Readonly<
  Partial<Record<keyof Actions, (since: Since) => Promise<string | undefined> | string | undefined>>
> = {
  answer: otherQuestion,
  send: otherTaker,
  edit: otherState,
  resume: otherDeed,
  rewind: otherDeed,
};

function otherQuestion({ rows, body: { key, lane } }: Since): string | undefined {
  const row = rows.findLast(
    (each) =>
      (each.cause === 'ask' || each.cause === 'answer') && each.label === key && (lane ?? each.lane) === each.lane,
  );
  if (row === undefined) return undefined;
  if (row.cause === 'answer') return `Question "${String(key)}" was answered meanwhile${placeOf(row)}.`;
  return `Question "${String(key)}" was asked again meanwhile${placeOf(row)}: what is answered is the one before.`;
}

async function otherTaker({ store, record, seen, rows, body }: Since): Promise<string | undefined> {
  const event = String(body['event']);
  const plan = await keptPlan(store, record.fingerprint);
  const before = await checkpointAt(store, record.id, seen);
  const now = takersOf(await checkpointAt(store, record.id, record.head), event, plan);
  const named = now.filter(({ lane }) => (body['lane'] ?? lane) === lane);
  const other = named.find((lane) => {
    const hasMoved = rows.some((row) => row.lane === lane.lane && row.to !== undefined);
    return hasMoved || !isAsBefore(before, lane);
  });
  if (other === undefined) return undefined;
  const last = rows.findLast(({ lane }) => lane === other.lane);
  return `What takes "${event}" is not as it was seen: "${other.node}" was come to, or its state changed, meanwhile${placeOf(last)}.`;
}

/** The lanes whose own nodes take an event: what their graphs take is taken wherever they are. */
function takersOf({ lanes }: Checkpoint, event: string, plan: PlanData | undefined): readonly LaneAt[] {
  return lanes.filter(({ graph, node, phase }) => {
    const on = plan?.graphs[graph]?.nodes[node]?.on ?? {};
    return phase !== 'closed' && phase !== 'failed' && Object.hasOwn(on, event);
  });
}

async function otherState({ store, record, seen, rows, body }: Since): Promise<string | undefined> {
  const path = body['lane'] ?? '';
  const now = (await checkpointAt(store, record.id, record.head)).lanes.find(({ lane }) => lane === path);
  if (now === undefined || isAsBefore(await checkpointAt(store, record.id, seen), now)) return undefined;
  return `Its state is not as it was seen: it changed meanwhile${placeOf(rows.findLast(({ lane }) => lane === path))}.`;
}

function isAsBefore({ lanes }: Checkpoint, { lane, node, state }: LaneAt): boolean {
  const before = lanes.find((each) => each.lane === lane);
  return before !== undefined && before.node === node && textOf(before.state) === textOf(state);
}

function textOf(state: unknown): string {
  return JSON.stringify(jsonOf(state));
}

/** What only somebody else does. */
const deeds: ReadonlySet<Row['cause']> = new Set(['event', 'answer', 'edit', 'resume', 'cancel']);

function otherDeed({ rows }: Since): string | undefined {
  const row = rows.findLast(({ cause }) => deeds.has(cause));
  if (row === undefined) return undefined;
  const what = row.label === undefined ? row.cause : `${row.cause} "${row.label}"`;
  return `Meanwhile something else was done to the thread: ${what}${placeOf(row)}.`;
}

function placeOf(row: Row | undefined): string {
  if (row === undefined) return '';
  const by = row.note?.context?.['by'];
  return `, at checkpoint ${row.seq}${by === undefined ? '' : ` by ${by}`}`;
}
