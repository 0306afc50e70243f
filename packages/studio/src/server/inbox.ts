import { checkpointAt, historyOf, recordJson, type Checkpoint } from '@cairn/core/inspect';
import { summaryOf, type Store, type ThreadRecord } from '@cairn/core/store';
import type { Inbox, InboxItem } from '../api.ts';
import type { Asked } from './saying/asked.ts';
import { listed } from './listed.ts';
import { Taken } from './taken.ts';

/** So many threads that wait are looked at before they are put in order. */
const most = 2_000;

/** What waits for somebody: the one that goes on by itself first, then the one that waits longest. */
export async function inboxOf(
  store: Store,
  asked: Asked,
  mayOf: (record: ThreadRecord) => InboxItem['may'],
): Promise<Inbox> {
  const waiting = await waitingFor(store, asked.text('graph'));
  const from = Math.max(0, asked.number('cursor') ?? 0);
  const limit = asked.limit(50, 200);
  const items: InboxItem[] = [];
  const taken = new Taken(store);
  for (const record of waiting.slice(from, from + limit))
    items.push(await itemOf(store, record, { may: mayOf(record), taken }));
  return { items, ...(waiting.length > from + limit && { cursor: String(from + limit) }) };
}

async function waitingFor(store: Store, graph: string | undefined): Promise<readonly ThreadRecord[]> {
  const waiting: ThreadRecord[] = [];
  for (let cursor: string | undefined, count = 0; ;) {
    const page = await store.threads({
      status: ['waiting'],
      limit: 500,
      skipDamaged: true,
      ...(graph !== undefined && { graph }),
      ...(cursor !== undefined && { cursor }),
    });
    waiting.push(...page.threads.filter(isForSomebody));
    count += page.threads.length;
    cursor = page.cursor;
    if (cursor === undefined || count >= most) break;
  }
  return waiting.toSorted((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity) || a.updated - b.updated);
}

/** Whether a person can take it on: it takes an event, or asks what no other thread answers. */
function isForSomebody(record: ThreadRecord): boolean {
  const { events = [], questions = [] } = summaryOf(record);
  return events.length > 0 || questions.some(({ child }) => child === undefined);
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
  const isTold = own.every((question) => 'payload' in question);
  const payloads = isTold ? new Map<string, unknown>() : await payloadsOf(store, record);
  const { state, lanes } = await checkpointAt(store, record.id);
  return {
    thread: await listed(store, record),
    since: record.updated,
    questions: own.map((question) => {
      const payload = payloads.get(`${question.lane} ${question.key}`);
      return {
        ...question,
        ...(payload !== undefined && { payload }),
        ...(answers.has(question.key) && { schema: answers.get(question.key) }),
      };
    }),
    events: events.map((name) => ({ name, ...(carried.has(name) && { schema: carried.get(name) }) })),
    state,
    lanes: waitingLanes(record, lanes),
    may,
  };
}

/** The lanes that wait, other than the first, with what they know: what is asked there is asked about that. */
function waitingLanes(record: ThreadRecord, lanes: Checkpoint['lanes']): InboxItem['lanes'] {
  const { at = [] } = summaryOf(record);
  const waiting = new Set(at.map(({ lane }) => lane));
  return lanes
    .filter(({ lane }) => lane !== '' && waiting.has(lane))
    .map(({ lane, node, state }) => ({ lane, node, state }));
}

/** So many of its newest rows are searched for what was asked. */
const mostRows = 500;

/** What was said with the questions that a thread asked lately, by lane and key. */
async function payloadsOf(store: Store, { id }: ThreadRecord): Promise<ReadonlyMap<string, unknown>> {
  const payloads = new Map<string, unknown>();
  for (const { cause, lane, label, note } of await historyOf(store, id, { newestFirst: true, limit: mostRows })) {
    const name = `${lane} ${label ?? ''}`;
    if (cause === 'ask' && !payloads.has(name)) payloads.set(name, note?.value);
  }
  return payloads;
}
