import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graph, isProblem, memory, open, replay } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { blameOf, checkpointAt, exportThread, historyOf, importThread, whyOf } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { z } from 'zod';
import { approvedClaim, claims, desk, waitingClaim } from './claims.ts';

async function linesOf(store: Store, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportThread(store, id)) lines.push(line);
  return lines;
}

const unsummed = (line: string): string => line.replace(/,"sum":"[^"]*"/u, '');

const slow = graph({
  name: 'slow',
  state: { note: z.string().optional() },
  events: { go: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { run: async (_s, ctx) => ({ note: await ctx.ask('why', { answer: z.string() }) }), next: 'hold' },
    hold: { on: { go: 'end' }, after: { '1h': 'end' } },
    end: { final: true },
  },
});

/** Threads that have been through a little of everything, as their lines. */
async function recordings(): Promise<readonly (readonly string[])[]> {
  const at = desk();
  const thread = await approvedClaim(at, 'c');
  await thread.rewind(10);
  await thread.edit({ notes: ['by hand'] });
  await (await waitingClaim(at, 'w')).settled();
  const forked = await thread.fork(5, { id: 'f' });
  await forked.settled();
  await at.cairn.prune({ threads: ['f'], drop: 'history' });
  await forked.edit({ notes: ['by hand'] });
  await forked.settled();
  const clock = virtualClock();
  const other = open({ store: at.store, graphs: [slow], clock });
  await other.start(slow, {}, { id: 's' });
  await clock.advance(0);
  await at.cairn.close();
  await other.close();
  await at.store.leave('w', '{"type":"event","name":"approve","payload":{"by":"ada"}}', 7, true);
  return Promise.all(['c', 'w', 'f', 's'].map((id) => linesOf(at.store, id)));
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place in some JSON, the whole left out. */
function placesIn(json: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, part]) => [[...path, key], ...placesIn(part, [...path, key])]);
}

function changedAt(json: Json, [key = '', ...rest]: readonly string[], value: Json | undefined): Json {
  const copy = (Array.isArray(json) ? [...json] : { ...(json as object) }) as { [key: string]: Json };
  if (rest.length > 0) copy[key] = changedAt(copy[key] as Json, rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

const words = ['', 'evil', 'done', 'start', 'rewind', 'failed', 'closed', 'fork', 'all', 'graph', '$date', '__proto__'];

const value: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom(undefined, null, true, 0, -1, 1.5, 50_000_000, 2 ** 53, 1e300, [], {}),
  fc.constantFrom<Json>(...words),
  fc.constantFrom<Json>({ set: 1 }, { append: 5 }, { add: 'x' }, { $date: 'x' }, { $class: ['x', 1] }, [[]], [{}]),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** Something done to one line, at a place of it. */
const edit = fc.record({
  line: fc.nat(),
  place: fc.nat(),
  value,
  kind: fc.constantFrom('value', 'value', 'value', 'value', 'drop', 'twice', 'swap', 'cut', 'text'),
});

function edited(
  lines: readonly string[],
  { line, place, value: by, kind }: { line: number; place: number; value: Json | undefined; kind: string },
): readonly string[] {
  const at = line % lines.length;
  const was = lines[at] ?? '';
  if (kind === 'drop') return lines.toSpliced(at, 1);
  if (kind === 'twice') return lines.toSpliced(at, 0, was);
  if (kind === 'swap') return lines.with(at, lines[place % lines.length] ?? '').with(place % lines.length, was);
  if (kind === 'cut') return lines.with(at, was.slice(0, place % (was.length + 1)));
  const bare = unsummed(was);
  if (kind === 'text')
    return lines.with(
      at,
      bare.slice(0, place % bare.length) + JSON.stringify(by ?? '') + bare.slice((place % bare.length) + 1),
    );
  let json: Json;
  try {
    json = JSON.parse(bare) as Json;
  } catch {
    return lines;
  }
  const places = placesIn(json);
  const found = places[place % Math.max(1, places.length)];
  return found === undefined ? lines : lines.with(at, JSON.stringify(changedAt(json, found, by)));
}

/** What may be said of a thread that somebody made up, and nothing else. */
async function orProblem<T>(doing: () => Promise<T>): Promise<T | undefined> {
  try {
    return await doing();
  } catch (error) {
    if (!isProblem(error)) throw error;
    return undefined;
  }
}

async function readAll(store: Store, id: string): Promise<void> {
  const rows = await historyOf(store, id);
  for (const { seq } of rows) {
    await checkpointAt(store, id, seq);
    await whyOf(store, id, seq);
  }
  const { state } = await checkpointAt(store, id);
  for (const key of Object.keys(state)) await orProblem(() => blameOf(store, id, key));
}

async function driveOn(store: Store, id: string): Promise<void> {
  const clock = virtualClock();
  const cairn = open({ store, graphs: [claims, slow], clock, recover: false });
  const record = await store.thread(id);
  const thread = record?.graph === 'slow' ? cairn.thread(slow, id) : cairn.thread(claims, id);
  await orProblem(() => thread.resume());
  await orProblem(() => (thread as { answer(key: string, value: unknown): Promise<void> }).answer('why', 'so'));
  await orProblem(() =>
    (thread as { send(event: string, payload: unknown): Promise<void> }).send('approve', { by: 'ada' }),
  );
  await clock.advance('2d');
  await orProblem(() => thread.cancel());
  await clock.advance(0);
  await cairn.close();
}

test('an export that was tampered with is refused by line, or imported as a thread that is read, driven and exported', async () => {
  const all = await recordings();
  const taken = { refused: 0, imported: 0 };
  const law = fc.asyncProperty(
    fc.nat(all.length - 1),
    fc.array(edit, { minLength: 1, maxLength: 2 }),
    async (which, edits) => {
      const lines = edits.reduce(edited, all[which] ?? []);
      const store = memory();
      const id = await orProblem(() => importThread(store, lines));
      if (id === undefined) {
        taken.refused += 1;
        const left = (await store.threads({})).threads.length;
        if (left > 0) throw new Error('something was left of what was refused');
        return;
      }
      taken.imported += 1;
      await readAll(store, id);
      await orProblem(() => replay({ store, id }, id === 's' ? slow : claims));
      const again = memory();
      const bytes = await linesOf(store, id);
      await importThread(again, bytes);
      expect(await linesOf(again, id)).toEqual(bytes);
      await driveOn(store, id);
      await linesOf(store, id);
    },
  );
  await fc.assert(law, { seed: 20_261_128, numRuns: 1_500 });
  expect(taken.refused).toBeGreaterThan(500);
  expect(taken.imported).toBeGreaterThan(60);
});

test.each<[what: string, line: RegExp, from: string, to: string, found: RegExp]>([
  ['a status that there is none of', /^\{"cairn"/u, '"status":"waiting"', '"status":"evil"', /"evil", and not one of/u],
  [
    'a status that its checkpoints do not come to',
    /^\{"cairn"/u,
    '"status":"waiting"',
    '"status":"done"',
    /the thread is waiting, and said to be done/u,
  ],
  [
    'a node that no graph of it has',
    /"cause":"join"/u,
    '"to":"search"',
    '"to":"nowhere"',
    /there is no node "nowhere"/u,
  ],
  ['a cause that there is none of', /"cause":"pass"/u, '"cause":"pass"', '"cause":"magic"', /"magic", and not one of/u],
  [
    'a phase that there is none of',
    /"phase":"running"/u,
    '"phase":"running"',
    '"phase":"dreaming"',
    /"dreaming", and not one of/u,
  ],
  [
    'a message without a body',
    /^\{"message"/u,
    '"body":{"type":"event","name":"approve","payload":{"by":"ada"}}',
    '"body":"null"',
    /its "body" is no object/u,
  ],
  ['a first checkpoint far away', /"seq":1,/u, '"seq":1,', '"seq":50000000,', /starts no thread|after 50000000/u],
])('%s is refused', async (_what, line, from, to, found) => {
  const [, waiting = []] = await recordings();
  const at = waiting.findIndex((each) => line.test(each) && each.includes(from));
  const lines = waiting.with(at, unsummed(waiting[at] ?? '').replace(from, to));
  expect(at).toBeGreaterThanOrEqual(0);
  await expect(importThread(memory(), lines)).rejects.toMatchObject({
    code: 'export/damaged',
    facts: { found: expect.stringMatching(found) as string },
  });
});

test('a history that was cut far from its start comes along without what was cut', async () => {
  const [, , cut = []] = await recordings();
  const far = cut.map((line) =>
    unsummed(line).replace(
      /"(?<name>seq|head|opened)":(?<seq>\d+)/gu,
      (_, name: string, seq: string) => `"${name}":${Number(seq) + 50_000_000}`,
    ),
  );
  const store = memory();
  await importThread(store, far);
  expect((await store.rows('f', { limit: 1 }))[0]?.seq).toBeGreaterThan(50_000_000);
  await readAll(store, 'f');
});
