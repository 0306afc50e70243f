import type { Item, ItemPut } from '@cairn/core/store';
import type { Classes } from '../value/to-stored.ts';
import type { Address } from './address.ts';
import { Chain, writeBody } from './chain.ts';
import { documentOf, type Found, type Given } from './document.ts';
import type { Kept } from './kept.ts';
import type { Known } from './known.ts';
import { checkpointPlace, checkpointsOf, seen, tables, type Namespace } from './places.ts';
import type { Threads, Writing } from './threads.ts';

/** Writes a checkpoint. */
export async function putCheckpoint(threads: Threads, classes: Classes, at: Address, given: Given): Promise<void> {
  const { store } = threads;
  await threads.writing(at.thread, async (known): Promise<Writing> => {
    const now = threads.now();
    const chain = new Chain(store, known, at.ns, now);
    // One that follows itself is told by nothing.
    const follows = at.id !== undefined && at.id !== given.checkpoint.id;
    const before = follows ? await chain.find(at.id) : undefined;
    const document = documentOf(given, await foundBy(threads, known, chain, at, given, before), classes);
    const texts = await known.texts.writing(store, now);
    const place = checkpointPlace(at, given.checkpoint.id);
    const { body, kept } = writeBody(place.key, at.id, document, { before, texts });
    const there = await store.item(place, now);
    const put: ItemPut = { ...place, body, was: there?.version ?? 0 };
    if (there !== undefined) {
      const others = await toldBy(threads, known, chain, at, given.checkpoint.id, texts.body);
      return { puts: [...others, ...texts.puts(), put], takes: true };
    }
    const written = (): void => {
      texts.written();
      known.keep(kept);
    };
    return { puts: [...texts.puts(), put], written };
  });
}

/** Where values of channels are found that did not change. */
async function foundBy(
  threads: Threads,
  known: Known,
  chain: Chain,
  at: Address,
  { checkpoint, newVersions }: Given,
  before: Kept | undefined,
): Promise<Found> {
  const inOne = (
    { document: { c, n } }: Kept,
    channel: string,
    version: unknown,
  ): { readonly json: unknown } | undefined =>
    Object.hasOwn(c, channel) && n[channel] === version ? { json: c[channel] } : undefined;
  if (at.id !== undefined) return (...asked) => before && inOne(before, ...asked);
  if (Object.keys(checkpoint.channel_values).every((name) => Object.hasOwn(newVersions, name))) return () => undefined;
  // One that follows none may be a copy of another: the value of a version is the same wherever it stands.
  const all: Kept[] = [];
  for (const row of await rowsOf(threads, at)) {
    chain.add([row]);
    all.push(await chain.read(row.key));
  }
  return (...asked) => {
    for (const each of all) {
      const found = inOne(each, ...asked);
      if (found !== undefined) return found;
    }
    return 'none';
  };
}

async function rowsOf(threads: Threads, { thread, ns }: Namespace): Promise<readonly Item[]> {
  return threads.store.items({ table: tables.checkpoints, thread, prefix: checkpointsOf(ns) }, threads.now());
}

/** Those that are told by one that is about to be another, written whole. */
async function toldBy(
  threads: Threads,
  known: Known,
  chain: Chain,
  at: Namespace,
  id: string,
  body: (json: unknown) => string,
): Promise<readonly ItemPut[]> {
  const rows = await rowsOf(threads, at);
  const puts = [seen(tables.checkpoints, at.thread, checkpointsOf(at.ns), rows)];
  for (const row of rows) {
    const { of, document } = await chain.read(row.key);
    if (of === id && JSON.parse(row.body).is === undefined) {
      puts.push({
        ...checkpointPlace(at, ''),
        key: row.key,
        body: body({ of: JSON.parse(row.body).of, is: document }),
        was: row.version,
      });
    }
  }
  return puts;
}
