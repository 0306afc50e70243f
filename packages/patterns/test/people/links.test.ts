import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory, open, type Store } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { powerCuts, virtualClock } from '@cairn/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerByLink, approval, attempt, gate, signedLinks, type Notice, type Secrets } from '@cairn/patterns';

const url = 'https://desk.test/answer';
const secrets: Secrets = ['a secret of enough bytes'];

/** An approval that asks by links, and what its notices say. */
function asking(options: { secrets?: Secrets; chain?: boolean; approvals?: number } = {}) {
  const told: { to: string | undefined; notice: Notice }[] = [];
  const links = signedLinks({ url, secrets: options.secrets ?? secrets, expires: '2d' });
  const leave = approval({
    name: 'leave',
    about: z.string(),
    approvals: options.approvals ?? 1,
    person: {
      notifier: { send: async (notice, { to }) => void told.push({ to, notice }) },
      links,
      ...(options.chain !== false && { chain: [{ who: ['ada', 'grace'], for: '1d' as const }] }),
      notice: (about) => ({ subject: `Leave <${about}>`, text: 'Please say.' }),
    },
  });
  const linkOf = (label: string, to?: string): string =>
    told.findLast((each) => each.to === to)?.notice.links?.find((link) => link.label === label)?.url ?? '';
  return { leave, links, told, linkOf };
}

async function asked(options: Parameters<typeof asking>[0] & { store?: Store } = {}) {
  const made = asking(options);
  const clock = virtualClock();
  const cairn = open({ store: options.store ?? memory(), graphs: [made.leave], clock });
  const thread = await cairn.start(made.leave, { about: 'a week' }, { id: 'l-1' });
  await clock.advance('1s');
  const answer = answerByLink({ cairn, graphs: [made.leave], links: made.links, clock });
  return { ...made, clock, cairn, thread, answer };
}

function post(address: string, fields: Record<string, string> = {}): Request {
  return new Request(address, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
  });
}

async function codeOf(response: Response): Promise<string> {
  const said = (await response.json()) as { code?: string };
  return `${response.status} ${said.code ?? 'ok'}`;
}

describe('a link', () => {
  test('is made for each who is asked, and stands nowhere in the log', async () => {
    const { told, thread, cairn } = await asked();
    expect(told.map(({ to, notice }) => [to, notice.links?.map(({ label }) => label)])).toEqual([
      ['ada', ['Approve', 'Reject']],
      ['grace', ['Approve', 'Reject']],
    ]);
    const links = told.flatMap(({ notice }) => notice.links?.map((link) => link.url) ?? []);
    expect(new Set(links).size).toBe(4);
    const log = JSON.stringify(await thread.history());
    for (const link of links) expect(log).not.toContain(new URL(link).searchParams.get('t')?.slice(-20));
    await cairn.close();
  });

  test('shows a page with a button, however often it is looked at, and answers when that is pressed', async () => {
    const { answer, linkOf, thread, cairn } = await asked();
    const address = linkOf('Approve', 'ada');
    for (const method of ['GET', 'HEAD', 'GET']) {
      const looked = await answer(new Request(address, { method }));
      expect(looked.status).toBe(200);
      expect(looked.headers.get('cache-control')).toBe('no-store');
      expect(looked.headers.get('referrer-policy')).toBe('no-referrer');
      const page = await looked.text();
      const shown = /Leave &lt;a week&gt;.+<b>ada<\/b>.+<form method="post">.+<button>Approve</u;
      expect(method === 'HEAD' ? page === '' : shown.test(page)).toBe(true);
    }
    expect((await thread.settled()).status).toBe('waiting');
    const pressed = await answer(
      new Request(address, { method: 'POST', body: new URLSearchParams({ note: 'enjoy' }) }),
    );
    expect(pressed.status).toBe(200);
    expect(await pressed.text()).toContain('Answered: Approve');
    expect(await thread.ended()).toMatchObject({
      outcome: 'approved',
      state: { by: 'ada', approvals: [{ by: 'ada', note: 'enjoy' }] },
    });
    const again = await answer(new Request(address));
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('This was answered already.');
    await cairn.close();
  });

  test('is taken once, and says so', async () => {
    const { answer, linkOf, thread, cairn } = await asked({ approvals: 2 });
    const address = linkOf('Approve', 'ada');
    expect(await codeOf(await answer(post(address)))).toBe('200 ok');
    expect(await codeOf(await answer(post(address)))).toBe('409 used');
    expect((await thread.settled()).state.approvals).toEqual([{ by: 'ada' }]);
    expect(await codeOf(await answer(post(linkOf('Approve', 'grace'))))).toBe('200 ok');
    expect(await codeOf(await answer(post(linkOf('Reject', 'ada'), { reason: 'no' })))).toBe('409 late');
    expect(await thread.ended()).toMatchObject({ outcome: 'approved' });
    await cairn.close();
  });

  test('that nobody is named in asks for a name, and takes nothing that is not asked for', async () => {
    const { answer, linkOf, thread, cairn } = await asked({ chain: false });
    const address = linkOf('Reject');
    expect(await codeOf(await answer(post(address, { reason: 'no' })))).toBe('422 unfit');
    expect(await codeOf(await answer(post(address, { by: ' ', reason: 'no' })))).toBe('422 unfit');
    const long = await answer(post(address, { by: 'eve', reason: 'x'.repeat(70_000) }));
    expect(await codeOf(long)).toBe('422 unfit');
    const missing = await answer(new Request(address, { method: 'POST', body: new URLSearchParams({ by: 'eve' }) }));
    expect(missing.status).toBe(422);
    expect(await missing.text()).toContain('Please fill in: Reason.');
    expect(await codeOf(await answer(post(address, { by: 'eve', reason: 'no', more: 'x' })))).toBe('200 ok');
    expect((await thread.ended()).state).toMatchObject({ by: 'eve', reason: 'no' });
    await cairn.close();
  });

  test('says who answers, whatever is sent along', async () => {
    const { answer, linkOf, thread, cairn } = await asked();
    const json = { by: 'eve', note: 'hi' };
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const request = new Request(linkOf('Approve', 'ada'), { method: 'POST', headers, body: JSON.stringify(json) });
    expect(await codeOf(await answer(request))).toBe('200 ok');
    expect((await thread.ended()).state.approvals).toEqual([{ by: 'ada', note: 'hi' }]);
    await cairn.close();
  });
});

describe('what is refused', () => {
  test('a link whose time is over', async () => {
    const { answer, linkOf, clock, thread, cairn } = await asked();
    const address = linkOf('Approve', 'ada');
    await clock.advance('2d');
    expect(await codeOf(await answer(post(address)))).toBe('410 expired');
    expect((await answer(new Request(address))).status).toBe(410);
    expect((await thread.settled()).status).toBe('waiting');
    await cairn.close();
  });

  test('a link that anybody changed, wherever', async () => {
    const { answer, linkOf, thread, cairn } = await asked();
    const address = new URL(linkOf('Approve', 'ada'));
    const token = address.searchParams.get('t') ?? '';
    const characters = 'ABCdefghij0123456789-_'.split('');
    const place = fc.record({ at: fc.nat(token.length - 1), to: fc.constantFrom(...characters) });
    await fc.assert(
      fc.asyncProperty(place, async ({ at, to }) => {
        const changed = `${token.slice(0, at)}${to}${token.slice(at + 1)}`;
        // The last character has bits that stand for nothing.
        fc.pre(changed !== token && at !== token.length - 1);
        address.searchParams.set('t', changed);
        const code = await codeOf(await answer(post(address.href)));
        expect(['403 tampered', '400 malformed']).toContain(code);
      }),
      { numRuns: 200 },
    );
    expect((await thread.settled()).status).toBe('waiting');
    await cairn.close();
  });

  test.each(['', '?t=', '?t=abc', '?t=a.b.c', '?t=a.b'])('%j, which is no link', async (query) => {
    const { answer, cairn } = await asked();
    const { status } = await answer(post(url + query));
    expect([400, 403]).toContain(status);
    await cairn.close();
  });

  test('a link by a secret that is no longer there, and one by the newest and the one before are taken', async () => {
    const old = 'an old secret of many bytes';
    const older = 'an older secret of many bytes';
    const { linkOf, cairn, leave, clock } = await asked({ secrets: [old] });
    const by = (some: Secrets) =>
      answerByLink({ cairn, graphs: [leave], links: signedLinks({ url, secrets: some }), clock });
    const address = linkOf('Approve', 'ada');
    expect(await codeOf(await by([older])(post(address)))).toBe('403 tampered');
    expect(await codeOf(await by([older, old])(post(address)))).toBe('200 ok');
    await cairn.close();
  });

  test('a secret that could be guessed', () => {
    expect(() => signedLinks({ url, secrets: ['short'] })).toThrow('at least 16 bytes');
    expect(() => signedLinks({ url, secrets: [] as never })).toThrow('no secret');
  });

  test('a link of a thread that is gone, or of a graph that may not be answered', async () => {
    const { answer, linkOf, thread, cairn, links, clock } = await asked();
    const address = linkOf('Approve', 'ada');
    const other = approval({ name: 'other', about: z.string() });
    const elsewhere = open({ store: thread.store, graphs: [other] });
    const stranger = answerByLink({ cairn: elsewhere, graphs: [other], links, clock });
    expect(await codeOf(await stranger(post(address)))).toBe('404 unknown');
    await thread.cancel();
    await cairn.prune({ tags: [] });
    expect(await codeOf(await answer(post(address)))).toMatch(/^40[49] (?:unknown|late)$/u);
    await cairn.close();
  });

  test('a request that neither looks nor answers', async () => {
    const { answer, linkOf, cairn } = await asked();
    const refused = await answer(new Request(linkOf('Approve', 'ada'), { method: 'DELETE' }));
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    await cairn.close();
  });
});

test('of many who press at once, in two processes, one answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  const store = sqlite(join(folder, 'threads.db'));
  const { answer, linkOf, thread, cairn, leave, links, clock } = await asked({ store, approvals: 2 });
  const other = open({ store: sqlite(join(folder, 'threads.db')), graphs: [leave], clock });
  const elsewhere = answerByLink({ cairn: other, graphs: [leave], links, clock });
  const address = linkOf('Approve', 'ada');
  const ways = [answer, elsewhere, answer, elsewhere, answer, elsewhere];
  const codes = await Promise.all(ways.map(async (way) => codeOf(await way(post(address)))));
  expect(codes.toSorted()).toEqual(['200 ok', ...Array.from({ length: 5 }, () => '409 used')]);
  expect((await thread.settled()).state.approvals).toEqual([{ by: 'ada' }]);
  const taken = (await thread.history()).filter(({ cause }) => cause === 'event');
  expect(taken).toHaveLength(1);
  await cairn.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

test('whenever the power goes out while it is taken, the link that is opened again finds it taken once', async () => {
  const { writes } = await interrupted();
  expect(writes).toBeGreaterThan(2);
  for (let at = 1; at <= writes; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const { codes, state, events } = await interrupted({ at, when });
      // Who was told that it is taken was told the truth, and what was opened again says either.
      expect(codes.filter((code) => code === '200 ok').length).toBeLessThanOrEqual(1);
      expect(codes.at(-1)).toMatch(/200 ok|409 used/u);
      expect({ state, events }).toEqual({ state: [{ by: 'ada' }], events: 1 });
    }
  }
});

/** Presses a button while the power goes out, and again with the power back. */
async function interrupted(cut?: { at: number; when: 'before' | 'after' }) {
  const store = memory();
  const { leave, links, linkOf } = await (async () => {
    const made = await asked({ store, approvals: 2 });
    await made.cairn.close();
    return made;
  })();
  const address = linkOf('Approve', 'ada');
  const codes: string[] = [];
  let now = virtualClock().now();
  const dying = powerCuts(store, cut);
  const press = async (on: Store) => {
    const clock = virtualClock(now);
    const cairn = open({ store: on, graphs: [leave], clock });
    const answer = answerByLink({ cairn, graphs: [leave], links, clock, patience: 200 });
    codes.push(await answer(post(address)).then(codeOf, () => 'died'));
    await cairn.close().catch(() => undefined);
  };
  await press(dying);
  const writes = dying.writes.length;
  // By then it is known that whoever had the thread is gone.
  now += 3_600_000;
  await press(store);
  const cairn = open({ store, graphs: [leave] });
  const thread = cairn.thread(leave, 'l-1');
  const { state } = await thread.at();
  const events = (await thread.history()).filter(({ cause }) => cause === 'event').length;
  await cairn.close();
  return { codes, writes, state: (state as { approvals: unknown }).approvals, events };
}

test('a link of an attempt answers the failures that it was made for, and no later ones', async () => {
  const told: Notice[] = [];
  const links = signedLinks({ url, secrets });
  const deploy = attempt({
    name: 'deploy',
    task: z.string(),
    result: z.string(),
    act: () => 'nothing',
    verify: () => ({ ok: false, reason: 'down' }),
    attempts: 1,
    person: {
      notifier: { send: async (notice) => void told.push(notice) },
      chain: [{ who: 'ada', for: '1d' }],
      links,
    },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [deploy], clock });
  const thread = await cairn.start(deploy, { task: 'api' });
  await clock.advance('1s');
  const answer = answerByLink({ cairn, graphs: [deploy], links, clock });
  const [again, giveUp] = told[0]?.links?.map((link) => link.url) ?? [];
  expect(await codeOf(await answer(post(again ?? '', { hint: 'slowly' })))).toBe('200 ok');
  await clock.advance('1s');
  expect((await thread.settled()).state).toMatchObject({ failed: 2, hints: ['slowly'] });
  expect(await codeOf(await answer(post(giveUp ?? '')))).toBe('409 late');
  expect(await codeOf(await answer(post(told[1]?.links?.[1]?.url ?? '')))).toBe('200 ok');
  expect(await thread.ended()).toMatchObject({ outcome: 'abandoned', state: { by: 'ada' } });
  await cairn.close();
});

test('a link of a gate approves what it showed, and nothing that was amended since', async () => {
  const told: Notice[] = [];
  const links = signedLinks({ url, secrets });
  const refund = gate({
    name: 'refund',
    action: z.object({ amount: z.number() }),
    rules: [{ name: 'always', when: () => true, then: 'ask' }],
    person: { notifier: { send: async (notice) => void told.push(notice) }, chain: [{ who: 'ada', for: '1d' }], links },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [refund], clock });
  const thread = await cairn.start(refund, { action: { amount: 5 } });
  await clock.advance('1s');
  await thread.send('amend', { by: 'eve', action: { amount: 5_000 } });
  await clock.advance('1s');
  const answer = answerByLink({ cairn, graphs: [refund], links, clock });
  expect(await codeOf(await answer(post(told[0]?.links?.[0]?.url ?? '')))).toBe('409 late');
  expect(await codeOf(await answer(post(told[1]?.links?.[0]?.url ?? '')))).toBe('200 ok');
  expect(await thread.ended()).toMatchObject({ outcome: 'allowed', state: { approvals: [{ by: 'ada', round: 2 }] } });
  await cairn.close();
});

test.each([
  '',
  'nonsense',
  '/answer?t=a.b',
  'https://desk.example.com/answer',
  'https://desk.example.com/answer?t=',
  '//',
  'mailto:ada',
])('what is no link says nothing: "%s"', (address) => {
  const read = signedLinks({ url: 'https://desk.example.com', secrets: ['x'.repeat(32)] }).read(address, 0);
  expect(read).toEqual({ ok: false, code: 'malformed' });
});
