import { writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { isProblem, type StoredRow } from '@cairn/core/store';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { newThread, row } from '../sample.ts';

/**
 * Makes, takes and adds to the same few threads as others do, several in one turn of the event loop, whatever the disk says; and
 * tells what came of each call, at once, so that what was told was done.
 */
const [path = '', id = '', threads = ''] = process.argv.slice(2);
const held = new Map<string, { fence: number; head: number }>();
let store: SqliteStore | undefined;
let count = 0;
let state = Number(id.replaceAll(/\D/gu, '')) + 1;

for (;;) {
  const chosen = threads.split(' ').filter(() => chance(3));
  await Promise.all(chosen.map((thread) => act(thread)));
  await new Promise((resolve) => setImmediate(resolve));
}

async function act(thread: string): Promise<void> {
  const mark = `${id}.${++count}`;
  const mine = held.get(thread);
  const told = { thread, mark };
  await tell({ call: 'open', ...told }, () => (store ??= sqlite(path, { busyTimeout: '2s' })) && 'ok');
  if (store === undefined) return;
  const { commit, claim, create, leave, heartbeat } = store;
  if (count % 20 === 1) await tell({ call: 'heartbeat', ...told }, () => heartbeat(me(), 60_000, Date.now()));
  if (chance(10)) await tell({ call: 'leave', ...told }, () => leave(thread, `"${mark}"`, 1, true));
  if (mine !== undefined) {
    const { fence, head } = mine;
    const rows = [1, 2, 3].slice(0, chance(4) ? 3 : 1).map((next) => rowOf(thread, head + next, `${fence} ${mark}`));
    const end = await tell({ call: 'commit', ...told, fence }, () => commit({ thread, fence, rows }));
    if (end === 'ok') mine.head += rows.length;
    if (end === 'stale') held.delete(thread);
    return;
  }
  const taken = await tell({ call: 'claim', ...told }, async () => {
    const found = await claim(thread, id, Date.now(), chance(2));
    if (typeof found === 'object') held.set(thread, { fence: found.fence, head: found.head });
    return typeof found === 'object' ? found.fence : found;
  });
  if (taken !== undefined) return;
  const rows = [rowOf(thread, 1, `1 ${mark}`)];
  const isMade = await tell({ call: 'create', ...told }, () => create(newThread(thread, { rows, owner: id })));
  if (isMade === true) held.set(thread, { fence: 1, head: 1 });
}

/** Tells what a call came to: its answer, the code of a problem, or an error that is none. */
async function tell<Answer>(about: object, call: () => Answer | Promise<Answer>): Promise<Answer | 'failed'> {
  try {
    const answer = await call();
    writeSync(1, `${JSON.stringify({ ...about, answer })}\n`);
    return answer;
  } catch (error) {
    writeSync(
      1,
      `${JSON.stringify({ ...about, ...(isProblem(error) ? { problem: error.code } : { error: String(error) }) })}\n`,
    );
    return 'failed';
  }
}

function me() {
  return { id, pid: process.pid, host: hostname() };
}

/** A row that says whose it is and who wrote it. */
function rowOf(thread: string, seq: number, label: string): StoredRow {
  return { ...row(seq), lane: thread, label };
}

/** Whether something happens that does once in so many times. */
function chance(times: number): boolean {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % times === 0;
}
