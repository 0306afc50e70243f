import { join } from 'node:path';
import { codecOf, open, sideTable } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { loadRows } from '../../packages/core/src/store/load.ts';
import { folder } from '../folder.ts';
import { wrongsOfLog } from '../fuzz/invariants.ts';
import { compile, program } from '../program.ts';
import { randomOf } from '../random.ts';
import { until } from '../until.ts';
import { book, calls, errand, talker, talkers } from './talkers.ts';

const talking = new URL('talking.ts', import.meta.url);
const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_129);
const kills = Number(process.env['CAIRN_KILLS'] ?? 24);
/** Milliseconds that a process works at most. */
const life = 120;

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
  'what is sent arrives once, and what is noted beside it is there, with durability %s, however often its process is killed',
  async (durability) => {
    const path = join(folder(), 'cairn.db');
    const store = sqlite(path);
    const cairn = open({ store, graphs: [book, errand, talker], drive: false });
    onTestFinished(() => cairn.close());
    const listener = await cairn.start(book, {}, { id: 'book' });
    for (const id of talkers) await cairn.start(talker, {}, { id });
    await compile(talking, [join(folder(), 'other.db'), durability]);
    const random = randomOf(seed);
    for (let killed = 0; killed < kills; killed += 1) {
      const child = program(talking, [path, durability]);
      await child.hears('works');
      await new Promise((resolve) => setTimeout(resolve, random() * life));
      await child.signal('SIGKILL');
      expect(store.integrity(), `seed ${seed}`).toEqual([]);
    }
    const last = program(talking, [path, durability]);
    const isCalm = async (): Promise<boolean> => {
      const records = await Promise.all(talkers.map(async (id) => store.thread(id)));
      const left = await Promise.all([...talkers, 'book'].map(async (id) => (await store.messages(id)).length));
      const { threads } = await cairn.threads({ status: ['running'] });
      return threads.length + Math.max(...left) === 0 && records.every((record) => record?.status === 'waiting');
    };
    await until('every talker has said all, and all is taken', isCalm);
    await last.signal('SIGTERM');
    await last.ended;

    const { state } = await listener.settled();
    expect(state.told.toSorted(), `seed ${seed}`).toEqual(allTold());
    const { threads } = await cairn.threads({ tags: ['errand'], limit: 1_000 });
    expect(threads.length, `seed ${seed}`).toBe(talkers.length * calls);
    expect(threads.every(({ status }) => status === 'done')).toBe(true);
    const children = await cairn.threads({ tags: ['child'], limit: 1_000 });
    expect(children.threads.map(({ status }) => status)).toEqual(threads.map(() => 'done'));

    const heard: Record<string, string> = {};
    for (const id of talkers)
      for (const line of (await cairn.thread(talker, id).settled()).state.heard)
        heard[line] = `${heard[line] ?? ''}${id}`;
    const noted = (await sideTable(store, 'ledger').list()).map(({ key, value }) => [key, value]);
    expect(Object.keys(heard).toSorted(), `seed ${seed}`).toEqual(allTold());
    expect(Object.fromEntries(noted), `seed ${seed}`).toEqual(heard);
    for (const id of [...talkers, 'book']) {
      const rows = await loadRows(store, id, { codec: codecOf([]) });
      expect(await wrongsOfLog(store, id, rows, (await store.thread(id))?.head ?? 0)).toEqual([]);
      expect((rows[0]?.seq ?? 1) > 1).toBe(durability === 'full');
    }
  },
);
