import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { applicationId, schema } from '../../sqlite/src/file/schema.ts';
import { cairn, graphs, plainEnv, program } from './cairn.ts';
import { orders } from './orders.ts';

const order = graphs('order.ts');
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

/** A folder with an empty database as an older Cairn made it. */
function olderShop(): string {
  const place = folder();
  const database = new Sqlite(join(place, 'orders.db'));
  database.pragma(`application_id = ${applicationId}`);
  database.exec(schema[0] ?? '');
  database.pragma('user_version = 1');
  database.close();
  return place;
}

/** Whether this process may mount a folder. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'cairn-mount-'));
  try {
    execFileSync('mount', ['--bind', place, place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test.runIf(canMount())('a backup to a full disk names that disk', async () => {
  const place = shop();
  const small = join(place, 'small');
  mkdirSync(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]);
  onTestFinished(() => void execFileSync('umount', [small]));
  const { code, stderr } = await cairn(place, ['backup', 'small/b.db', '--db', 'orders.db']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^cairn: The disk of the backup ".*small\/b\.db" has no space left/u) as string,
  });
  expect(readdirSync(small)).toEqual([]);
});

test('a database of which nobody can tell is not passed over', async () => {
  const place = folder();
  symlinkSync('loop.db', join(place, 'loop.db'));
  for (const args of [
    ['thread', 'list'],
    ['start', '-g', order, 'item=pen'],
  ]) {
    const { code, stderr } = await cairn(place, args);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^cairn: "loop\.db" may be the database of this folder, and cannot be read\./u,
      ) as string,
    });
  }
});

test('a pipe that is named like a database is none, and is not waited for', async () => {
  const place = shop();
  execFileSync('sh', ['-c', 'mkfifo a.db'], { cwd: place });
  expect(await cairn(place, ['thread', 'list'])).toMatchObject({ code: 0 });
  for (const name of ['a.db', 'typo.db']) {
    const { code, stderr } = await cairn(place, ['thread', 'list', '--db', name]);
    expect([name, code, stderr]).toEqual([name, 1, expect.stringMatching(/it is not a file|There is no file/u)]);
  }
});

test('damage that a count meets is a problem with the code of damage', async () => {
  const place = shop();
  const path = join(place, 'orders.db');
  const database = new Sqlite(path);
  database.pragma('wal_checkpoint(TRUNCATE)');
  const size = database.pragma('page_size', { simple: true }) as number;
  const root = database
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'checkpoint'")
    .pluck()
    .get();
  database.close();
  const bytes = readFileSync(path).fill(0xff, ((root ?? 0) - 1) * size, (root ?? 0) * size);
  writeFileSync(path, bytes);
  const { code, stderr } = await cairn(place, ['stats', '--json']);
  expect(JSON.parse(stderr)).toMatchObject({ problem: { code: 'store/corrupt', exitCode: code } });
});

test('a folder that is gone is a problem in words', () => {
  const place = shop();
  const line = `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${program}" thread list --json 2>&1; echo $?`;
  const said = execFileSync('sh', ['-c', line], { cwd: place, env: plainEnv(), encoding: 'utf8' });
  const [problem = '', code] = said.trim().split('\n');
  expect(JSON.parse(problem)).toMatchObject({
    problem: { message: 'The folder that this runs in is gone. Go to one that is there.' },
  });
  expect(code).toBe('1');
});

test('a dry run that is ended leaves no copy behind, and speaks of the database', async () => {
  const place = shop();
  const temporary = folder();
  const env = { TMPDIR: temporary };
  const missing = await cairn(place, ['prune', 'O-9', '--dry-run'], { env });
  expect(missing.stderr).toContain('There is no thread "O-9" in sqlite orders.db.');
  const notes = Array.from({ length: 40 }, (_, at) => `note ${at}`);
  for (let at = 0; at < 5; at++)
    await cairn(place, [
      'start',
      '-g',
      order,
      '--detach',
      '--input',
      JSON.stringify({ item: 'x'.repeat(90_000), notes }),
    ]);
  const copies = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith('cairn-'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    let isOver = false;
    const ended = await cairn(place, ['prune', '--status', 'running', '--history', '--dry-run'], {
      env,
      onStart(kill) {
        const look = (): void => {
          if (copies().length > 0) kill(signal);
          else if (!isOver) setImmediate(look);
        };
        look();
      },
    });
    isOver = true;
    expect([129, 130, 143, 0, null]).toContain(ended.code);
    expect(copies()).toEqual([]);
  }
});

const looking: readonly (readonly string[])[] = [
  ['thread', 'list'],
  ['thread', 'show', 'O-1'],
  ['thread', 'log', 'O-1', '--graph'],
  ['thread', 'watch', 'O-1@1'],
  ['thread', 'why', 'O-1'],
  ['thread', 'diff', 'O-1@1', 'O-1'],
  ['thread', 'blame', 'O-1', 'notes'],
  ['thread', 'export', 'O-1'],
  ['failed'],
  ['waiting'],
  ['graph', 'O-1'],
  ['replay', '--against', order],
  ['stats'],
  ['integrity'],
  ['sql', 'SELECT 1'],
  ['prune', '--older-than', '1ms', '--dry-run'],
  ['prune', '--status', 'waiting', '--history', '--dry-run'],
  ['upgrade', '--dry-run'],
  ['__complete', 'thread', 'show', ''],
];

function sumOf(place: string): string {
  return createHash('sha256')
    .update(readFileSync(join(place, 'orders.db')))
    .digest('hex');
}

describe('looking, and saying what would be done, changes nothing', () => {
  test.each(looking.map((args) => [args.join(' ').replace(order, 'order.ts'), args] as const))(
    'cairn %s',
    async (_, args) => {
      for (const place of [shop(), olderShop()]) {
        const before = sumOf(place);
        const files = readdirSync(place);
        await cairn(place, [...args, ...(args[0] === '__complete' ? [] : ['--db', 'orders.db'])]);
        expect(sumOf(place)).toBe(before);
        expect(readdirSync(place).filter((file) => !/-(?:wal|shm)$/u.test(file))).toEqual(files);
      }
    },
  );

  test.skipIf(!canMount())('of a disk that cannot be written, all is seen too', async () => {
    const place = shop();
    execFileSync('mount', ['--bind', place, place]);
    onTestFinished(() => void execFileSync('umount', [place]));
    execFileSync('mount', ['-o', 'remount,ro,bind', place]);
    for (const args of looking.slice(0, -1)) {
      const { code, stderr } = await cairn(place, [...args, '--db', 'orders.db']);
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
    }
  });

  test('an empty file stays one', async () => {
    const place = folder();
    writeFileSync(join(place, 'empty.db'), '');
    for (const args of looking.slice(0, -1)) {
      const { code, stderr } = await cairn(place, [...args, '--db', 'empty.db']);
      expect({ args, code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('"empty.db" is empty') as string,
      });
    }
    expect(statSync(join(place, 'empty.db')).size).toBe(0);
  });
});

test('a file of an older Cairn is upgraded where that is asked for, and nowhere else', async () => {
  const place = olderShop();
  const listed = await cairn(place, ['thread', 'list']);
  expect(listed).toMatchObject({ code: 1, stderr: expect.stringContaining('"cairn upgrade"') as string });
  const before = sumOf(place);
  const started = await cairn(place, ['start', '-g', order, 'item=pen']);
  expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining('"cairn upgrade"') as string });
  expect(sumOf(place)).toBe(before);
  expect(await cairn(place, ['backup', 'older.db', '--db', 'orders.db'])).toMatchObject({ code: 0 });
  expect(new Sqlite(join(place, 'older.db'), { readonly: true }).pragma('user_version', { simple: true })).toBe(1);
  rmSync(join(place, 'older.db'));
  const upgraded = await cairn(place, ['upgrade']);
  expect(upgraded).toMatchObject({ code: 0, stdout: `orders.db was brought from format 1 to ${schema.length}.\n` });
  expect(await cairn(place, ['upgrade'])).toMatchObject({ code: 0, stdout: 'orders.db is up to date.\n' });
  expect((await cairn(place, ['start', '-g', order, 'item=pen'])).code).toBe(4);
});

test('no database is made, nor told of, before what it is for is known to be good', async () => {
  const place = folder();
  writeFileSync(join(place, 'damaged.jsonl'), '{"cairn":"thread"}\n');
  for (const args of [
    ['start', '-g', order, 'itm=pen'],
    ['start', '-g', order, 'item=pen', '--id', 'a b'],
    ['start', '-g', order],
    ['thread', 'import', 'damaged.jsonl'],
    ['thread', 'import', '/dev/null'],
    ['thread', 'import', '-'],
  ]) {
    const { code, stderr } = await cairn(place, args);
    expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(/^cairn: /u)]);
    expect(readdirSync(place)).toEqual(['damaged.jsonl']);
  }
  const typed = await cairn(place, ['start', '-g', order, '--db', 'typo.db', 'item=pen']);
  expect(typed).toMatchObject({ code: 4, stderr: expect.stringMatching(/^New database: typo.db\n/u) as string });
  const lost = await cairn(place, ['start', '-g', order, '--db', 'no/such/folder.db', 'item=pen']);
  expect(lost).toMatchObject({ code: 1, stdout: '' });
  expect(readdirSync(place)).toEqual(['damaged.jsonl', 'typo.db']);
});

describe('a database is made by what starts or imports a thread, and where a worker is told to', () => {
  const never: readonly (readonly string[])[] = [
    ...looking.slice(0, -1),
    ['send', 'O-2', 'ship', '-g', order],
    ['answer', 'O-5', 'size', 'S', '-g', order],
    ['resume', 'O-3', '-g', order],
    ['cancel', 'O-2', '-g', order],
    ['work', '-g', order],
    ['thread', 'fork', 'O-1@2', '-g', order],
    ['thread', 'rewind', 'O-1@2', '-g', order],
    ['thread', 'edit', 'O-2', 'by=ada', '-g', order],
    ['thread', 'delete', 'O-1'],
    ['test', 'record', 'O-1', '-g', order],
    ['prune', '--older-than', '1d'],
    ['backup', 'copy.db'],
    ['upgrade'],
  ];

  test.each(never.map((args) => [args.slice(0, 2).join(' '), args] as const))(
    'cairn %s makes none',
    async (_, args) => {
      const place = shop();
      const { code, stderr } = await cairn(place, [...args, '--db', 'order.db']);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: 'cairn: There is no file "order.db". Did you mean "orders.db"?\n',
      });
      expect(readdirSync(place)).toEqual(['orders.db']);
    },
  );

  test('a worker whose database is taken away says so and ends', async () => {
    const place = shop();
    const worked = await cairn(place, ['work', '-g', order], {
      onOutput(written) {
        if (written.includes('Working on')) for (const file of readdirSync(place)) rmSync(join(place, file));
      },
    });
    expect(worked).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^cairn: .*\(store\/replaced\)$/mu) as string,
    });
  });

  test('cairn work --create makes one', async () => {
    const place = folder();
    let started: Promise<unknown> | undefined;
    let isStopped = false;
    const worked = await cairn(place, ['work', '-g', order, '--create', '--db', 'new.db'], {
      onOutput(written, kill) {
        if (written.includes('Working on'))
          started ??= cairn(place, ['start', '-g', order, '--db', 'new.db', '--detach', 'item=pen']);
        if (isStopped || !written.includes('waiting')) return;
        isStopped = true;
        kill('SIGTERM');
      },
    });
    await started;
    expect(worked).toMatchObject({ code: 0, stderr: expect.stringContaining('New database: new.db') as string });
    expect(existsSync(join(place, 'new.db'))).toBe(true);
  });
});

describe('--out', () => {
  const exported = ['thread', 'export', 'O-1', '--out'];

  test('replaces a file when the new one is whole, and leaves its permissions', async () => {
    const place = shop();
    const path = join(place, 'O-1.jsonl');
    writeFileSync(path, 'before');
    chmodSync(path, 0o640);
    await cairn(place, ['thread', 'export', 'O-9', '--out', 'O-1.jsonl']);
    expect(readFileSync(path, 'utf8')).toBe('before');
    await cairn(place, [...exported, 'O-1.jsonl']);
    expect(readFileSync(path, 'utf8')).toBe((await cairn(place, exported.slice(0, 3))).stdout);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(place).filter((file) => file.includes('partial'))).toEqual([]);
  });

  test.each([exported, ['graph', 'O-1', '--format', 'svg', '--out']])('follows links: %j', async (...args) => {
    const place = shop();
    mkdirSync(join(place, 'far'));
    writeFileSync(join(place, 'far', 'target'), 'before');
    symlinkSync(join('far', 'target'), join(place, 'link'));
    symlinkSync(join('far', 'none'), join(place, 'dangling'));
    for (const [link, target] of [
      ['link', 'target'],
      ['dangling', 'none'],
    ] as const) {
      expect(await cairn(place, [...args, link])).toMatchObject({ code: 0 });
      expect(lstatSync(join(place, link)).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(place, 'far', target), 'utf8').length).toBeGreaterThan(100);
    }
  });

  test.skipIf(process.platform === 'win32')('writes into a pipe and a device, which stay what they are', async () => {
    const place = shop();
    const line = `mkfifo pipe; cat pipe > got & "${process.execPath}" "${program}" ${exported.join(' ')} pipe; wait`;
    execFileSync('sh', ['-c', line], { cwd: place, env: plainEnv(), stdio: 'ignore' });
    expect(lstatSync(join(place, 'pipe')).isFIFO()).toBe(true);
    const { stdout } = await cairn(place, exported.slice(0, 3));
    expect(readFileSync(join(place, 'got'), 'utf8')).toBe(stdout);
    expect((await cairn(place, [...exported, '/dev/stdout'])).stdout).toBe(stdout);
    expect(await cairn(place, [...exported, '/dev/null'])).toMatchObject({ code: 0 });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    const into = `"${process.execPath}" "${program}" ${exported.join(' ')} /dev/stdout > kept`;
    execFileSync('sh', ['-c', into], { cwd: place, env: plainEnv(), stdio: 'ignore' });
    expect(readFileSync(join(place, 'kept'), 'utf8')).toBe(stdout);
  });

  test('says no format for a picture that it does not draw', async () => {
    const place = shop();
    const { code, stderr } = await cairn(place, ['graph', 'O-1', '--out', 'graph.png']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--format svg') as string });
    expect(existsSync(join(place, 'graph.png'))).toBe(false);
  });
});

describe('what the system refuses is told in a sentence', () => {
  test.each([
    ['replay', 'none.jsonl', '--against', order],
    ['replay', '.', '--against', order],
    ['thread', 'import', '.'],
    ['thread', 'import', 'none'],
    ['thread', 'export', 'O-1', '--out', 'none/x'],
    ['thread', 'export', 'O-1', '--out', '.'],
    ['graph', 'O-1', '--out', 'none/x.svg'],
    ['backup', 'none/x.db'],
    ['start', '-g', order, '--input', '@.'],
    ['start', '-g', '.'],
    ['test', 'record', 'O-1', '-g', order, '--out', 'orders.db'],
    ...(process.platform === 'linux' ? [['test', 'record', 'O-1', '-g', order, '--out', '/proc/x']] : []),
    ['sql', 'SELECT 1; SELECT 2'],
    ['thread', 'list', '--db', '.'],
  ])('%s %s %s', async (...args) => {
    const { code, stderr } = await cairn(shop(), args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cairn: .*\.(?: \([a-z]+\/[a-z-]+\))?\n$/u);
    expect(stderr).not.toContain('unexpected');
  });

  test('by the names that were given', async () => {
    const place = shop();
    expect((await cairn(place, ['thread', 'export', 'O-1', '--out', 'none/x'])).stderr).toContain('"none/x"');
    expect((await cairn(place, ['thread', 'list', '--db', '.'])).stderr).toContain('it is not a file');
    expect((await cairn('/', ['thread', 'list', '--db', join(place, 'none.db')])).stderr).toContain(
      `"${place}/none.db"`,
    );
  });

  test.skipIf(process.platform !== 'linux')('a full disk too', () => {
    const line = `"${process.execPath}" "${program}" thread list --json > /dev/full; echo $?`;
    const said = execFileSync('sh', ['-c', `{ ${line}; } 2>&1`], { cwd: shop(), env: plainEnv(), encoding: 'utf8' });
    expect(said).toMatch(/^\{"problem":\{"message":".*no space left.*\}\n1\n$/u);
  });
});
