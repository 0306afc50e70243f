import { join } from 'node:path';
import { append, graph, open } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';
import { orders } from './orders.ts';

describe('starting a thread for later', () => {
  const start = ['start', '-g', graphs('order.ts'), '--id', 'later', '--detach', 'item=pen'];

  test.each([
    [['--after', '1h'], () => Date.now() + 3_600_000],
    [['--at', '2100-01-01T00:00:00Z'], () => Date.UTC(2100, 0, 1)],
  ])('has it begin then: %j', async (flags, due) => {
    const place = folder();
    expect(await cairn(place, [...start, ...flags])).toMatchObject({ code: 0, stdout: 'later\n' });
    await cairn(place, ['resume', 'later', '-g', graphs('order.ts')], {
      onOutput: (written, kill) => void (written.includes('Waits') && kill('SIGINT')),
    });
    const store = sqlite(join(place, 'cairn.db'), { readOnly: true });
    const record = await store.thread('later');
    await store.close();
    expect(record?.status).toBe('waiting');
    expect(Math.abs((record?.due ?? 0) - due())).toBeLessThan(60_000);
  });

  test.each([
    [['--at', 'tomorrow'], '"tomorrow" is not a time'],
    [['--after', 'soon'], '"soon" is not a duration'],
    [['--after', '1h', '--at', '2100-01-01'], '--at has no effect beside --after'],
  ])('is refused where that makes no sense: %j', async (flags, says) => {
    const { code, stderr } = await cairn(folder(), [...start, ...flags]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(says);
  });
});

test('an event is given to all lanes where that is said', async () => {
  const place = folder();
  await orders(place);
  const send = ['send', 'O-2', 'ship', 'by=ada', '-g', graphs('order.ts'), '--all-lanes', '--json'];
  const { stdout } = await cairn(place, send);
  expect(JSON.parse(stdout)).toMatchObject({ thread: 'O-2', state: { by: 'ada' }, questions: [{ key: 'size' }] });
});

test('a log shows what was sent to other threads, and why tells what came of it', async () => {
  const book = graph({
    name: 'book',
    state: { told: append(z.string()) },
    events: { tell: z.string(), close: z.undefined() },
    start: 'listen',
    nodes: {
      listen: { on: { tell: { update: (_s, line) => ({ told: [line] }) }, close: 'end' } },
      end: { final: true },
    },
  });
  const caller = graph({
    name: 'caller',
    state: {},
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => {
          ctx.send(book, 'open', 'tell', 'hello');
          ctx.send(book, 'shut', 'tell', 'hello');
          await ctx.start(book, {}, { id: 'new' });
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const place = folder();
  const runtime = open({ store: sqlite(join(place, 'cairn.db')), graphs: [book, caller] });
  await runtime.start(book, {}, { id: 'open' });
  const shut = await runtime.start(book, {}, { id: 'shut' });
  await shut.send('close');
  await shut.ended();
  await (await runtime.start(caller, {}, { id: 'caller' })).ended();
  await runtime.recovered();
  await runtime.close();
  const log = await cairn(place, ['thread', 'log', 'caller']);
  expect(log.stdout).toContain('sends tell to open, tell to shut, book to new');
  const why = await cairn(place, ['thread', 'why', 'caller@2']);
  expect(why.stdout).toContain('event "tell" to open: taken');
  expect(why.stdout.replaceAll(/\s+/gu, ' ')).toContain('event "tell" to shut: refused: Thread "shut" is done');
  expect(why.stdout).toContain('thread new of book: begun');
});

test('what answers a question that is declared is told where it is asked, and shown', async () => {
  const place = folder();
  const rests = await cairn(place, ['start', '-g', graphs('declaring.ts'), '--id', 'D-1']);
  expect(rests.stdout).toMatch(/asks "size:a", which takes \{ .*type: 'integer'.* \}: 'of a'/u);
  const shown = await cairn(place, ['thread', 'show', 'D-1']);
  expect(shown.stdout.replaceAll(/\s+/gu, ' ')).toMatch(/takes size:a: \{ .*minimum: 1/u);
  const json = await cairn(place, ['thread', 'show', 'D-1', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ answers: { 'size:a': { type: 'integer', minimum: 1 } } });
});

test('a thread that waits for another says so, and so does that one', async () => {
  const job = graph({
    name: 'job',
    state: {},
    events: { finish: z.undefined() },
    start: 'wait',
    nodes: { wait: { on: { finish: 'end' } }, end: { final: true } },
  });
  const boss = graph({
    name: 'boss',
    state: { came: z.string().optional() },
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => ({ came: (await ctx.child('work', job, {}, { id: 'j' })).status }),
        next: 'end',
      },
      end: { final: true },
    },
  });
  const place = folder();
  const store = sqlite(join(place, 'cairn.db'));
  const runtime = open({ store, graphs: [boss, job] });
  const parent = await runtime.start(boss, {}, { id: 'b' });
  await parent.settled();
  await runtime.thread(job, 'j').settled();
  const said = async (...args: string[]) => (await cairn(place, args)).stdout.replaceAll(/ +/gu, ' ');
  expect(await said('thread', 'show', 'b')).toContain('children j\nawaits the end of thread j\n');
  expect(await said('thread', 'show', 'j')).toContain('parent b, which waits for it as work\n');
  expect(JSON.parse(await said('thread', 'show', 'b', '--json'))).toMatchObject({
    checkpoint: { children: [{ thread: 'j', key: 'work', lane: '', whenLeft: 'cancel' }] },
  });
  expect(await said('thread', 'log', 'b')).toContain('ask work waits for job to j');
  expect(await said('thread', 'log', 'j')).toContain('for work of b');
  expect(await said('thread', 'why', 'b')).toContain('thread j of job: begun');
  expect(await said('thread', 'why', 'j@1')).toContain('by "b", which waits for it as "work"');
  const elsewhere = folder();
  const there = sqlite(join(elsewhere, 'cairn.db'));
  await importThread(there, exportThread(store, 'b'));
  await there.close();
  const alone = await cairn(elsewhere, ['thread', 'show', 'b']);
  expect(alone.stdout).toContain('j (not here)');
  await runtime.thread(job, 'j').send('finish');
  await parent.ended();
  await runtime.close();
  expect(await said('thread', 'show', 'b')).toContain("came 'done'");
});

test('threads are tagged, and found by several tags', async () => {
  const place = folder();
  await orders(place);
  const said = async (...args: string[]) => (await cairn(place, args)).stdout;
  expect(await said('thread', 'tag', 'O-2', 'urgent', 'owner=ada')).toContain('urgent, owner=ada.\n');
  await said('thread', 'tag', 'O-1', 'urgent', 'owner=bob');
  const tagged = JSON.parse(await said('thread', 'tag', 'O-2', 'owner=eve', '--json')) as { tags: string[] };
  expect(tagged).toMatchObject({ thread: 'O-2' });
  expect(tagged.tags.slice(-2)).toEqual(['urgent', 'owner=eve']);
  const found = async (...tags: string[]) => {
    const list = JSON.parse(await said('thread', 'list', '--json', ...tags.flatMap((tag) => ['--tag', tag])));
    return (list as { threads: { id: string }[] }).threads.map(({ id }) => id);
  };
  expect(await found('urgent', 'owner=eve')).toEqual(['O-2']);
  expect((await found('urgent')).toSorted()).toEqual(['O-1', 'O-2']);
  await said('thread', 'tag', 'O-2', '--remove', 'urgent', '--remove', 'owner=');
  expect(await found('urgent')).toEqual(['O-1']);
  expect(await cairn(place, ['thread', 'list', '--tag', 'urgnt'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Did you mean "urgent"'),
  });
});

describe('a broadcast', () => {
  const broadcast = ['broadcast', 'ship', 'by=ada', '-g', graphs('order.ts')];

  test('is shown beforehand, goes to each thread once, and again to those that came since', async () => {
    const place = folder();
    await orders(place);
    const said = async (...flags: string[]) => {
      const { code, stdout } = await cairn(place, [...broadcast, '--id', 'ship-all', '--json', ...flags]);
      expect(code).toBe(0);
      return JSON.parse(stdout) as unknown;
    };
    const dry = (await said('--dry-run')) as { sent: number };
    expect(dry).toMatchObject({ again: 0, complete: true, dryRun: true });
    expect(dry.sent).toBeGreaterThan(1);
    expect(await said()).toEqual({ sent: dry.sent, again: 0, damaged: [], complete: true });
    expect(await said()).toEqual({ sent: 0, again: dry.sent, damaged: [], complete: true });
    await cairn(place, ['start', '-g', graphs('order.ts'), '--id', 'late', '--tag', 'new', '--detach', 'item=pen']);
    expect(await said('--tag', 'new', '--status', 'running')).toMatchObject({ sent: 1, again: 0 });
    const { stdout } = await cairn(place, [...broadcast, '--id', 'ship-all']);
    expect(stdout).toBe(`0 threads have it now; ${dry.sent + 1} threads had it before.\n`);
  });

  test.each([
    [[], 'Give it an --id'],
    [['--id', 'x', '--tag', 'nobodys'], 'There is no thread with the tag "nobodys"'],
    [['--id', 'a b'], 'cannot be the id of what is sent'],
  ])('is refused where nobody could mean it: %j', async (flags, says) => {
    const place = folder();
    await orders(place);
    const { code, stderr } = await cairn(place, [...broadcast, ...flags]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(says);
  });
});
