import { memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerByWebhook, approval, webhookHeaders, type Secrets, type WebhookAnswering } from '@cairn/patterns';

const secrets: Secrets = [
  'a secret of enough bytes',
  `whsec_${Buffer.from('another one, in base64').toString('base64')}`,
];

const Said = z.object({ leave: z.string(), by: z.string(), ok: z.boolean() });

async function hooked(read?: WebhookAnswering['read']) {
  const leave = approval({ name: 'leave', about: z.string(), approvals: 2 });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [leave], clock });
  const thread = await cairn.start(leave, { about: 'a week' }, { id: 'l-1' });
  await thread.settled();
  const answer = answerByWebhook({
    cairn,
    graphs: [leave],
    secrets,
    clock,
    read: read ?? readSaid,
  });
  return { answer, thread, clock, cairn };
}

const readSaid: WebhookAnswering['read'] = (body) => {
  const { data } = Said.safeParse(body);
  if (data === undefined) return undefined;
  const { leave: id, by, ok } = data;
  return ok
    ? { thread: id, event: 'approve', payload: { by } }
    : { thread: id, event: 'reject', payload: { by, reason: '' } };
};

const body = JSON.stringify({ leave: 'l-1', by: 'ada', ok: true });

interface Sent {
  readonly id?: string;
  readonly text?: string;
  readonly by?: Secrets;
  readonly now: number;
  readonly headers?: Record<string, string>;
}

function request({ id = 'msg_1', text = body, by = secrets, now, headers = {} }: Sent): Request {
  const signed = webhookHeaders(by, { id, body: text, now });
  return new Request('https://desk.test/hook', { method: 'POST', headers: { ...signed, ...headers }, body: text });
}

async function codeOf(response: Response): Promise<string> {
  const said = (await response.json()) as { code?: string };
  return `${response.status} ${said.code ?? 'ok'}`;
}

test('a signature is that of Standard Webhooks', () => {
  // The example of its specification.
  const headers = webhookHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    body: '{"test": 2432232314}',
    now: 1_614_265_330_000,
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

describe('a webhook', () => {
  test.each<[unknown, string]>([
    [{ thread: 3 }, '404 unknown'],
    [{}, '404 unknown'],
    [null, '200 unknown'],
    ['l-1', '404 unknown'],
    [{ thread: { toString: 1 }, event: 'approve' }, '404 unknown'],
    [{ thread: '', event: 'approve' }, '404 unknown'],
    [{ thread: ' \u0000@', event: 'approve' }, '404 unknown'],
    [{ thread: 'x'.repeat(5_000), event: 'approve' }, '404 unknown'],
    [{ thread: 'l-1' }, '400 malformed'],
    [{ thread: 'l-1', event: 3, payload: { by: 'ada' } }, '400 malformed'],
    [{ thread: 'l-1', event: 'approve', lane: 3, payload: { by: 'ada' } }, '400 malformed'],
    [{ thread: 'l-1', event: 'approve', lane: 'x', payload: { by: 'ada' } }, '409 late'],
    [{ thread: 'l-1', event: 'approve', wait: 3, payload: { by: 'ada' } }, '409 late'],
    [{ thread: 'l-1', event: 'constructor', payload: { by: 'ada' } }, '409 late'],
    [{ thread: 'l-1', event: 'approve' }, '422 unfit'],
    [{ thread: 'l-1', event: 'approve', payload: { by: 7 } }, '422 unfit'],
  ])('is answered whatever its reader takes out of a body: %j', async (said, expected) => {
    const read = (told: unknown) => told as { thread: string; event: string; payload: unknown };
    const { answer, thread, clock, cairn } = await hooked(read);
    expect(await codeOf(await answer(request({ text: JSON.stringify(said), now: clock.now() })))).toBe(expected);
    expect((await thread.settled()).state.approvals).toEqual([]);
    await cairn.close();
  });

  test('answers by any of the secrets, once under its id', async () => {
    const { answer, thread, clock, cairn } = await hooked();
    const now = clock.now();
    expect(await codeOf(await answer(request({ now })))).toBe('200 ok');
    // Its sender tries again where it did not hear; that is fine, and changes nothing.
    expect(await codeOf(await answer(request({ now })))).toBe('200 used');
    const text = JSON.stringify({ leave: 'l-1', by: 'grace', ok: true });
    expect(await codeOf(await answer(request({ id: 'msg_1', text, now })))).toBe('200 used');
    expect((await thread.settled()).state.approvals).toEqual([{ by: 'ada' }]);
    const [, second] = secrets;
    expect(await codeOf(await answer(request({ id: 'msg_2', text, now, by: [second ?? ''] })))).toBe('200 ok');
    expect(await thread.ended()).toMatchObject({ outcome: 'approved' });
    expect(await codeOf(await answer(request({ id: 'msg_3', now })))).toBe('409 late');
    await cairn.close();
  });

  test.each<[string, (now: number) => Request, string]>([
    ['by another secret', (now) => request({ now, by: ['some other secret here'] }), '403 tampered'],
    ['with another id', (now) => request({ now, headers: { 'webhook-id': 'msg_9' } }), '403 tampered'],
    ['with another time', (now) => request({ now, headers: { 'webhook-timestamp': '1' } }), '403 tampered'],
    [
      'without a signature that is known',
      (now) => request({ now, headers: { 'webhook-signature': 'v0,abc v1,' } }),
      '403 tampered',
    ],
    ['from long ago', (now) => request({ now: now - 301_000 }), '410 expired'],
    ['from long after', (now) => request({ now: now + 301_000 }), '410 expired'],
    ['without headers', () => new Request('https://desk.test/hook', { method: 'POST', body }), '400 malformed'],
    ['of no JSON', (now) => request({ now, text: 'hello' }), '400 malformed'],
    ['longer than any', (now) => request({ now, text: `"${'x'.repeat(70_000)}"` }), '400 malformed'],
    ['for no thread', (now) => request({ now, text: '{"other":1}' }), '200 unknown'],
    ['for a thread that is not there', (now) => request({ now, text: body.replace('l-1', 'l-2') }), '404 unknown'],
    ['of what the event does not take', (now) => request({ now, text: body.replace('ada', '') }), '422 unfit'],
  ])('%s is refused with a code', async (_what, made, code) => {
    const { answer, thread, clock, cairn } = await hooked();
    expect(await codeOf(await answer(made(clock.now())))).toBe(code);
    expect((await thread.settled()).state.approvals).toEqual([]);
    await cairn.close();
  });

  test('whose body was changed on the way is refused', async () => {
    const { answer, clock, cairn } = await hooked();
    const { headers } = request({ now: clock.now() });
    const changed = new Request('https://desk.test/hook', {
      method: 'POST',
      headers,
      body: body.replace('ada', 'eve'),
    });
    expect(await codeOf(await answer(changed))).toBe('403 tampered');
    await cairn.close();
  });

  test('within the tolerance of clocks is taken, and with one of several signatures', async () => {
    const { answer, clock, cairn } = await hooked();
    const now = clock.now() - 299_000;
    const { 'webhook-signature': good = '' } = webhookHeaders(secrets, { id: 'msg_1', body, now });
    const headers = { 'webhook-signature': `v1,AAAA v1a,xyz ${good}` };
    expect(await codeOf(await answer(request({ now, headers })))).toBe('200 ok');
    expect((await answer(new Request('https://desk.test/hook'))).status).toBe(405);
    await cairn.close();
  });
});
