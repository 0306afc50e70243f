// Threads that LangGraph keeps in the file: they are looked at by the same commands, and nothing of LangGraph is needed for that.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CairnSaver } from '@cairn/langgraph';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, jsonIn } from './cairn.ts';

/** The n-th of some ids of checkpoints, which stand in the order of their numbers. */
const idOf = (number: number): string => `1f1ec034-${String(number).padStart(4, '0')}-6950-8000-0bbcaa712343`;

/** Three checkpoints as LangGraph writes them: given, begun, and asking. */
async function write(saver: CairnSaver, thread: string, asks = true): Promise<void> {
  const ts = '2026-11-29T12:00:00.000Z';
  const said = ['hello'];
  const steps = [
    { values: { __start__: { said } }, versions: { __start__: 1 }, seen: {} },
    {
      values: { said, 'branch:to:review': null },
      versions: { __start__: 2, said: 2, 'branch:to:review': 2 },
      seen: {},
    },
    {
      values: { said: [...said, 'reviewed'], 'branch:to:ask': null },
      versions: { __start__: 2, said: 3, 'branch:to:review': 3, 'branch:to:ask': 3 },
      seen: { review: { 'branch:to:review': 2 } },
    },
  ];
  for (const [at, { values, versions, seen }] of steps.entries()) {
    const config = { configurable: { thread_id: thread, ...(at > 0 && { checkpoint_id: idOf(at - 1) }) } };
    const checkpoint = {
      v: 4,
      id: idOf(at),
      ts,
      channel_values: values,
      channel_versions: versions,
      versions_seen: seen,
    };
    const source = at === 0 ? 'input' : 'loop';
    await saver.put(config, checkpoint, { source, step: at - 1, parents: {} }, versions);
  }
  if (!asks) return;
  const questions = [{ id: 'c0ffee', value: { is: 'it good?' } }];
  await saver.putWrites(
    { configurable: { thread_id: thread, checkpoint_id: idOf(2) } },
    [['__interrupt__', questions]],
    'task',
  );
}

const graphModule = `import { graph } from '${pathToFileURL(join(import.meta.dirname, '../../core/src/index.ts')).href}';
export default graph({ name: 'LangGraph', state: {}, start: 'end', nodes: { end: { final: true } } });
`;

/** A folder with such threads in a file, and what commands in it write. */
async function given() {
  const place = folder();
  const store = sqlite(join(place, 'app.db'));
  const saver = new CairnSaver(store);
  for (const thread of ['ada', 'eve@home.org', 'x@3']) await write(saver, thread);
  await write(saver, 'busy', false);
  await store.close();
  const run = (...args: string[]): ReturnType<typeof cairn> => cairn(place, args);
  const json = async (...args: string[]): Promise<unknown> => jsonIn(await run(...args, '--json'));
  return { place, run, json };
}

describe('threads of LangGraph', () => {
  test('are listed, by status too, and are among those that wait', async () => {
    const { run, json } = await given();
    const { stdout } = await run('thread', 'list');
    expect(stdout).toMatch(/^ada +LangGraph +waiting +ask +4 /mu);
    expect(stdout).toMatch(/^langgraph:eve@home\.org +LangGraph/mu);
    expect(await json('thread', 'list', '--of', 'LangGraph', '--limit', '1')).toMatchObject({
      threads: [
        { id: 'ada', graph: 'LangGraph', status: 'waiting', head: 4, summary: { questions: [{ key: 'c0ffee' }] } },
      ],
      cursor: 'langgraph:ada',
    });
    expect(await json('thread', 'list', '--status', 'done')).toEqual({ threads: [] });
    expect((await run('waiting')).stdout).toMatch(/^ada +LangGraph +ask +answer c0ffee/mu);
  });

  test('are shown at any checkpoint, also one whose name has an "@"', async () => {
    const { run, json } = await given();
    const { stdout } = await run('thread', 'show', 'ada');
    expect(stdout).toContain('ada@4  waiting');
    expect(stdout).toContain("said  [ 'hello', 'reviewed' ]");
    expect(await json('thread', 'show', 'langgraph:eve@home.org@2')).toMatchObject({
      checkpoint: { seq: 2, state: { said: ['hello'] }, lanes: [{ node: 'review' }] },
    });
  });

  test('have a log, differences, and who wrote what', async () => {
    const { run, json } = await given();
    const { stdout } = await run('thread', 'log', 'ada', '--graph');
    expect(stdout).toContain('__start__ → review');
    expect(stdout).toContain("said + 'reviewed'");
    const log = (await run('thread', 'log', 'ada', '--json')).stdout.trim().split('\n');
    expect(log.map((line) => (JSON.parse(line) as { cause: string }).cause)).toEqual(['start', 'done', 'done', 'ask']);
    expect(await json('thread', 'diff', 'ada@2', 'ada@3')).toMatchObject({
      lanes: [
        { node: { before: 'review', after: 'ask' }, state: [{ kind: 'added', path: ['said', 1], after: 'reviewed' }] },
      ],
    });
    expect(await json('thread', 'blame', 'ada', 'said[1]')).toMatchObject({
      parts: [{ path: [1], seq: 3, node: 'review' }],
    });
    expect((await run('thread', 'why', 'ada@3')).stdout).toContain('✓ taken');
    expect((await run('graph', 'ada')).stdout).toContain('▶ ask');
  });

  test('are exported, and come in as threads of Cairn', async () => {
    const { run, json } = await given();
    await run('thread', 'export', 'ada', '--out', 'ada.jsonl');
    const imported = await run('thread', 'import', 'ada.jsonl', '--id', 'ada-2');
    expect([imported.code, imported.stdout]).toEqual([0, 'ada-2\n']);
    expect(await json('thread', 'show', 'ada-2')).toMatchObject({
      checkpoint: { state: { said: ['hello', 'reviewed'] } },
    });
  });

  test('need no LangGraph, and a name that is none is told as ever', async () => {
    const { place, run } = await given();
    const loaded = join(place, 'loaded');
    const preload = pathToFileURL(join(import.meta.dirname, 'loaded-files.mjs')).href;
    const env = { LOADED_FILES: loaded, NODE_OPTIONS: `--import ${preload}` };
    expect((await cairn(place, ['thread', 'show', 'ada'], { env })).code).toBe(0);
    expect(readFileSync(loaded, 'utf8')).not.toMatch(/node_modules.*lang(?:chain|graph)/u);
    const missing = await run('thread', 'show', 'adda');
    expect([missing.code, missing.stderr]).toMatchObject([1, expect.stringContaining('Did you mean "ada"')]);
  });

  test('are changed by no command, and each says whose they are and what does it', async () => {
    const { place, run } = await given();
    const module = join(place, 'graph.ts');
    writeFileSync(module, graphModule);
    const commands = [
      ['resume', 'ada', '--graph', module],
      ['send', 'ada', 'input', '--graph', module],
      ['answer', 'ada', 'c0ffee', '1', '--graph', module],
      ['thread', 'delete', 'ada'],
      ['thread', 'delete', 'langgraph:eve@home.org', '--force'],
      ['thread', 'tag', 'ada', 'vip'],
      ['thread', 'watch', 'ada'],
    ];
    for (const args of commands) {
      const { stderr, code } = await run(...args);
      expect([args, code, stderr]).toEqual([args, 1, expect.stringContaining('is one of LangGraph')]);
      expect(stderr).toContain('saver.deleteThread(');
      expect(stderr).toContain('app.invoke(null, ');
    }
    expect((await run('thread', 'delete', 'eva')).stderr).toContain('There is no thread "eva"');
  });

  test('are not said to be for somebody to take up while they run', async () => {
    const { run } = await given();
    const { stdout } = await run('thread', 'show', 'busy');
    expect(stdout).toMatch(/^busy@3 +running/mu);
    expect(stdout).toMatch(/driven +by LangGraph/u);
    expect(stdout).not.toContain('resume');
  });

  test('are named by their whole name, where that ends like a checkpoint too', async () => {
    const { run } = await given();
    expect((await run('thread', 'list')).stdout).toMatch(/^langgraph:x@3 +LangGraph/mu);
    for (const command of ['show', 'log', 'why', 'diff'])
      expect(await run('thread', command, 'langgraph:x@3')).toMatchObject({ code: 0, stderr: '' });
    expect((await run('thread', 'show', 'langgraph:x@3')).stdout).toMatch(/^langgraph:x@3@4 /mu);
    expect((await run('thread', 'show', 'langgraph:x@3@2')).stdout).toMatch(/^langgraph:x@3@2 /mu);
    expect((await run('thread', 'show', 'langgraph:ada@2')).stdout).toMatch(/^langgraph:ada@2 /mu);
  });
});
