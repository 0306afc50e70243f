import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, test } from 'vitest';
import { smtpNotifier } from '@cairn/patterns/smtp';
import type { Notice } from '@cairn/patterns';

const notice: Notice = {
  subject: 'refund asks for an approval',
  text: 'Because of: more than 100.',
  facts: { order: 'o-1' },
  links: [{ label: 'Approve', url: `https://desk.test/answer?t=${'a'.repeat(300)}` }],
};

async function server(options: SMTPServerOptions = {}) {
  const mails: { from: string; to: string[]; raw: string }[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const parts: string[] = [];
      stream.on('data', (part: Buffer) => parts.push(part.toString()));
      stream.on('end', () => {
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: parts.join('') });
        done();
      });
    },
    ...options,
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    mails,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  };
}

function refusing(responseCode: number): SMTPServerOptions {
  return { onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })) };
}

const delivery = { key: 'k-1', to: 'ada', signal: new AbortController().signal };

const mail = (address: string) =>
  smtpNotifier({ server: `smtp://${address}`, from: 'desk@mail.test', to: (who) => `${who}@mail.test` });

/** A mail's text, without what holds its lines short. */
function textOf(raw: string): string {
  return raw
    .slice(raw.indexOf('\r\n\r\n'))
    .replaceAll('=\r\n', '')
    .replaceAll(/=(?<code>[0-9A-F]{2})/gu, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

test('a notice comes as a mail with its facts, and links that stand whole', async () => {
  await using here = await server();
  await mail(here.address).send(notice, delivery);
  await mail(here.address).send(notice, delivery);
  const [first, second] = here.mails;
  expect(first).toMatchObject({ from: 'desk@mail.test', to: ['ada@mail.test'] });
  expect(first?.raw).toContain('Subject: refund asks for an approval');
  const text = textOf(first?.raw ?? '');
  for (const part of ['Because of: more than 100.', 'order: o-1', notice.links?.[0]?.url ?? ''])
    expect(text).toContain(part);
  // What is sent again is the same mail.
  const idOf = (raw = '') => /^message-id: (?<id>.+)$/imu.exec(raw)?.groups?.['id'];
  expect(idOf(first?.raw)).toMatch(/^<[\da-f]{40}@cairn>/u);
  expect(idOf(second?.raw)).toBe(idOf(first?.raw));
});

test('nothing in a subject or an address makes headers', async () => {
  await using here = await server();
  await mail(here.address).send({ subject: 'a\r\nBcc: eve@mail.test', text: 'b' }, delivery);
  expect(here.mails[0]?.to).toEqual(['ada@mail.test']);
  expect(here.mails[0]?.raw).not.toMatch(/^bcc:/imu);
});

test.each([
  [550, 'CairnFatal'],
  [451, 'Error'],
])('a server that answers %d is an error that says whether it is worth another try', async (code, name) => {
  await using here = await server(refusing(code));
  await expect(mail(here.address).send(notice, delivery)).rejects.toMatchObject({ name });
});

test('a server that does not answer is left when the attempt ends', async () => {
  const controller = new AbortController();
  await using here = await server({
    onRcptTo: () => {
      controller.abort(new Error('too long'));
    },
  });
  await expect(mail(here.address).send(notice, { ...delivery, signal: controller.signal })).rejects.toThrow('too long');
});

test('somebody without an address could be told by no attempt', async () => {
  const nobody = smtpNotifier({ server: 'smtp://127.0.0.1:1', from: 'a@mail.test', to: () => undefined });
  await expect(nobody.send(notice, delivery)).rejects.toMatchObject({ name: 'CairnFatal' });
});
