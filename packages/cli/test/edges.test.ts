import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { append, graph, open, type Clock } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';
import { order } from './graphs/order.ts';
import { voting } from './graphs/voting.ts';
import { orders } from './orders.ts';

const module = graphs('order.ts');
let template: string;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'cairn-orders-'));
  await orders(template);
});

afterAll(() => rmSync(template, { recursive: true }));

function shop(): string {
  const place = folder();
  copyFileSync(join(template, 'orders.db'), join(place, 'orders.db'));
  return place;
}

test('what is sent again under an --id is taken once, and told as the first was', async () => {
  const place = shop();
  const send = ['send', 'O-2', 'ship', 'by=bob', '-g', module, '--id', 'webhook-7'];
  const first = await cairn(place, send);
  expect(first.code).toBe(4);
  expect(await cairn(place, send)).toMatchObject({ code: 4, stdout: first.stdout });
  const cancel = ['cancel', 'O-2', '-g', module, '--id', 'a b'];
  expect((await cairn(place, cancel)).stderr).toContain('thread/invalid-message-id');
});

describe('stdout carries the result alone', () => {
  const noisy = graphs('noisy.ts');

  test.each([
    ['start', '-g', noisy, '--id', 'N-1', '--json'],
    ['check', noisy, '--json'],
    ['graph', noisy, '--format', 'json'],
  ])('whatever a module prints: %s', async (...args) => {
    const ended = await cairn(folder(), args);
    expect(jsonIn(ended)).toBeTypeOf('object');
    expect(ended.stderr).toMatch(/^the module speaks\nraw$/mu);
  });
});

test('whatever an activity prints goes to stderr', async () => {
  const { stderr } = await cairn(folder(), ['start', '-g', graphs('noisy.ts')]);
  expect(stderr).toContain('the activity speaks\nand again');
});

describe('the command line', () => {
  test('ends its flags with --', async () => {
    const place = folder();
    expect((await cairn(place, ['start', '-g', module, '--id=--json', 'item=pen'])).code).toBe(4);
    const shown = await cairn(place, ['thread', 'show', '--', '--json']);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('--json@') as string });
    expect(jsonIn(await cairn(place, ['thread', 'show', '--json', '--', '--json']))).toMatchObject({
      thread: { id: '--json' },
    });
  });

  test.each([
    [{ CAIRN_DB: '' }, ['thread', 'list'], /^cairn: CAIRN_DB is set, and empty\./u],
    [{}, ['thread', 'list', '--db', ''], /^cairn: --db is empty\./u],
    [{ CAIRN_GRAPH: '' }, ['start', 'item=pen'], /^cairn: CAIRN_GRAPH is set, and empty\./u],
    [{ CAIRN_GRAPH: '' }, ['graph'], /^cairn: CAIRN_GRAPH is set, and empty\./u],
    [{}, ['start', '-g', ''], /^cairn: -g is empty\./u],
    [{}, ['check', ''], /^cairn: The module of the graph is empty\./u],
    [{}, ['work', '-g', module, '--concurrency', '0'], /"0" is not a whole number from 1 on/u],
    [{}, ['work', '-g', module, '--drain', 'soon'], /"soon" is not a duration/u],
    [{}, ['thread', 'list', '--since', 'yesterday'], /"yesterday" is not a duration/u],
    [{}, ['prune', '--older-than', '30'], /"30" is not a duration/u],
    [{}, ['graph', 'O-1', '--json', '--format', 'svg'], /two formats/u],
  ])('refuses what is empty, nothing or no duration by name: %j %j', async (env, args, says) => {
    const { code, stderr } = await cairn(shop(), args, { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) as string });
  });

  test.each([
    [['thread', 'log', 'O-1', '--all', '--limit', '2'], /^cairn: --limit has no effect beside --all\./u],
    [['thread', 'log', 'O-1', '--graph', '--json'], /--graph has no effect beside --json/u],
    [['thread', 'watch', 'O-1', '--graph', '--json'], /--graph has no effect beside/u],
    [['graph', 'O-1', '--thread', 'O-2'], /"O-1" is none/u],
    [['replay', 'x.jsonl', '--against', module, '--db', 'orders.db'], /--db has no effect/u],
    [['replay', 'O-1', '--against', module, '--status', 'done'], /not both/u],
    [
      ['send', 'O-2', 'ship', '--queue', '--on-busy', 'refuse', '-g', module],
      /--on-busy has no effect beside --queue/u,
    ],
    [['answer', 'O-5', 'size', 'M', '--queue', '--on-busy', 'replace', '-g', module], /--on-busy has no effect/u],
  ])('refuses by name what would have no effect: %j', async (args, says) => {
    const { code, stderr } = await cairn(shop(), args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) as string });
  });

  test.each([
    [['thread', 'list', '--cursor', 'foo'], /invalid-cursor/u],
    [['resume', 'O-2', '--lane', 'nowhere', '-g', module], /There is no lane "nowhere" now/u],
    [['thread', 'list', '--db', 'order.db'], /no file "order\.db".*Did you mean "orders\.db"/u],
    [['prune', 'NOPE'], /no thread "NOPE"/u],
    [['thread', 'blame', 'O-1', 'notes[99]'], /"notes" has no \[99\]\. It has 2 items, \[0\] to \[1\]/u],
    [['thread', 'blame', 'O-1', 'item.ab'], /"item" has no "ab"\. It has no parts/u],
    [['start', '-g', module, 'item=42'], /As text it is written item='"42"'/u],
  ])('refuses what leads to nothing: %j', async (args, says) => {
    const { code, stderr } = await cairn(shop(), args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(says) as string });
  });

  test.each([
    [['log', 'O-1'], 'cairn thread log'],
    [['show'], 'cairn thread show'],
    [['list'], 'cairn thread list'],
    [['thread', 'lgo'], 'cairn thread log'],
    [['thread', 'start'], 'cairn start'],
    [['strat'], 'cairn start'],
    [['ls'], 'cairn thread list'],
    [['retry'], 'cairn resume'],
    [['record'], 'cairn test record'],
  ])('leads from %j to "%s"', async (args, meant) => {
    const { code, stderr } = await cairn(folder(), args);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean "${meant}"?`);
  });

  test('is explained by help as by --help', async () => {
    const place = folder();
    for (const words of [['thread', 'log'], ['send'], ['thread']]) {
      const [help, flag] = await Promise.all([cairn(place, ['help', ...words]), cairn(place, [...words, '--help'])]);
      expect(help).toEqual(flag);
      expect(help).toMatchObject({ code: 0, stderr: '' });
    }
    expect((await cairn(place, ['help', 'send'])).stdout).toMatch(/^Examples\n {2}cairn send .*\n {2}cairn send /mu);
  });
});

describe('a problem is JSON where results are', () => {
  test.each([
    [['thread', 'show', 'O-9', '--json'], { exitCode: 1 }],
    [['thread', 'list', '--limit', 'x', '--json'], { exitCode: 2 }],
    [['nothing', '--json'], { exitCode: 2 }],
    [['start', '-g', module, '--id', 'O-1', 'item=other', '--json'], { exitCode: 7, code: 'thread/exists' }],
    [['thread', 'import', 'none', '--json'], { exitCode: 1 }],
  ])('cairn %j', async (args, problem) => {
    const { code, stdout, stderr } = await cairn(shop(), args);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toEqual({ problem: { message: expect.any(String) as string, ...problem } });
    expect(code).toBe(problem.exitCode);
  });

  test('and so are graphs, exports and completion scripts', async () => {
    const place = shop();
    expect(jsonIn(await cairn(place, ['graph', 'O-1', '--json']))).toMatchObject({ name: 'order' });
    expect(jsonIn(await cairn(place, ['completion', 'bash', '--json']))).toMatchObject({ shell: 'bash' });
    expect(await cairn(place, ['thread', 'export', 'O-1', '--json'])).toEqual(
      await cairn(place, ['thread', 'export', 'O-1']),
    );
  });
});

describe('a thread that another process drives', () => {
  /** A database in which somebody else, who is alive, drives O-2, and somebody who is gone drove O-5. */
  async function driven(use: (place: string) => Promise<void>): Promise<void> {
    const place = shop();
    const store = sqlite(join(place, 'orders.db'));
    await store.heartbeat({ id: 'alive', pid: process.pid, host: 'elsewhere' }, 3_600_000, Date.now());
    await store.claim('O-2', 'alive', Date.now());
    await store.claim('O-5', 'gone', Date.now());
    try {
      await use(place);
    } finally {
      await store.close();
    }
  }

  test('is told of in words', () =>
    driven(async (place) => {
      expect((await cairn(place, ['thread', 'show', 'O-2'])).stdout).toContain(
        `driven    by process ${process.pid} on elsewhere, alive`,
      );
      expect((await cairn(place, ['thread', 'show', 'O-5'])).stdout).toContain('"cairn resume O-5" goes on');
    }));

  test('is not resumed where that is refused, and is taken where it is to be', () =>
    driven(async (place) => {
      await cairn(place, ['start', '-g', module, '--id', 'O-9', '--detach', 'item=pen']);
      const store = sqlite(join(place, 'orders.db'));
      await store.claim('O-9', 'alive', Date.now());
      const refused = await cairn(place, ['resume', 'O-9', '-g', module, '--on-busy', 'refuse']);
      expect(refused).toMatchObject({ code: 7, stderr: expect.stringContaining(`process ${process.pid}`) as string });
      expect(await store.thread('O-9')).toMatchObject({ owner: 'alive', status: 'running' });
      const resumed = await cairn(place, ['resume', 'O-9', '-g', module, '--on-busy', 'replace']);
      expect(resumed.code).toBe(4);
      expect(await store.thread('O-9')).toMatchObject({ owner: null, status: 'waiting' });
      await store.close();
    }));

  test('keeps what is queued for it, and whoever sent it waits no longer than that', () =>
    driven(async (place) => {
      const sent = await cairn(place, ['send', 'O-2', 'ship', 'by=ada', '--queue', '-g', module]);
      expect(sent).toMatchObject({ code: 4, stdout: 'O-2\n' });
      expect(sent.stderr).toContain(`Queued; process ${process.pid} on elsewhere drives O-2.`);
    }));

  test('is sent back once it is let go of, and at once where it is taken', () =>
    driven(async (place) => {
      const store = sqlite(join(place, 'orders.db'));
      const { fence = 0 } = (await store.thread('O-2')) ?? {};
      const waited = await cairn(place, ['thread', 'rewind', 'O-2@3', '--detach', '-g', module], {
        onOutput: (written) => {
          if (!written.includes(`Waits until process ${process.pid} on elsewhere lets go of O-2`)) return;
          void store.commit({ thread: 'O-2', fence, rows: [], update: { owner: null } });
        },
      });
      expect(waited.code).toBe(0);
      await store.claim('O-2', 'alive', Date.now());
      const taken = await cairn(place, ['thread', 'rewind', 'O-2@3', '--on-busy', 'replace', '--detach', '-g', module]);
      expect(taken).toMatchObject({ code: 0, stderr: '' });
      expect((await store.rows('O-2')).filter(({ cause }) => cause === 'rewind')).toHaveLength(2);
      await store.close();
    }));

  test('goes on there when a command that waits for it is interrupted', () =>
    driven(async (place) => {
      const store = sqlite(join(place, 'orders.db'));
      const sent = await cairn(place, ['send', 'O-2', 'ship', 'by=ada', '-g', module], {
        onStart(kill) {
          void (async () => {
            while ((await store.messages('O-2')).length === 0) await new Promise((next) => setImmediate(next));
            kill('SIGINT');
          })();
        },
      });
      expect(sent.code).toBe(130);
      // What was sent is on disk: whoever sends it again because of the interrupt would send it twice.
      expect(sent.stderr).toMatch(/^Interrupted; what was done is kept. What was sent stays queued: event ship \(/);
      expect(sent.stderr).toContain(`It goes on in process ${process.pid} on elsewhere.\n`);
      await store.close();
    }));

  test('keeps threads that were to be deleted with it', () =>
    driven(async (place) => {
      const { code } = await cairn(place, ['thread', 'delete', 'O-1', 'O-2', '--force']);
      expect(code).toBe(7);
      expect(jsonIn(await cairn(place, ['thread', 'show', 'O-1', '--json']))).toMatchObject({
        thread: { owner: null },
      });
    }));
});

describe('a thread is shown', () => {
  test('with what was queued for it and refused when it came to its end', async () => {
    const place = shop();
    const queue = ['send', 'O-5', 'ship', 'by=bob', '-g', module, '--queue'];
    await cairn(place, queue);
    await cairn(place, ['cancel', 'O-5', '-g', module]);
    expect((await cairn(place, ['thread', 'show', 'O-5'])).stdout).toMatch(
      /^refused {3}event ship \(\d+.* ago, thread\/over\)$/mu,
    );
    const shown = jsonIn(await cairn(place, ['thread', 'show', 'O-5', '--json']));
    expect(shown).toMatchObject({ queued: [], refused: [{ type: 'event', name: 'ship', code: 'thread/over' }] });
    expect((await cairn(place, queue)).stderr).toContain('thread/over');
  });

  test('with what is queued for it', async () => {
    const place = shop();
    await cairn(place, ['send', 'O-5', 'ship', 'by=ada', '--queue', '-g', module]);
    expect((await cairn(place, ['thread', 'show', 'O-5'])).stdout).toMatch(/^queued {4}event ship \(\d+.* ago\)$/mu);
  });

  test('with the failure of a decision, and attempts as they were', async () => {
    const torn = graph({
      name: 'torn',
      state: { word: z.string().default(''), lines: append(z.number()) },
      start: 'fan',
      nodes: {
        fan: { next: { all: ['one', 'two'], then: 'end' } },
        one: { run: () => ({ word: 'one', lines: Array.from({ length: 400 }, (_, at) => at) }), next: 'end' },
        two: { run: () => ({ word: 'two' }), next: 'end' },
        end: { final: true },
      },
    });
    const flaky = graph({
      name: 'flaky',
      state: { list: append(z.number()) },
      start: 'long',
      nodes: {
        long: { run: () => ({ list: Array.from({ length: 400 }, (_, at) => at) }), next: 'try' },
        try: { run: () => Promise.reject(new Error('no')), retry: { attempts: 2, backoff: '1ms' }, next: 'end' },
        end: { final: true },
      },
    });
    const place = folder();
    const runtime = open({ store: sqlite(join(place, 'failed.db')), graphs: [torn, flaky] });
    await (await runtime.start(torn, {}, { id: 'T-1' })).settled();
    await (await runtime.start(flaky, {}, { id: 'F-1' })).settled();
    await runtime.close();
    expect((await cairn(place, ['thread', 'show', 'T-1'])).stdout).toMatch(/^\(first\) .* failed .*"word"/mu);
    const flakily = (await cairn(place, ['thread', 'show', 'F-1'])).stdout;
    expect(flakily).toMatch(/^\(first\) +try +failed +2 +no$/mu);
    expect(flakily).toContain('300 before; --full shows them');
    expect(flakily).toMatch(/\b399\b/u);
    expect((await cairn(place, ['thread', 'show', 'F-1', '--full'])).stdout).toMatch(/\b0,[^]*\b399\b/u);
  });

  test('watched until it failed, with the exit code of that', async () => {
    expect(await cairn(shop(), ['thread', 'watch', 'O-3'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^O-3@\d+ is failed\.\n$/u) as string,
    });
    expect(await cairn(shop(), ['thread', 'watch', 'O-2'])).toMatchObject({ code: 4 });
  });
});

test('what is tried again is told of where nobody is waited for', async () => {
  const flaky = graph({
    name: 'flaky',
    state: {},
    start: 'try',
    nodes: {
      try: { run: () => Promise.reject(new Error('down')), retry: { attempts: 5, backoff: '1h' }, next: 'end' },
      end: { final: true },
    },
  });
  const place = folder();
  const runtime = open({ store: sqlite(join(place, 'flaky.db')), graphs: [flaky] });
  const thread = await runtime.start(flaky, {}, { id: 'F-1' });
  for await (const event of thread.watch({ from: 1 }))
    if (event.type === 'checkpoint' && event.cause === 'attempt') break;
  await runtime.close();
  expect((await cairn(place, ['waiting'])).stdout).toContain('retry after 1 failed attempt: Error: down');
});

test('resume does what is due', async () => {
  const place = folder();
  // An hour ago nobody was there any more when the time came.
  const hourAgo = Date.now() - 3_600_000;
  const clock: Clock = { now: () => hourAgo, after: () => () => undefined };
  const runtime = open({ store: sqlite(join(place, 'votes.db')), graphs: [voting], clock });
  await (await runtime.start(voting, {}, { id: 'V-1' })).settled();
  await runtime.close();
  const resumed = await cairn(place, ['resume', 'V-1', '-g', graphs('voting.ts'), '--json']);
  expect(jsonIn(resumed)).toMatchObject({ status: 'waiting', at: [{ node: 'late' }] });
  expect((await cairn(place, ['resume', 'V-1', '-g', graphs('voting.ts')])).code).toBe(4);
});

test('what was found is told as the log tells it', async () => {
  const { stdout } = await cairn(shop(), ['thread', 'list', '--text', 'BOOK']);
  expect(stdout).toMatch(/ @1 item = 'book', amount = 3/u);
});

test('a replay of what was cut says that nothing was checked', async () => {
  const place = shop();
  await cairn(place, ['prune', 'O-1', 'O-2', '--history']);
  const args = ['replay', '--against', module];
  expect(await cairn(place, args)).toMatchObject({
    code: 0,
    stdout: '3 threads replayed, 0 diverged; of 2 nothing could be checked, as their histories were cut.\n',
  });
  for (const named of [['O-1'], ['O-1', 'O-2'], ['O-2', '--json']]) {
    const { code, stderr } = await cairn(place, [...args, ...named]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Nothing was checked') as string });
  }
  await cairn(place, ['prune', '--history', '--status', 'waiting,failed,done,cancelled']);
  expect((await cairn(place, args)).code).toBe(1);
});

test('a log whose beginning was cut says so', async () => {
  const place = shop();
  await cairn(place, ['prune', 'O-2', '--history']);
  expect((await cairn(place, ['thread', 'log', 'O-2'])).stderr).toMatch(/^What came before @\d+ was cut\.\n$/u);
});

test('a page of threads goes on where the one before ended, whatever starts meanwhile', async () => {
  const place = shop();
  const page = async (...args: readonly string[]): Promise<{ ids: readonly string[]; cursor?: string }> => {
    const { threads, cursor } = jsonIn(await cairn(place, ['thread', 'list', '--limit', '2', '--json', ...args])) as {
      threads: readonly { id: string }[];
      cursor?: string;
    };
    return { ids: threads.map(({ id }) => id), ...(cursor !== undefined && { cursor }) };
  };
  for (const filter of [[], ['--text', 'e']]) {
    const first = await page(...filter);
    await cairn(place, ['start', '-g', module, '--detach', 'item=new']);
    const second = await page(...filter, '--cursor', first.cursor ?? '');
    expect(second.ids).not.toEqual(expect.arrayContaining([...first.ids]));
    expect(new Set([...first.ids, ...second.ids]).size).toBe(4);
  }
});

test('sql shows columns in which nothing stands, columns of one name, and whole numbers of any size', async () => {
  const query = "SELECT '' AS blank, 9007199254740993 AS large, 1 AS a, 2 AS a, 1.5 AS half";
  const { stdout } = await cairn(shop(), ['sql', query]);
  expect(stdout).toBe('blank  large             a  a  half\n       9007199254740993  1  2  1.5\n');
  expect(jsonIn(await cairn(shop(), ['sql', query, '--json']))).toEqual({
    blank: '',
    large: { $bigint: '9007199254740993' },
    a: 2,
    half: 1.5,
  });
});

test('prune spares the threads that are named and that its flags do not choose', async () => {
  const place = shop();
  const flags = [
    ['--older-than', '30d'],
    ['--status', 'waiting'],
    ['--tag', 'pen'],
    ['--keep', '9'],
  ];
  for (const flag of flags) {
    const { code, stdout } = await cairn(place, ['prune', 'O-1', 'O-4', ...flag]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Deleted 0 of 0 /u) as string });
    expect(stdout).toContain('Left alone, as the flags do not choose them: 2 of the named.');
  }
  expect((await cairn(place, ['prune', 'O-1', 'O-4', '--tag', 'cup'])).stdout).toMatch(/^Deleted 1 of 1 thread/u);
  const left = jsonIn(await cairn(place, ['thread', 'list', '--json'])) as { threads: readonly { id: string }[] };
  expect(left.threads.map(({ id }) => id)).toEqual(['O-5', 'O-3', 'O-2', 'O-1']);
});

test('a dry run of prune promises what prune then does, forks included', async () => {
  const place = folder();
  const runtime = open({ store: sqlite(join(place, 'orders.db')), graphs: [order] });
  const first = await runtime.start(order, { item: 'pen', amount: 3 }, { id: 'A' });
  await first.settled();
  const second = await first.fork(5, { id: 'B' });
  await second.settled();
  await (await second.fork(7, { id: 'C' })).settled();
  await runtime.close();
  const args = ['prune', '--status', 'waiting', '--history'];
  const would = await cairn(place, [...args, '--dry-run']);
  const did = await cairn(place, args);
  expect(would.stdout.replace('Would cut', 'Cut')).toBe(did.stdout);
  expect(await cairn(place, ['prune', '--status', 'waiting'])).toMatchObject({
    stdout: expect.stringContaining('Left alone, as they may still go on: 3.') as string,
  });
});

test('a drawing of a thread marks where it has been in every format', async () => {
  const place = shop();
  for (const format of ['text', 'mermaid', 'svg', 'json']) {
    const [own, plain] = await Promise.all([
      cairn(place, ['graph', 'O-2', '--format', format]),
      cairn(place, ['graph', module, '--format', format]),
    ]);
    expect(own.code).toBe(0);
    expect(own.stdout).not.toBe(plain.stdout);
  }
  const { stdout } = await cairn(place, ['graph', 'O-2', '--format', 'mermaid']);
  expect(stdout).toMatch(/^ {2}class n_ready current$/mu);
  expect(stdout).toMatch(/^ {2}class .*\bn_check\b.* visited$/mu);
});

test('a graph marks the nodes where lanes were, and not where they meet before they did', async () => {
  const { stdout } = await cairn(shop(), ['graph', 'O-2@4', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ visited: expect.not.arrayContaining(['pay']) as string[] });
});
