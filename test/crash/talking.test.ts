import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../folder.ts';
import { program } from '../program.ts';
import { randomOf } from '../random.ts';
import { expectWhole } from '../thread-facts.ts';
import { until } from '../until.ts';
import { book, calls, errand, talker } from './talkers.ts';

const talking = new URL('talking.ts', import.meta.url);
const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_129);
const kills = Number(process.env['CAIRN_KILLS'] ?? 24);
/** Milliseconds that a process works at most. */
const life = 120;
const talkers = ['t1', 't2', 't3', 't4', 't5'];

/** All that talkers tell the book in their lives. */
function allTold(): readonly string[] {
  return talkers
    .flatMap((id) =>
      Array.from({ length: calls }, (_, at) => ['step', 'save', 'end'].map((by) => `${id} ${at + 1} ${by}`)),
    )
    .flat()
    .toSorted();
}

test.each(['normal', 'full'])(
  'what is sent arrives once, with durability %s, however often its process is killed',
  async (durability) => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    const cairn = open({ store, graphs: [book, errand, talker], drive: false });
    onTestFinished(() => cairn.close());
    const listener = await cairn.start(book, {}, { id: 'book' });
    for (const id of talkers) await cairn.start(talker, {}, { id });
    const compiled = { NODE_COMPILE_CACHE: folder() };
    const random = randomOf(seed);
    for (let killed = 0; killed < kills; killed += 1) {
      const child = program(talking, [path, durability], compiled);
      await child.hears('works');
      await new Promise((resolve) => setTimeout(resolve, random() * life));
      await child.signal('SIGKILL');
      expect(store.integrity(), `seed ${seed}`).toEqual([]);
    }
    const last = program(talking, [path, durability], compiled);
    const isOver = async (): Promise<boolean> =>
      (await cairn.threads({ status: ['running'] })).threads.length === 0 &&
      (await Promise.all(talkers.map(async (id) => store.thread(id)))).every((record) => record?.status === 'done');
    await until('every talker has come to its end', isOver, 60);
    await until('all is taken', async () => (await store.messages('book')).length === 0, 60);
    await last.signal('SIGTERM');
    await last.ended;

    const { state } = await listener.settled();
    expect(state.told.toSorted(), `seed ${seed}`).toEqual(allTold());
    const { threads } = await cairn.threads({ tags: ['errand'], limit: 1_000 });
    expect(threads.length, `seed ${seed}`).toBe(talkers.length * calls);
    expect(threads.every(({ status }) => status === 'done')).toBe(true);
    const children = await cairn.threads({ tags: ['child'], limit: 1_000 });
    expect(children.threads.map(({ status }) => status)).toEqual(threads.map(() => 'done'));
    for (const id of [...talkers, 'book']) await expectWhole(store, id);
  },
  300_000,
);
