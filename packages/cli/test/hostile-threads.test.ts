import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Thread } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';
import { hostileGraph, said } from './graphs/hostile.ts';
import { isHarmless, isWellFormed } from './hostile.ts';
import { harmless } from '../src/printing/harmless.ts';

const { evil, event, question } = said;
const module = graphs('hostile.ts');
let template: string;
/** The ids of threads, as a file may have them from before such ids were refused: one waits, one failed, one asks, one was cancelled, one is done, one is a fork. */
const ids = {
  waits: 'waits\u202E',
  failed: 'failed\u2066\u2069',
  asks: 'asks\u200B',
  cancelled: 'cancelled\u200E',
  done: 'done\u00AD',
  fork: 'fork\u{E0041}',
};

type Loose = Thread & { send(event: string, payload: unknown, options?: object): Promise<void> };

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'cairn-hostile-'));
  const runtime = open({ store: sqlite(join(template, 'evil.db')), graphs: [hostileGraph] });
  const begun = async (id: keyof typeof ids, fails = false): Promise<Loose> => {
    const thread = (await runtime.start(hostileGraph, { fails }, { id, tags: [evil, ids[id]] })) as Loose;
    await thread.settled();
    return thread;
  };
  await begun('waits');
  for (const [id, fails] of [
    ['failed', true],
    ['asks', false],
    ['done', false],
  ] as const) {
    const thread = await begun(id, fails);
    await thread.send(event, { by: evil });
    await thread.settled();
    if (id === 'done') await thread.answer(question, evil);
    await thread.settled();
  }
  const cancelled = await begun('cancelled');
  await (await cancelled.fork(5, { id: 'fork' })).settled();
  await cancelled.cancel(evil);
  await runtime.close();
  await rename();
});

/** Gives the threads the ids that no thread may begin with any more. */
async function rename(): Promise<void> {
  const store = sqlite(join(template, 'evil.db'));
  for (const [plain, id] of Object.entries(ids)) {
    const record = (await store.thread(plain)) as ThreadRecord;
    await store.create({ ...record, id, origin: null, rows: await store.rows(plain) });
  }
  await store.remove(Object.keys(ids));
  await store.close();
}

afterAll(() => rmSync(template, { recursive: true }));

function place(): string {
  const made = folder();
  copyFileSync(join(template, 'evil.db'), join(made, 'evil.db'));
  return made;
}

const looking: readonly (readonly string[])[] = [
  ['thread', 'list'],
  ['thread', 'list', '--text', 'red'],
  ...Object.values(ids).flatMap((id) => [
    ['thread', 'show', id],
    ['thread', 'log', id, '--graph'],
  ]),
  ['thread', 'show', ids.done, '--full'],
  ['thread', 'log', ids.failed],
  ['graph', ids.waits],
  ...[ids.failed, ids.asks, ids.cancelled, ids.fork].map((id) => ['thread', 'why', id]),
  ...[2, 3, 4].map((seq) => ['thread', 'why', `${ids.done}@${seq}`]),
  ['thread', 'watch', `${ids.done}@1`],
  ['thread', 'diff', `${ids.done}@1`, ids.done],
  ['thread', 'blame', ids.done, 'lines'],
  ['thread', 'blame', ids.done, 'totals'],
  ['thread', 'blame', ids.done, 'map'],
  ['thread', 'export', ids.done],
  ['failed'],
  ['waiting'],
  ['stats'],
  ['integrity'],
  ['check', module],
  ['graph', module],
  ['graph', module, '--format', 'mermaid'],
  ['graph', module, '--format', 'json'],
  ['graph', module, '--thread', ids.done],
  ['replay', '--against', module],
  ['sql', `SELECT *, '${evil}' AS "${evil.replaceAll('"', '')}" FROM thread`],
  ['prune', ids.done, '--dry-run'],
  ['__complete', 'thread', 'show', ''],
  ['__complete', 'send', ids.waits, ''],
  ['__complete', 'answer', ids.asks, ''],
  ['__complete', 'thread', 'blame', ids.done, ''],
];

const driving: readonly (readonly string[])[] = [
  ['start', '-g', module, '--id', `new${evil}`, '--tag', evil],
  ['send', ids.waits, event, `by=${evil}`, '-g', module],
  ['answer', ids.asks, question, evil, '-g', module],
  ['resume', ids.failed, '-g', module],
  ['cancel', ids.waits, '--reason', evil, '-g', module],
  ['thread', 'edit', ids.waits, '--input', JSON.stringify({ lines: [evil] }), '-g', module],
  ['thread', 'fork', `${ids.done}@3`, '--id', `copy${evil}`, '-g', module],
  ['thread', 'rewind', `${ids.waits}@3`, '-g', module],
  ['thread', 'delete', ids.done],
  ['test', 'record', ids.done, '-g', module],
];

const wrong: readonly (readonly string[])[] = [
  [evil],
  ['thread', evil],
  ['thread', 'list', `--${evil}`],
  ['thread', 'list', '--status', evil],
  ['thread', 'list', '--cursor', evil],
  ['thread', 'list', '--limit', evil],
  ['thread', 'list', '--since', evil],
  ['thread', 'list', '--db', evil],
  ['thread', 'show', evil],
  ['thread', 'show', `${ids.done}@${evil}`],
  ['thread', 'blame', ids.done, evil],
  ['thread', 'delete', ids.waits],
  ['thread', 'import', evil],
  ['start', '-g', evil],
  ['start', '-g', `${module}#${evil}`],
  ['start', '-g', module, evil],
  ['start', '-g', module, '--input', evil],
  ['send', ids.waits, evil, '-g', module],
  ['send', ids.done, event, `by=${evil}`, '-g', module],
  ['answer', ids.asks, evil, evil, '-g', module],
  ['sql', evil],
  ['thread', 'show', evil, '--debug'],
];

async function expectHarmless(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const ended = await cairn(place(), args, { env });
  for (const stream of ['stdout', 'stderr'] as const) {
    const tabs = args[0] === '__complete' ? /\t/gu : /(?!)/gu;
    const plain = ended[stream].replaceAll(env['FORCE_COLOR'] === undefined ? tabs : ourColours, '');
    expect({ args, [stream]: plain, isHarmless: isHarmless(plain) }).toMatchObject({ isHarmless: true });
  }
  expect(ended.stderr).not.toContain('unexpected;');
}

/** Colours as the command has them. What is hostile comes on another background: no text may bring one. */
const ourColours = /\p{Cc}\[(?:\d|[1-3]\d|9\d)m/gu;

/** Commands with a title each that may be shown. */
function titled(all: readonly (readonly string[])[]): [string, readonly string[]][] {
  return all.map((args) => [args.map((arg) => harmless(arg.replace(module, 'module')).slice(0, 24)).join(' '), args]);
}

test.each(titled(looking))('nothing that a thread holds reaches a terminal: %s', async (_, args) => {
  const variants = args[0] === '__complete' || args.includes('--format') ? [] : [[...args, '--json']];
  await Promise.all([args, ...variants].map((each) => expectHarmless(each)));
  if (variants.length > 0) await expectHarmless(args, { FORCE_COLOR: '1' });
});

test.each(titled(driving))('nothing that a thread gets reaches a terminal: %s', async (_, args) => {
  await Promise.all([expectHarmless(args), expectHarmless([...args, '--json'])]);
});

test.each(titled(wrong))('nothing that is typed reaches a terminal: %s', async (_, args) => {
  await Promise.all([expectHarmless(args), expectHarmless([...args, '--json'])]);
});

test('a picture is well-formed, and what it says is harmless, wherever it is written', async () => {
  for (const args of [
    ['graph', module],
    ['graph', ids.done],
    ['graph', module, '--thread', ids.waits],
  ]) {
    const made = place();
    const { stdout } = await cairn(made, [...args, '--format', 'svg']);
    expect(isWellFormed(stdout)).toBe(true);
    await cairn(made, [...args, '--out', 'graph.svg']);
    expect(readFileSync(join(made, 'graph.svg'), 'utf8')).toBe(stdout);
  }
});
