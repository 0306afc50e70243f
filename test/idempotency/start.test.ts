import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../folder.ts';
import { program } from '../program.ts';

const count = 20;

async function startedBy(
  inputs: readonly string[],
): Promise<{ outcomes: readonly (readonly string[])[]; path: string }> {
  const path = join(folder(), 'started.db');
  void sqlite(path).close();
  const programs = inputs.map((input) => program(new URL('starter.ts', import.meta.url), [path, String(count), input]));
  await Promise.all(programs.map((each) => each.hears('ready')));
  for (const each of programs) each.say('go');
  const lines = await Promise.all(programs.map((each) => each.hears('outcomes ')));
  await Promise.all(programs.map((each) => each.ended));
  return { outcomes: lines.map((line) => JSON.parse(line.slice(9)) as string[]), path };
}

test('processes that start the same threads at once get the same threads, each of which runs once', async () => {
  const { outcomes, path } = await startedBy(['Ada', 'Ada']);
  for (const each of outcomes) expect(each).toEqual(Array.from({ length: count }, () => 'done'));
  const store = sqlite(path);
  expect((await store.threads({})).threads).toHaveLength(count);
  for (let index = 0; index < count; index += 1) {
    expect((await store.rows(`t${index}`)).map(({ cause }) => cause)).toEqual(['start', 'done']);
  }
  void store.close();
});

test('of processes that mean two things by one id, one gets its thread and the other a problem', async () => {
  const { outcomes } = await startedBy(['Ada', 'Bob']);
  for (let index = 0; index < count; index += 1) {
    expect(outcomes.map((each) => each[index])).toEqual(expect.arrayContaining(['done', 'thread/exists']));
  }
});
