import { join } from 'node:path';
import { inspect } from 'node:util';
import { HumanMessage } from '@langchain/core/messages';
import { Command, MemorySaver, type StateSnapshot } from '@langchain/langgraph';
import type { BaseCheckpointSaver, CheckpointTuple } from '@langchain/langgraph-checkpoint';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { memory } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { CairnSaver, importThreads } from '../src/index.ts';
import { chat } from './chat.ts';
import { at, checkpoint, about, idOf } from './checkpoint.ts';
import { folder } from './folder.ts';
import { reviewed } from './reviewed.ts';

async function all(saver: BaseCheckpointSaver, thread: string): Promise<ReadonlyMap<string, string>> {
  const found: CheckpointTuple[] = [];
  for await (const tuple of saver.list({ configurable: { thread_id: thread } })) found.push(tuple);
  return new Map(
    found.map(({ config, parentConfig, ...rest }) => {
      const { checkpoint_ns, checkpoint_id } = config.configurable as Record<string, string>;
      const of = parentConfig?.configurable?.['checkpoint_id'] as unknown;
      // Messages are made anew, and keep what they were made of.
      return [`${checkpoint_ns} ${checkpoint_id}`, inspect({ of, ...rest }, { depth: 20, sorted: true })];
    }),
  );
}

const origins: readonly (readonly [string, () => BaseCheckpointSaver])[] = [
  ['in memory', () => new MemorySaver()],
  ['in the file of LangGraph', () => SqliteSaver.fromConnString(join(folder(), 'old.db'))],
  ['of Cairn', () => new CairnSaver(memory())],
];

describe.each(origins)('threads %s', (_, origin) => {
  test('come in with all checkpoints, what was written to them, and the graphs within, and go on', async () => {
    const from = origin();
    const into = new CairnSaver(sqlite(':memory:'));
    const config = { configurable: { thread_id: 'asked' } };
    await reviewed(from).invoke({ said: ['begin'] }, config);
    const take = chat(from, 200);
    for (let turn = 0; turn < 4; turn += 1) await take(turn);
    const told: string[] = [];
    const done = await importThreads(from, into, {
      onProgress: ({ thread, checkpoints, ofCheckpoints }) => {
        if (checkpoints === ofCheckpoints) told.push(thread);
      },
    });
    expect({ ...done, imported: done.imported.toSorted() }).toEqual({
      imported: ['asked', 'chat'],
      present: [],
      failed: [],
    });
    expect(told.toSorted()).toEqual(['asked', 'chat']);
    for (const thread of ['asked', 'chat']) expect(await all(into, thread)).toEqual(await all(from, thread));
    expect(await chat(into, 200)(4)).toBe(10);
    const app = reviewed(into);
    const { tasks }: StateSnapshot = await app.getState(config);
    const answers = Object.fromEntries(tasks.flatMap(({ interrupts }) => interrupts.map(({ id }) => [id, 'yes'])));
    const { said } = await app.invoke(new Command({ resume: answers }), config);
    expect(said).toEqual(['begin', 'left yes', 'right yes', 'both of 2', 'after']);
  });

  test('come in once, and one that went on at its origin is told', async () => {
    const from = origin();
    const into = new CairnSaver(memory());
    await chat(from, 20)(0, 'ada');
    await chat(from, 20)(0, 'bob');
    expect((await importThreads(from, into, { threads: ['ada'] })).imported).toEqual(['ada']);
    const before = await all(into, 'ada');
    expect(await importThreads(from, into, { threads: ['ada', 'nobody'] })).toMatchObject({
      imported: [],
      present: ['ada'],
      failed: [{ thread: 'nobody', error: { message: expect.stringContaining('no checkpoint') as string } }],
    });
    // It goes on in its new place, and is there all the same.
    await chat(into, 20)(1, 'ada');
    expect((await importThreads(from, into, { threads: ['ada'] })).present).toEqual(['ada']);
    await chat(from, 20)(1, 'ada');
    const again = await importThreads(from, into);
    expect(again).toMatchObject({ imported: ['bob'], present: [], failed: [{ thread: 'ada' }] });
    expect(again.failed[0]?.error.message).toContain('went on where it comes from');
    expect((await all(into, 'ada')).size).toBe(before.size + 3);
  });

  test('whose lists are kept as what was written to them come in as they are', async () => {
    const from = origin();
    const into = new CairnSaver(memory());
    const take = chat(from, 200, 'delta');
    for (let turn = 0; turn < 4; turn += 1) await take(turn);
    expect((await importThreads(from, into)).imported).toEqual(['chat']);
    expect(await all(into, 'chat')).toEqual(await all(from, 'chat'));
    expect(await chat(into, 200, 'delta')(4)).toBe(10);
  });
});

test('a thread that is not through when the import ends is not there', async () => {
  const from = new MemorySaver();
  for (const thread of ['ada', 'bob']) await chat(from, 20)(0, thread);
  const into = new CairnSaver(memory());
  const ending = new AbortController();
  const importing = importThreads(from, into, {
    signal: ending.signal,
    onProgress: ({ thread, checkpoints }) => {
      if (thread === 'bob' && checkpoints === 2) ending.abort(new Error('enough'));
    },
  });
  expect(await importing).toEqual({ imported: ['ada'], present: [], failed: [], left: ['bob'] });
  expect([(await all(into, 'ada')).size, (await all(into, 'bob')).size]).toEqual([3, 0]);
  expect(await importThreads(from, into)).toMatchObject({ imported: ['bob'], present: ['ada'] });
});

test('threads that two bring in at once are there once, and each is told so', async () => {
  const from = new MemorySaver();
  for (const thread of ['ada', 'bob']) await chat(from, 20)(0, thread);
  const into = new CairnSaver(memory());
  const [one, other] = await Promise.all([importThreads(from, into), importThreads(from, into)]);
  expect([one.failed, other.failed]).toEqual([[], []]);
  expect([...one.imported, ...other.imported].toSorted()).toEqual(['ada', 'bob']);
  expect([...one.present, ...other.present].toSorted()).toEqual(['ada', 'bob']);
  expect((await all(into, 'ada')).size).toBe(3);
});

test('a thread whose values cannot be written is told, and the others come in', async () => {
  const from = new MemorySaver();
  const bad = checkpoint(idOf(1), { odd: 1 });
  await from.put(at('bad'), bad, about);
  await from.put(at('good'), checkpoint(idOf(1), { said: new HumanMessage('hi') }), about);
  const from2 = new Proxy(from, {
    get: (target, name) =>
      name === 'getTuple'
        ? async (config: Parameters<MemorySaver['getTuple']>[0]) => {
            const tuple = await target.getTuple(config);
            if (tuple?.checkpoint.channel_values['odd'] === 1)
              tuple.checkpoint.channel_values['odd'] = Object.create({ odd: true });
            return tuple;
          }
        : (Reflect.get(target, name) as unknown),
  });
  const into = new CairnSaver(memory(), { unknown: 'refuse' });
  const { imported, failed } = await importThreads(from2, into);
  expect(imported).toEqual(['good']);
  expect(failed).toMatchObject([{ thread: 'bad', error: { code: 'value/refused' } }]);
  expect((await all(into, 'bad')).size).toBe(0);
});
