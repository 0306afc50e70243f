import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../folder.ts';
import { compile, program, type Program } from '../program.ts';
import { randomOf } from '../random.ts';
import { expectWhole, laneLogs, rowsOf } from '../thread-facts.ts';
import { until } from '../until.ts';
import { effectServer } from './effect-server.ts';
import { journey } from './journey.ts';

const traveller = new URL('traveller.ts', import.meta.url);
const seed = Number(process.env['CAIRN_SEED'] ?? 20_260_801);
const kills = 520;
/** So many processes live at once. */
const together = 3;
/** So many threads are on their way at once: few, so that each of them is caught again and again. */
const onTheWay = 8;
/** Milliseconds that a process works at most, while threads come to their ends; twice that after each so many deaths in which none has. */
const life = 100;
const barren = 60;

/** What an undisturbed thread comes to: its lanes' logs, and the keys of what it does outside. */
async function undisturbed(): Promise<{ logs: unknown; keys: readonly string[] }> {
  const store = sqlite(join(folder(), 'undisturbed.db'));
  const keys: string[] = [];
  const graph = journey((key) => Promise.resolve(keys.push(key)).then(() => 1));
  const cairn = open({ store, graphs: [graph] });
  const thread = await cairn.start(graph, { name: 'j0000' }, { id: 'j0000' });
  await thread.send('go', 'on', { queue: true });
  await until('it asks', async () => (await thread.settled()).status === 'waiting');
  await thread.answer('name', 'Ada');
  expect(await thread.ended()).toMatchObject({ status: 'done', outcome: 'end' });
  const logs = laneLogs(await rowsOf(store, 'j0000'), 'j0000');
  await cairn.close();
  return { logs, keys: relative(keys, 'j0000') };
}

function relative(keys: Iterable<string>, thread: string): readonly string[] {
  const own = [...keys].filter((key) => key.startsWith(`${thread}/`)).map((key) => key.slice(thread.length));
  return own.toSorted();
}

/** Sends every thread what it waits for, as somebody in another process would. */
class Somebody {
  readonly #cairn;
  readonly #graph = journey(() => Promise.reject(new Error('nothing is driven here')));
  readonly #answering = new Map<string, Promise<void>>();
  readonly accepted: string[] = [];

  constructor(store: SqliteStore) {
    this.#cairn = open({ store, graphs: [this.#graph], drive: false });
  }

  async start(id: string): Promise<void> {
    await this.#cairn.start(this.#graph, { name: id }, { id });
    await this.sendOn(id);
  }

  async sendOn(id: string): Promise<void> {
    this.accepted.push(id);
    await this.#cairn.thread(this.#graph, id).send('go', 'on', { queue: true });
  }

  /** Answers whoever asks; tells how many have not come to an end. */
  async attend(): Promise<number> {
    const { threads } = await this.#cairn.threads({ status: ['running', 'waiting'], limit: 1_000 });
    for (const { id, summary } of threads) {
      if (this.#answering.has(id) || !(summary ?? '').includes('"questions"')) continue;
      this.#answering.set(id, this.#cairn.thread(this.#graph, id).answer('name', 'Ada'));
    }
    return threads.length;
  }

  async answered(): Promise<void> {
    await Promise.all(this.#answering.values());
  }
}

test(`threads whose processes are killed ${kills} times end as an undisturbed one does`, async () => {
  const expected = await undisturbed();
  const server = await effectServer();
  const path = join(folder(), 'cairn.db');
  const travel = (id: string): Program => program(traveller, [path, String(server.port), id]);
  await compile(traveller, [join(folder(), 'other.db'), String(server.port)]);
  const store = sqlite(path);
  onTestFinished(() => void store.close());
  const somebody = new Somebody(store);
  const random = randomOf(seed);
  let killed = 0;
  let started = 0;
  let unfinished = 0;
  let ended = 0;
  let lastEnd = 0;
  const damage: string[] = [];

  /** Lives of one process after another, each ended at some instant. */
  const lives = async (): Promise<void> => {
    while (killed < kills) {
      killed += 1;
      const isMissing = unfinished < onTheWay;
      const id = isMissing ? `j${String(++started).padStart(4, '0')}` : '';
      // Threads are started by turns in the process that is killed and in this one.
      const startsItself = isMissing && started % 2 === 0;
      const child = travel(startsItself ? id : '');
      if (startsItself)
        void child.hears('accepted').then(
          () => somebody.sendOn(id),
          () => undefined,
        );
      else if (isMissing) await somebody.start(id);
      // One in eight is killed while it starts; the others at any instant of their work.
      if (random() > 0.125) await child.hears('works');
      const longest = life * 2 ** Math.floor((killed - lastEnd) / barren);
      await new Promise((resolve) => setTimeout(resolve, random() * longest));
      await child.signal('SIGKILL');
      unfinished = await somebody.attend();
      const endedNow = started - unfinished;
      if (endedNow > ended) lastEnd = killed;
      ended = endedNow;
      if (killed % 50 === 0) damage.push(...store.integrity());
    }
  };
  await Promise.all(Array.from({ length: together }, lives));

  const last = travel('');
  await until('every thread has come to its end', async () => (await somebody.attend()) === 0);
  await somebody.answered();
  await last.signal('SIGTERM');
  expect(await last.ended).toEqual({ code: 0, signal: null });
  expect(somebody.accepted.length).toBeGreaterThan(onTheWay);
  for (const id of somebody.accepted) {
    expect((await store.thread(id))?.status, `${id}, seed ${seed}`).toBe('done');
    await expectWhole(store, id);
    expect(laneLogs(await rowsOf(store, id), id), `${id}, seed ${seed}`).toEqual(expected.logs);
    expect(relative(server.attempts.keys(), id)).toEqual(expected.keys);
  }
  expect([...damage, ...store.integrity()]).toEqual([]);
  // Many effects were under way when their process was killed: they were asked for again, under the same key.
  expect(Math.max(...server.attempts.values())).toBeGreaterThan(1);
});
