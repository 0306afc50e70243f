import { expect, test } from 'vitest';
import { memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { z } from 'zod';
import { approval, slackNotifier, tryLater, type Notice } from '@cairn/patterns';
import { receiver, type Answer } from './receiver.ts';

const notice: Notice = {
  subject: 'refund <1>',
  text: 'It is asked because of: more than 100 & more.',
  facts: { order: 'o-1', amount: '200' },
  links: [{ label: 'Approve', url: 'https://desk.test/answer?t=a.b&x=1' }],
};

const delivery = { key: 'k-1', to: 'ada', signal: new AbortController().signal };

test('a notice comes as blocks of text, facts and links, with nothing in them that Slack would read otherwise', async () => {
  await using here = await receiver();
  await slackNotifier({ url: here.url }).send(notice, delivery);
  expect(here.received).toMatchObject([{ headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1' } }]);
  expect(here.received[0]?.body).toEqual({
    text: 'refund &lt;1&gt;',
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'refund <1>' } },
      { type: 'section', text: { type: 'mrkdwn', text: 'It is asked because of: more than 100 &amp; more.' } },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*order*\no-1' },
          { type: 'mrkdwn', text: '*amount*\n200' },
        ],
      },
      { type: 'section', text: { type: 'mrkdwn', text: '*<https://desk.test/answer?t=a.b&amp;x=1|Approve>*' } },
      { type: 'context', elements: [{ type: 'plain_text', text: 'For ada' }] },
    ],
  });
});

test('what is longer than Slack takes is cut', async () => {
  await using here = await receiver();
  const facts = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`fact ${at}`, 'x'.repeat(5_000)]));
  await slackNotifier({ url: here.url }).send({ subject: 's'.repeat(900), text: 't'.repeat(9_000), facts }, delivery);
  const [sent] = here.received;
  const { blocks } = Object(sent?.body) as { blocks: { text?: { text: string }; fields?: { text: string }[] }[] };
  expect(blocks[0]?.text?.text).toHaveLength(150);
  expect(blocks[1]?.text?.text).toHaveLength(3_000);
  expect(blocks[2]?.fields).toHaveLength(10);
  expect(blocks[2]?.fields?.every(({ text }) => text.length <= 2_000)).toBe(true);
});

const failures: readonly [Answer, object][] = [
  [
    { status: 500, body: 'oops' },
    { name: 'Error', message: 'The webhook answered 500: oops.' },
  ],
  [
    { status: 404, body: 'no_service' },
    { name: 'CairnFatal', message: 'The webhook answered 404: no_service.' },
  ],
  [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { name: 'CairnFatal' }],
  [
    { status: 429, headers: { 'retry-after': '30' } },
    { code: 'notice/later', message: /Retry after 30000 ms\.$/u },
  ],
  [{ status: 429 }, { code: 'notice/later', message: /Retry after 1000 ms\.$/u }],
  ['hang', { name: 'TimeoutError' }],
];

test.each(failures)(
  'a webhook that answers %j is an error that says whether it is worth another try',
  async (answer, error) => {
    await using here = await receiver([answer]);
    const sending = slackNotifier({ url: here.url, timeout: '300ms' }).send(notice, delivery);
    const found = (await sending.catch((reason: unknown) => reason)) as Error;
    const { message, ...rest } = error as { message?: string | RegExp };
    expect(found).toMatchObject(rest);
    expect(found.message).toMatch(message ?? '');
    // An address of an incoming webhook is a secret.
    expect(found.message).not.toContain('/services/');
  },
);

test('a channel of their own for each is chosen by whom it is for', async () => {
  await using here = await receiver();
  const asked: (string | undefined)[] = [];
  const notifier = slackNotifier({
    url: (to) => {
      asked.push(to);
      return here.url;
    },
  });
  await notifier.send(notice, delivery);
  expect(asked).toEqual(['ada']);
});

test('who wants to be left alone is told again no earlier, and one who cannot be told keeps nothing from the other', async () => {
  const clock = virtualClock();
  const told: string[] = [];
  const leave = approval({
    name: 'leave',
    about: z.string(),
    person: {
      chain: [{ who: ['ada', 'grace'], for: '1d' }],
      notifier: {
        send: async (_notice, { to = '' }) => {
          told.push(`${to} at ${clock.now() - start}`);
          if (to === 'ada' && told.length < 4) throw tryLater('It was too often.', 600_000);
        },
      },
    },
  });
  const start = clock.now();
  const cairn = open({ store: memory(), graphs: [leave], clock });
  const thread = await cairn.start(leave, { about: 'a week' });
  await clock.advance('1h');
  expect(told[0]).toBe('ada at 0');
  expect(told[1]).toBe('grace at 0');
  expect(told.filter((each) => each.startsWith('grace'))).toHaveLength(1);
  expect(told[2]).toBe('ada at 600000');
  expect(told[3]).toBe('ada at 1200000');
  expect(told).toHaveLength(4);
  await thread.send('approve', { by: 'grace' });
  expect(await thread.ended()).toMatchObject({ outcome: 'approved' });
  await cairn.close();
});
