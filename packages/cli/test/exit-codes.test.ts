import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sqlite } from '@cairn/sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, type Ended } from './cairn.ts';
import { orders } from './orders.ts';

const order = graphs('order.ts');
let template: string;

beforeAll(async () => {
  const { mkdtempSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  template = mkdtempSync(join(tmpdir(), 'cairn-orders-'));
  await orders(template);
  return () => import('node:fs').then(({ rmSync }) => rmSync(template, { recursive: true }));
});

/** A folder with a database of orders. */
function shop(): string {
  const place = folder();
  copyFileSync(join(template, 'orders.db'), join(place, 'orders.db'));
  return place;
}

interface Case {
  readonly args: readonly string[];
  readonly code: number;
  readonly says?: RegExp;
}

/** All commands in a folder of their own, at once. */
async function expectAll(cases: readonly Case[], place: () => string = shop): Promise<void> {
  const ended = await Promise.all(cases.map(({ args }) => cairn(place(), args)));
  const got = ended.map(({ code }, at) => ({ args: cases[at]?.args, code }));
  expect(got).toEqual(cases.map(({ args, code }) => ({ args, code })));
  for (const [at, each] of ended.entries()) expectOneLine(each, cases[at]?.says);
}

/** What went wrong is said in a line, without where it was thrown. */
function expectOneLine({ stderr, code }: Ended, says: RegExp | undefined): void {
  if (says !== undefined) expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/mu);
  if (code === 1 || code === 7) expect(stderr.trim().split('\n')).toHaveLength(1);
}

describe('the exit code', () => {
  test('tells how a thread came to rest', async () => {
    await expectAll([
      { args: ['answer', 'O-5', 'size', 'huge', '-g', order], code: 1 },
      { args: ['answer', 'O-5', 'size', 'S', '-g', order], code: 0 },
      { args: ['send', 'O-2', 'call_off', '-g', order], code: 0 },
      { args: ['resume', 'O-3', '-g', order], code: 3 },
      { args: ['send', 'O-2', 'ship', 'by=bob', '-g', order], code: 4 },
      { args: ['resume', 'O-4', '-g', order], code: 5 },
      { args: ['cancel', 'O-2', '-g', order], code: 0 },
    ]);
  });

  test('is 2 for a command line that cannot be followed', async () => {
    await expectAll([
      { args: ['tread'], code: 2, says: /no command "tread".*"cairn thread"/u },
      { args: ['thread', 'lst'], code: 2, says: /"cairn thread list"/u },
      { args: ['thread', 'list', '--limits', '3'], code: 2, says: /--limit/u },
      { args: ['thread', 'list', '--limit', 'many'], code: 2 },
      { args: ['thread', 'show'], code: 2 },
      { args: ['thread', 'show', 'O-1@last'], code: 2, says: /INC-42@17/u },
      { args: ['thread', 'list', '--status', 'asleep'], code: 2, says: /waiting/u },
      { args: ['thread', 'rewind', 'O-1', '-g', order], code: 2, says: /O-1@17/u },
      { args: ['start', '-g', order, 'item'], code: 2, says: /key=value/u },
      { args: ['start', '-g', order, '--input', '{item'], code: 2, says: /not JSON/u },
      { args: ['start', '-g', graphs('several.ts')], code: 2, says: /#first.*#second/u },
      { args: ['start'], code: 2, says: /--graph/u },
      { args: ['replay'], code: 2, says: /--against/u },
      { args: ['help', 'nope'], code: 2, says: /no command "nope"/u },
      { args: ['help', 'wok'], code: 2, says: /no command "wok".*"cairn work"/u },
      { args: ['prune'], code: 2, says: /--older-than/u },
    ]);
  });

  test('is 2 where no database can be told', async () => {
    await expectAll([{ args: ['thread', 'list'], code: 2, says: /--db/u }], folder);
    const two = (): string => {
      const place = shop();
      copyFileSync(join(place, 'orders.db'), join(place, 'others.db'));
      return place;
    };
    await expectAll([{ args: ['thread', 'list'], code: 2, says: /orders\.db, others\.db/u }], two);
  });

  test('is 1 for what is not there or not what it should be', async () => {
    await expectAll([
      { args: ['thread', 'show', 'O-11'], code: 1, says: /Did you mean "O-1"/u },
      { args: ['thread', 'show', 'O-1@99'], code: 1, says: /it has 1 to \d+/u },
      { args: ['thread', 'log', 'O-1', '--db', 'none.db'], code: 1, says: /no file "none\.db"/u },
      { args: ['start', '-g', 'none.ts'], code: 1, says: /no file "none\.ts"/u },
      { args: ['start', '-g', graphs('broken.ts')], code: 1, says: /this module does not load/u },
      { args: ['start', '-g', `${order}#nope`], code: 2, says: /Known: "order"|Did you mean/u },
      { args: ['start', '-g', order, 'itm=pen'], code: 1, says: /item/u },
      { args: ['send', 'O-2', 'shp', '-g', order], code: 1, says: /Did you mean "ship"/u },
      { args: ['send', 'O-5', 'ship', 'by=x', '-g', order], code: 1, says: /--queue/u },
      { args: ['send', 'O-2', 'ship', '-g', graphs('several.ts')], code: 1, says: /no graph "order"/u },
      { args: ['thread', 'import', 'none.jsonl'], code: 1, says: /no file/u },
      { args: ['sql', 'DELETE FROM thread'], code: 1, says: /reads only/u },
      { args: ['sql', 'SELEC'], code: 1, says: /syntax error/u },
    ]);
  });

  test('is 1 for a name that nothing in the file has, and what is near is offered', async () => {
    const says = /Did you mean "order"\?/u;
    await expectAll([
      { args: ['failed', '--of', 'ordr'], code: 1, says },
      { args: ['waiting', '--of', 'ordr'], code: 1, says },
      { args: ['thread', 'list', '--of', 'ordr', '--json'], code: 1, says: /Did you mean/u },
      { args: ['thread', 'list', '--node', 'fti'], code: 1, says: /Did you mean "fit"/u },
      { args: ['prune', '--of', 'ordr'], code: 1, says },
      { args: ['prune', '--tag', 'bok'], code: 1, says: /Did you mean "book"/u },
      { args: ['replay', '--against', order, '--of', 'ordr'], code: 1, says },
      { args: ['replay', '--graph', order, '--tag', 'bok'], code: 1, says: /Did you mean "book"/u },
    ]);
  });

  test('is 0 where nothing is found for a name that is known, but for a replay that then checks nothing', async () => {
    const first = `${graphs('several.ts')}#first`;
    await expectAll([
      { args: ['thread', 'list', '--node', 'charge'], code: 0, says: /No threads/u },
      { args: ['thread', 'list', '--of', 'order', '--status', 'running'], code: 0 },
      { args: ['prune', '--of', 'order', '--older-than', '1d'], code: 0 },
      { args: ['replay', '--against', order, '--status', 'running'], code: 1, says: /nothing was checked/u },
      { args: ['replay', '--against', first], code: 1, says: /nothing was checked/u },
    ]);
  });

  test('is 1 for a graph with mistakes, and check lists them', async () => {
    const { code, stdout } = await cairn(folder(), ['check', graphs('mistaken.ts')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('nodes.a.next') });
  });

  test('is 1 for a file of something else, of a newer Cairn, or that is damaged', async () => {
    const shopWith = (change: (path: string) => void) => (): string => {
      const place = shop();
      change(join(place, 'orders.db'));
      return place;
    };
    const args = ['thread', 'list', '--db', 'orders.db'];
    await expectAll(
      [{ args, code: 1, says: /not a Cairn database/u }],
      shopWith((path) => writeFileSync(path, 'a letter to my mother'.repeat(9))),
    );
    await expectAll(
      [{ args, code: 1, says: /newer Cairn/u }],
      shopWith((path) => pragma(path, 'user_version = 99')),
    );
    await expectAll(
      [{ args, code: 1, says: /not a Cairn database/u }],
      shopWith((path) => pragma(path, 'application_id = 7')),
    );
  });

  test('is 7 for a conflict', async () => {
    await expectAll([
      { args: ['start', '-g', order, '--id', 'O-1', 'item=another'], code: 7, says: /exists already/u },
      { args: ['thread', 'fork', 'O-1@3', '--id', 'O-2', '-g', order], code: 7, says: /exists already/u },
      { args: ['thread', 'delete', 'O-2'], code: 7, says: /--force/u },
      { args: ['backup', 'orders.db'], code: 7, says: /exists/u },
    ]);
  });

  test('is 7 for a thread that another process drives', async () => {
    const place = shop();
    const store = sqlite(join(place, 'orders.db'));
    await store.heartbeat({ id: 'somebody', pid: process.pid, host: 'elsewhere' }, 3_600_000, Date.now());
    await store.claim('O-2', 'somebody', Date.now());
    await expectAll(
      [
        {
          args: ['send', 'O-2', 'ship', 'by=ada', '--on-busy', 'refuse', '-g', order],
          code: 7,
          says: /driven by process/u,
        },
        { args: ['resume', 'O-2', '--on-busy', 'refuse', '-g', order], code: 7, says: /driven by process/u },
        {
          args: ['thread', 'rewind', 'O-2@3', '--on-busy', 'refuse', '-g', order],
          code: 7,
          says: /driven by process \d+ on elsewhere. Wait for it with --on-busy wait, or take it with --on-busy replace/u,
        },
        { args: ['thread', 'delete', 'O-2', '--force'], code: 7, says: /driven by process \d+ on elsewhere/u },
      ],
      () => place,
    );
    await store.close();
  });

  test('is 9 where a replay goes another way', async () => {
    const { code, stdout } = await cairn(shop(), ['replay', 'O-1', '--against', graphs('order-next.ts')]);
    expect({ code, stdout }).toEqual({ code: 9, stdout: expect.stringContaining('✗ O-1@') });
  });

  test('comes with the place where a problem was thrown only if that is asked for', async () => {
    const { stderr } = await cairn(shop(), ['thread', 'show', 'O-11', '--debug']);
    expect(stderr).toMatch(/^\s+at .*:\d+:\d+/mu);
  });
});

function pragma(path: string, text: string): void {
  const database = new Sqlite(path);
  database.pragma(text);
  database.close();
}
