import { checkpointAt, historyOf, recordJson, type Checkpoint } from '@cairn/core/inspect';
import { summaryOf, type Store, type ThreadRecord } from '@cairn/core/store';
import type { Inbox, InboxItem, InboxShown } from '../api.ts';
import type { Asked } from './saying/asked.ts';
import { listed } from './listed.ts';
import { listingUntil } from './reading-store.ts';
import { Taken } from './taken.ts';
import { recordIn } from './thread.ts';

type MayOf = (record: ThreadRecord) => InboxItem['may'];

/** For so many milliseconds threads that wait for somebody are looked for among those that wait; the cursor goes on from there. */
const patience = 2_000;

/** What waits for somebody: the one that goes on by itself first, then the one that waits longest. */
export async function inboxOf(store: Store, asked: Asked, mayOf: MayOf): Promise<Inbox> {
  const graph = asked.text('graph');
  const from = asked.text('cursor');
  const taken = new Taken(store);
  const { waiting, cursor } = await waitingIn(store, asked.limit(50, 1_000), {
    taken,
    ...(graph !== undefined && { graph }),
    ...(from !== undefined && { cursor: from }),
  });
  const items: InboxItem[] = [];
  for (const record of waiting) items.push(await itemOf(store, record, { may: mayOf(record), taken }));
  return { items, ...(cursor !== undefined && { cursor }) };
}

/** At most so many threads that wait for somebody, at least half of that where there are, and where the list goes on. */
async function waitingIn(
  store: Store,
  limit: number,
  { taken, ...of }: { readonly taken: Taken; readonly graph?: string; readonly cursor?: string },
): Promise<{ readonly waiting: readonly ThreadRecord[]; readonly cursor: string | undefined }> {
  const { store: listing, ending } = listingUntil(store, performance.now() + patience);
  const waiting: ThreadRecord[] = [];
  let { cursor } = of;
  do {
    // What a page has beyond the limit would be lost, and the last few by themselves would be looked for a few at a time.
    const page = await listing.threads({
      ...of,
      status: ['waiting'],
      order: 'due',
      skipDamaged: true,
      limit: limit - waiting.length,
      ...(cursor !== undefined && { cursor }),
    });
    for (const record of page.threads) if (await isForSomebody(record, taken)) waiting.push(record);
    cursor = page.cursor;
  } while (cursor !== undefined && waiting.length < limit / 2);
  return { waiting, cursor: cursor ?? ending.cursor };
}

/** Whether it waits for a person: it asks what no other thread answers, or takes an event where it does nothing of its own meanwhile. */
async function isForSomebody(record: ThreadRecord, taken: Taken): Promise<boolean> {
  const { at = [], events = [], questions = [] } = summaryOf(record);
  if (questions.some(({ child }) => child === undefined)) return true;
  if (events.length === 0) return false;
  return record.due === null || !(await taken.isAside(record.fingerprint, at, events));
}

interface Telling {
  readonly may: InboxItem['may'];
  readonly taken: Taken;
}

async function itemOf(store: Store, record: ThreadRecord, { may, taken }: Telling): Promise<InboxItem> {
  const { events = [], questions = [] } = recordJson(record).summary ?? {};
  const own = questions.filter(({ child }) => child === undefined);
  const answers = await taken.answers(record.fingerprint, own);
  const carried = await taken.carried(record.fingerprint, events);
  return {
    thread: await listed(store, record),
    since: record.updated,
    questions: own.map((question) => ({
      ...question,
      ...(answers.has(question.key) && { schema: answers.get(question.key) }),
    })),
    events: events.map((name) => ({ name, ...(carried.has(name) && { schema: carried.get(name) }) })),
    may,
  };
}

/** What a thread takes, and what whoever gives it has to see. */
export async function inboxShown(store: Store, id: string, mayOf: MayOf): Promise<InboxShown> {
  const record = await recordIn(store, id);
  const item = await itemOf(store, record, { may: mayOf(record), taken: new Taken(store) });
  const asks = item.questions.length === 0 ? new Map<string, never>() : await asksOf(store, record);
  const { state, lanes } = await checkpointAt(store, id);
  const questions = item.questions.map((question) => {
    const ask = asks.get(`${question.lane} ${question.key}`);
    const isTold = 'payload' in question || ask?.payload === undefined;
    return { ...question, ...(!isTold && { payload: ask.payload }), ...(ask && { asked: ask.seq }) };
  });
  return { ...item, questions, state, lanes: waitingLanes(record, lanes) };
}

/** The lanes that wait, other than the first, with what they know: what is asked there is asked about that. */
function waitingLanes(record: ThreadRecord, lanes: Checkpoint['lanes']): InboxShown['lanes'] {
  const { at = [] } = summaryOf(record);
  const waiting = new Set(at.map(({ lane }) => lane));
  return lanes
    .filter(({ lane }) => lane !== '' && waiting.has(lane))
    .map(({ lane, node, state }) => ({ lane, node, state }));
}

/** So many of its newest rows are searched for what was asked. */
const mostRows = 500;

/** A question that was asked: at which checkpoint, and what was said with it. */
interface Ask {
  readonly seq: number;
  readonly payload: unknown;
}

/** The questions that a thread asked lately, by lane and key. */
async function asksOf(store: Store, { id, head }: ThreadRecord): Promise<ReadonlyMap<string, Ask>> {
  const asks = new Map<string, Ask>();
  const rows = await historyOf(store, id, { to: head, newestFirst: true, limit: mostRows });
  for (const { seq, cause, lane, label, note } of rows) {
    const name = `${lane} ${label ?? ''}`;
    if (cause === 'ask' && !asks.has(name)) asks.set(name, { seq, payload: note?.value });
  }
  return asks;
}
