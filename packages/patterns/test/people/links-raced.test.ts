import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../../../../test/folder.ts';
import { program, type Program } from '../../../../test/program.ts';
import { leave, links, told } from '../processes/leave.ts';

const presser = new URL('../processes/presser.ts', import.meta.url);

/** Threads on a file that wait for ada, and the links that she was sent. */
async function asked(approvals: readonly number[]) {
  const path = join(folder(), 'threads.db');
  const cairn = open({ store: sqlite(path), graphs: [leave] });
  told.length = 0;
  for (const [at, about] of approvals.entries())
    await (await cairn.start(leave, { about }, { id: `l-${at}` })).settled();
  await cairn.close();
  const made = told.flatMap((notice) => notice.links ?? []);
  const linksOf = (label: string) => made.filter((link) => link.label === label).map(({ url }) => url);
  return { path, approve: linksOf('Approve'), reject: linksOf('Reject') };
}

async function pressers(path: string, many: number): Promise<readonly Program[]> {
  const made = Array.from({ length: many }, () => program(presser, [path]));
  await Promise.all(made.map(async (each) => each.hears('ready')));
  return made;
}

/** What each was told that pressed a link. */
function saidOf(made: readonly Program[], url: string): readonly string[] {
  return made
    .flatMap(({ lines }) => lines)
    .filter((line) => line.endsWith(` ${url}`))
    .map((line) => line.split(' ')[0] ?? '')
    .toSorted();
}

/** What became of threads, by their ids. */
async function standing(path: string, many: number) {
  const cairn = open({ store: sqlite(path), graphs: [leave], drive: false });
  onTestFinished(() => cairn.close());
  const threads = Array.from({ length: many }, (_, at) => cairn.thread(leave, `l-${at}`));
  return Promise.all(
    threads.map(async (thread) => {
      const events = (await thread.history()).filter(({ cause }) => cause === 'event');
      return { events: events.length, now: await thread.now() };
    }),
  );
}

const ids = (urls: readonly string[]) =>
  urls.map((url) => {
    const found = links.read(url, Date.now());
    return found.ok ? found.content.thread : '';
  });

test('of a link that is pressed in several processes at once exactly one answers, and the others are told so', async () => {
  const { path, approve } = await asked(Array.from({ length: 12 }, () => 2));
  const made = await pressers(path, 2);
  // In each of them twice, and in one the other way round.
  const twice = [...approve, ...approve];
  made[0]?.say(JSON.stringify(twice));
  made[1]?.say(JSON.stringify(twice.toReversed()));
  for (const each of made) await each.hears('pressed');
  for (const url of approve) expect(saidOf(made, url)).toEqual(['ok', 'used', 'used', 'used']);
  for (const { events, now } of await standing(path, approve.length)) {
    expect(events).toBe(1);
    expect(now).toMatchObject({ status: 'waiting', state: { approvals: [{ by: 'ada' }] } });
  }
});

test('of two links that answer otherwise, pressed in two processes at once, one answers and the other is late', async () => {
  const { path, approve, reject } = await asked(Array.from({ length: 12 }, () => 1));
  const made = await pressers(path, 2);
  expect(ids(approve)).toEqual(ids(reject));
  made[0]?.say(JSON.stringify(approve));
  made[1]?.say(JSON.stringify(reject.toReversed()));
  for (const each of made) await each.hears('pressed');
  for (const [at, { events, now }] of (await standing(path, approve.length)).entries()) {
    const said = [saidOf(made, approve[at] ?? ''), saidOf(made, reject[at] ?? '')].flat();
    expect(events).toBe(1);
    expect(now.status === 'done' && now.outcome).toBe(said[0] === 'ok' ? 'approved' : 'rejected');
    expect(said.toSorted()).toEqual(['late', 'ok']);
  }
});

test('where a process is killed while it answers, each link that is pressed again was taken once', async () => {
  const { path, approve } = await asked(Array.from({ length: 12 }, () => 2));
  const [dying, living] = await pressers(path, 2);
  dying?.say(JSON.stringify(approve));
  // The first is through, and the others are somewhere.
  await dying?.hears('ok');
  await dying?.signal('SIGKILL');
  living?.say(JSON.stringify(approve));
  await living?.hears('pressed');
  for (const url of approve) {
    const said = saidOf([dying, living] as Program[], url);
    expect(said.filter((code) => code === 'ok').length).toBeLessThanOrEqual(1);
    expect(said.filter((code) => !['ok', 'used'].includes(code))).toEqual([]);
  }
  for (const { events, now } of await standing(path, approve.length)) {
    expect(events).toBe(1);
    expect(now.state.approvals).toEqual([{ by: 'ada' }]);
  }
});
