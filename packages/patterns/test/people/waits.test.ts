import { graph, memory, open } from '@cairn/core';
import {
  answerByLink,
  answerByWebhook,
  approval,
  signedLinks,
  webhookHeaders,
  type Notice,
  type Secrets,
} from '@cairn/patterns';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const secrets: Secrets = ['a secret of enough bytes'];

function asking() {
  const told: { readonly to: string | undefined; readonly notice: Notice; readonly at: number }[] = [];
  const links = signedLinks({ url: 'https://desk.test/answer', secrets });
  const clock = virtualClock();
  const unreachable = new Set<string>();
  const asks = approval({
    name: 'asks',
    about: z.string(),
    person: {
      notifier: {
        send: async (notice, { to }) => {
          if (unreachable.has(to ?? '')) throw new Error('nobody there');
          told.push({ to, notice, at: clock.now() });
        },
      },
      links,
      chain: [{ who: ['ada', 'bob'], for: '9d' }],
      remind: '8h',
      notice: (about) => ({ subject: about, text: 'Please say.' }),
    },
  });
  const urlOf = (subject: string, to: string): string =>
    told.findLast((each) => each.to === to && each.notice.subject === subject)?.notice.links?.[0]?.url ?? '';
  return { asks, links, told, clock, urlOf, unreachable };
}

const outerOf = (asks: ReturnType<typeof asking>['asks'], to: 'over' | 'on') =>
  graph({
    name: 'outer',
    state: { amount: z.string().default('pay 10') },
    events: { go: z.undefined(), more: z.string(), skip: z.undefined() },
    start: 'ready',
    nodes: {
      ready: { on: { go: 'ask', skip: 'on', more: { to: 'ask', update: (_s, amount) => ({ amount }) } } },
      ask: { graph: asks, input: ({ amount }) => ({ about: amount }), next: to },
      on: { on: { go: 'over' } },
      over: { final: true },
    },
  });

const pressing = (url: string, method = 'POST') =>
  new Request(url, { method, headers: { accept: 'application/json' } });

test.each(['over', 'on'] as const)('a link of an embedded wait is late once the thread went %s', async (to) => {
  const { asks, links, clock, urlOf } = asking();
  const outer = outerOf(asks, to);
  const cairn = open({ store: memory(), graphs: [outer], clock });
  const answer = answerByLink({ cairn, graphs: [outer], links, clock });
  const thread = await cairn.start(outer);
  await thread.send('go');
  await clock.advance('1s');
  expect((await answer(pressing(urlOf('pay 10', 'ada')))).status).toBe(200);
  await clock.advance('1s');
  for (const method of ['GET', 'POST', 'POST']) {
    const late = await answer(pressing(urlOf('pay 10', 'bob'), method));
    expect([late.status, await late.json()]).toMatchObject([409, { code: 'late' }]);
  }
  expect((await (await answer(pressing(urlOf('pay 10', 'ada')))).json()) as object).toMatchObject({ code: 'used' });
  await cairn.close();
});

test('a webhook for a lane that is over is late', async () => {
  const { asks, clock } = asking();
  const outer = outerOf(asks, 'on');
  const cairn = open({ store: memory(), graphs: [outer], clock });
  const thread = await cairn.start(outer, {}, { id: 't' });
  const heard: unknown[] = [];
  const hook = answerByWebhook({
    cairn,
    graphs: [outer],
    secrets,
    clock,
    onError: (error) => heard.push(error),
    read: (body) => {
      if (body === 'odd') throw new Error('what is that');
      return { thread: 't', lane: 'ask.1', event: 'approve', payload: { by: 'ada' } };
    },
  });
  const sent = async (id: string, said = 'yes') => {
    const body = JSON.stringify(said);
    const headers = webhookHeaders(secrets, { id, body, now: clock.now() });
    const response = await hook(new Request('https://desk.test/hook', { method: 'POST', headers, body }));
    return [response.status, ((await response.json()) as { code?: string }).code];
  };
  expect(await sent('m-1')).toEqual([409, 'late']);
  expect(await sent('')).toEqual([400, 'malformed']);
  expect(await sent('m-2', 'odd')).toEqual([503, 'unavailable']);
  expect(heard).toMatchObject([{ message: 'what is that' }]);
  await thread.send('go');
  await clock.advance('1s');
  expect(await sent('m-3')).toEqual([200, undefined]);
  await cairn.close();
});

test('a link of before a rewind answers nothing that was asked after it, and that has links of its own', async () => {
  const { asks, links, clock, urlOf } = asking();
  const outer = outerOf(asks, 'over');
  const cairn = open({ store: memory(), graphs: [outer], clock });
  const answer = answerByLink({ cairn, graphs: [outer], links, clock });
  const thread = await cairn.start(outer);
  const { seq } = await thread.at();
  await thread.send('go');
  await clock.advance('1s');
  const before = urlOf('pay 10', 'ada');
  await thread.rewind(seq);
  await thread.send('more', 'pay 1000000');
  await clock.advance('1s');
  for (const method of ['GET', 'POST']) expect((await answer(pressing(before, method))).status).toBe(409);
  expect((await thread.now()).status).toBe('waiting');
  expect((await answer(pressing(urlOf('pay 1000000', 'ada')))).status).toBe(200);
  // What was taken before a rewind stands in no other wait's way.
  await thread.rewind(seq);
  await thread.send('go');
  await clock.advance('1s');
  expect((await answer(pressing(urlOf('pay 10', 'ada')))).status).toBe(200);
  await clock.advance('1s');
  expect((await thread.now()).status).toBe('done');
  await cairn.close();
});

test('a link stays good while its own wait goes on, whatever the thread was taken back to within it', async () => {
  const { asks, links, clock, urlOf } = asking();
  const outer = outerOf(asks, 'over');
  const cairn = open({ store: memory(), graphs: [outer], clock });
  const answer = answerByLink({ cairn, graphs: [outer], links, clock });
  const thread = await cairn.start(outer);
  await thread.send('go');
  await clock.advance('1s');
  const { seq } = await thread.at();
  await clock.advance('9h');
  await thread.rewind(seq);
  await clock.advance('1s');
  expect((await answer(pressing(urlOf('pay 10', 'ada')))).status).toBe(200);
  await cairn.close();
});

test('reminders keep their times while another who is asked cannot be told', async () => {
  const { asks, clock, told, unreachable } = asking();
  unreachable.add('ada');
  const cairn = open({ store: memory(), graphs: [asks], clock });
  await cairn.start(asks, { about: 'a' });
  const begun = clock.now();
  for (let hour = 0; hour < 25; hour += 1) await clock.advance('1h');
  const hours = told.filter(({ to }) => to === 'bob').map(({ at }) => Math.round((at - begun) / 360_000) / 10);
  expect(hours).toEqual([0, 8, 16, 24]);
  await cairn.close();
});

test('a chain that names nobody is refused', () => {
  const notifier = { send: async () => undefined };
  const person = { notifier, chain: [{ who: [], for: '1d' as const }] };
  expect(() => approval({ name: 'asks', about: z.string(), person })).toThrow('`who` is empty');
});
