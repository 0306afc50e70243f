import { createHash } from 'node:crypto';
import { fatal } from '@cairn/core';
import { createTransport } from 'nodemailer';
import type { Delivery, Notice, Notifier } from './notice.ts';

/** Where mail goes. */
export interface SmtpOptions {
  /** The server: `smtp://user:password@host:port`, `smtps://…`, with options of nodemailer as its query. */
  readonly server: string;
  readonly from: string;
  /** Whose address it goes to, by whom it is for. Where it gives nothing, that is nobody who could be told. */
  readonly to: string | ((to: string | undefined) => string | undefined);
}

/**
 * Brings notices by mail, with nodemailer. What a server refuses for good, 5xx, is not tried again. All attempts to bring a notice have one
 * `Message-ID`, by which most mailboxes show it once.
 *
 * @example
 * const notifier = smtpNotifier({ server: 'smtps://desk:secret@mail.test', from: 'desk@mail.test', to: (who) => `${who}@mail.test` });
 */
export function smtpNotifier({ server, from, to }: SmtpOptions): Notifier {
  return {
    async send(notice, delivery) {
      const address = typeof to === 'string' ? to : to(delivery.to);
      if (address === undefined) throw fatal(new Error(`There is no address of "${delivery.to ?? 'nobody'}".`));
      const { signal } = delivery;
      signal.throwIfAborted();
      const transport = createTransport(server);
      try {
        await transport.sendMail({ ...mailOf(notice, delivery, from, address), signal });
      } catch (error) {
        signal.throwIfAborted();
        throw isRefused(error) ? fatal(error) : error;
      } finally {
        transport.close();
      }
    },
  };
}

function isRefused(error: unknown): boolean {
  const { responseCode } = Object(error) as { readonly responseCode?: number };
  return responseCode !== undefined && responseCode >= 500;
}

/** A notice as a mail: plain text, in which addresses stand whole. */
function mailOf({ subject, text, facts = {}, links = [] }: Notice, { key }: Delivery, from: string, to: string) {
  const parts = [
    text,
    Object.entries(facts)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    ...links.map(({ label, url }) => `${label}:\n${url}`),
  ];
  return {
    from,
    to,
    subject,
    text: parts.filter((part) => part !== '').join('\n\n'),
    messageId: `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@cairn>`,
    // What nobody wrote by hand is answered by no machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
