import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  append,
  codecOf,
  graph,
  longTermMemory,
  sideTable,
  type AnyGraph,
  type Cairn,
  type Context,
} from '@cairn/core';
import { anywhere } from '../anywhere.ts';
import type { Store } from '@cairn/core/store';
import { load, loadRows } from '../../packages/core/src/store/load.ts';

/** The id of the thread that hears what random threads tell. */
export const bookId = 'book';

const book = graph({
  name: 'book',
  state: { heard: append(z.string()) },
  events: { hear: z.string(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { hear: { update: (_s, line) => ({ heard: [line] }) }, close: 'closed' } },
    closed: { final: true },
  },
});

/** Is sent on its way, and asks. */
const errand = graph({
  name: 'errand',
  state: { said: append(z.string()) },
  events: { go: z.string() },
  start: 'wait',
  nodes: {
    wait: { on: { go: { to: 'ask', update: (_s, text) => ({ said: [text] }) } } },
    ask: { run: async (_s, ctx) => ({ said: [await ctx.ask('word', { answer: z.string() })] }), next: 'end' },
    end: { final: true },
  },
});

/** Is waited for. */
const job = graph({
  name: 'job',
  state: { word: z.string(), done: z.string().optional() },
  start: 'work',
  nodes: {
    work: { run: async (s, ctx) => ({ done: await ctx.step('work', () => s.word.length.toString()) }), next: 'rest' },
    rest: { after: { '11ms': 'end' } },
    end: { final: true },
  },
});

/** What is written beside threads; only writes are made by it, which go in with the commits of whichever store. */
const ledgerOf = (thread: string) => sideTable<string>(anywhere(), 'ledger', { thread });

/** What is remembered of each thread, for as long as it is there. It is near: what takes its time outside of a step puts a run aside that waits beside it. */
const facts = longTermMemory(anywhere());

/** A random graph and those that its threads talk to. */
export const withPeers = (random: AnyGraph): readonly AnyGraph[] => [random, book, errand, job] as never;

/** The book's thread, which is made where it is not there. */
export async function opensBook(cairn: Cairn): Promise<void> {
  await cairn.start(book, {}, { id: bookId });
}

/** Tells the book something, under the name that an attempt has for it, notes it in its thread's ledger, and remembers it. */
export async function tell({ send, write, key, thread }: Context, what: string): Promise<void> {
  const [line, ledger] = [`${thread} ${key(what)}`, ledgerOf(thread)];
  const fact = await facts.toRemember(['told', thread], { id: line, text: what, of: thread });
  send(book, bookId, 'hear', line);
  write(ledger.set('draft', line), ledger.set(line, what), ledger.drop('draft'), fact);
}

/** Has another thread do something, and waits for that. */
export async function hire({ child, key }: Context): Promise<void> {
  const word = key('job');
  const end = await child('job', job, { word });
  if (end.status === 'done' && end.state.done !== `${word.length}`) throw new Error(`${word} came back otherwise`);
}

/** Starts an errand, sends it on its way, and answers what it will ask. */
export async function sendErrand({ start, send, answer, key, context }: Context): Promise<void> {
  const word = key('errand');
  const isFirst = word.length % 2 === 0;
  const id = await start(errand, {}, { context, ...(isFirst && { send: { event: 'go', payload: word } }) });
  if (!isFirst) send(errand, id, 'go', word, { lanes: 'all', id: 'go' });
  answer(errand, id, 'word', word, { id: 'word' });
}

/** The checkpoints that are a thread's own, and what they say was sent; none where it is not there. */
async function saidBy(store: Store, id: string) {
  const record = await store.thread(id);
  if (record === undefined) return undefined;
  const rows = await loadRows(store, id, { codec: codecOf([]) }, { from: (record.origin?.seq ?? 0) + 1 });
  const isCut = (rows[0]?.seq ?? 1) > (record.origin?.seq ?? 0) + 1;
  return { origin: record.origin?.thread, rows, isCut, sent: rows.flatMap(({ note }) => note?.sent ?? []) };
}

/** What is wrong with what threads sent by what their own checkpoints say, once nothing is left to do. */
export async function wrongsOfTalk(store: Store, threads: Iterable<string>): Promise<readonly string[]> {
  const wrongs: string[] = [];
  const { snapshot } = await load(store, bookId, { codec: codecOf([]) });
  const lines = (snapshot.lanes.get('')?.values['heard'] ?? []) as readonly string[];
  for (const id of threads) {
    const said = await saidBy(store, id);
    if (said === undefined) continue;
    const { origin, rows, isCut, sent } = said;
    // What a fork repeats as it was recorded went out from the thread that it comes from, under the same key.
    const before = origin === undefined ? undefined : await saidBy(store, origin);
    const repeated = new Set(before?.sent.map(({ key }) => key));
    const toBook = sent.filter(({ thread, key }) => thread === bookId && !repeated.has(key)).length;
    const own = lines.filter((line) => line.startsWith(`${id} `));
    if (isCut ? own.length < toBook : own.length !== toBook)
      wrongs.push(`${id} told the book ${toBook} times, and was heard ${own.length} times`);
    const wasSentBack = isCut || rows.some(({ cause }) => cause === 'rewind');
    if (!wasSentBack && new Set(own).size !== own.length) wrongs.push(`${id} told the book twice: ${own.join()}`);
    for (const { note } of rows) {
      // Who is waited for no longer is cancelled.
      const ends = note?.child === undefined ? ['done'] : ['done', 'cancelled'];
      for (const { type, thread } of note?.sent ?? []) {
        if (type !== 'start') continue;
        const status = (await store.thread(thread))?.status ?? 'not there';
        if (!ends.includes(status)) wrongs.push(`${id} began ${thread}, which is ${status}`);
      }
    }
    const items = await store.items({ table: 'ledger', thread: id }, 0);
    const noted = items.map(({ key }) => key).toSorted();
    if (!isDeepStrictEqual(noted, [...new Set(own)].toSorted()))
      wrongs.push(`${id} told the book ${own.join()}, and has in its ledger ${noted.join()}`);
    const known = await longTermMemory(store).recall(['told', id], { limit: Infinity });
    if (!isDeepStrictEqual(known.map((fact) => fact.id).toSorted(), noted))
      wrongs.push(`${id} told the book ${own.join()}, and is remembered by ${known.map((fact) => fact.id).join()}`);
    for (const fact of known) {
      const row = rows.find(({ seq }) => fact.from.join() === `${id}@${seq}`);
      const isSo = row?.note?.sent?.some(({ name, key }) => name === 'memory' && key?.endsWith(fact.id)) === true;
      if (!isSo && !isCut)
        wrongs.push(`${id} is remembered to say "${fact.id}" at ${fact.from.join()}, which does not say so`);
    }
  }
  return wrongs;
}

/** Whether all that was sent has come to where it went. */
export async function allHeard(store: Store): Promise<boolean> {
  if ((await store.messages(bookId)).length > 0) return false;
  for (const name of ['errand', 'job']) {
    const { threads } = await store.threads({ graph: name, status: ['running', 'waiting'], limit: 1 });
    if (threads.length > 0) return false;
  }
  return true;
}
