import { open } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../folder.ts';
import { expectWhole } from '../thread-facts.ts';
import { logFacts, type LogFacts } from './facts.ts';
import { graphs } from './graphs.ts';
import { reachAll, recordedAt, stops } from './stops.ts';

const here = import.meta.dirname;
const formats = readdirSync(here).filter((name) => /^\d+$/u.test(name));

function copyOf(format: string): string {
  const path = join(folder(), 'threads.db');
  copyFileSync(join(here, format, 'threads.db'), path);
  return path;
}

function recorded(format: string): Readonly<Record<string, LogFacts>> {
  return JSON.parse(readFileSync(join(here, format, 'threads.json'), 'utf8')) as Record<string, LogFacts>;
}

/** How long after a recording all of its threads had stopped, in milliseconds. */
const later = 60_000;

describe.each(formats)('histories of format %s', (format) => {
  test('read as they did when they were recorded, at every checkpoint, with no graph at hand', async () => {
    const store = sqlite(copyOf(format));
    for (const [id, facts] of Object.entries(recorded(format))) expect(await logFacts(store, id)).toEqual(facts);
    expect(store.integrity()).toEqual([]);
    void store.close();
  });

  test.each(Object.keys(recorded(format)))('finish: %s', async (id) => {
    const stop = stops[id];
    if (stop === undefined) throw new Error(`nothing says how "${id}" is finished`);
    const store: SqliteStore = sqlite(copyOf(format));
    const clock = virtualClock(recordedAt + later);
    const cairn = open({ store, graphs, clock });
    await cairn.recovered();
    await stop.finish(cairn, clock);
    await clock.advance(0);
    expect((await store.thread(id))?.status).toBe('done');
    if (!['forked', 'rewound', 'migrated'].includes(id)) await expectWhole(store, id);
    expect(await cairn.verify()).toMatchObject({ findings: [], damage: [] });
    await cairn.close();
  });
});

test('what this version writes reads as the newest recording does', async () => {
  const newest = formats.toSorted((left, right) => Number(left) - Number(right)).at(-1) ?? '1';
  const store = sqlite(join(folder(), 'threads.db'));
  await reachAll(store, virtualClock(recordedAt));
  for (const [id, facts] of Object.entries(recorded(newest))) expect(await logFacts(store, id)).toEqual(facts);
  void store.close();
});
