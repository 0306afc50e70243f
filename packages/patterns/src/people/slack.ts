import { fatal, type Duration } from '@cairn/core';
import { lengthOf } from '../kit/number.ts';
import type { Delivery, Notice, NoticeLink, Notifier } from './notice.ts';
import { tryLater } from './try-later.ts';

/** Where Slack's notices go. */
export interface SlackOptions {
  /** The address of an incoming webhook, which is a secret; by whom it is for, where each has a channel of their own. */
  readonly url: string | ((to: string | undefined) => string);
  /** How long an attempt may take; 10 s by default. */
  readonly timeout?: Duration;
}

/**
 * Brings notices to a channel, in the format of Slack's incoming webhooks, which others take as well: a header, the text, facts as fields,
 * and links. A 429 is tried again when it says so, a status from 500 on by the policy of whoever tells, and other refusals are not.
 *
 * @example
 * const notifier = slackNotifier({ url: process.env['SLACK_WEBHOOK_URL'] ?? '' });
 */
export function slackNotifier({ url, timeout = '10s' }: SlackOptions): Notifier {
  const most = lengthOf('slackNotifier', 'timeout', timeout);
  return {
    async send(notice, delivery) {
      const signal = AbortSignal.any([delivery.signal, AbortSignal.timeout(most)]);
      const response = await fetch(typeof url === 'string' ? url : url(delivery.to), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': delivery.key },
        body: JSON.stringify(slackMessage(notice, delivery)),
        // Where it is sent on to is no address that anybody gave.
        redirect: 'manual',
        signal,
      });
      const said = (await response.text()).slice(0, 200);
      if (!response.ok) throw refusal(response, said);
    },
  };
}

function refusal({ status, headers }: Response, said: string): Error {
  const message = `The webhook answered ${status}${said === '' ? '' : `: ${said}`}.`;
  if (status === 429) return tryLater(message, pauseIn(headers.get('retry-after')));
  return status >= 500 || status === 408 ? new Error(message) : fatal(new Error(message));
}

/** Milliseconds that a `Retry-After` says, of seconds or a date; a second where it says nothing. */
function pauseIn(said: string | null): number {
  if (said === null) return 1_000;
  const seconds = Number(said);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : 1_000;
}

/** A notice as Slack takes it, within what Slack takes of each part. */
function slackMessage({ subject, text, facts = {}, links = [] }: Notice, { to }: Pick<Delivery, 'to'>): object {
  const fields = Object.entries(facts).map(([name, value]) => mrkdwn(`*${escaped(name)}*\n${escaped(value)}`, 2_000));
  return {
    text: cut(escaped(subject), 3_000),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(subject, 150) } },
      ...(text === '' ? [] : [{ type: 'section', text: mrkdwn(escaped(text), 3_000) }]),
      ...(fields.length === 0 ? [] : [{ type: 'section', fields: fields.slice(0, 10) }]),
      ...links.map((link) => ({ type: 'section', text: mrkdwn(linkTo(link), 3_000) })),
      ...(to === undefined
        ? []
        : [{ type: 'context', elements: [{ type: 'plain_text', text: cut(`For ${to}`, 150) }] }]),
    ],
  };
}

function linkTo({ label, url }: NoticeLink): string {
  // What ends a link of Slack's is nothing that an address holds as it is.
  const address = url.replaceAll('|', '%7C').replaceAll('>', '%3E').replaceAll('<', '%3C').replaceAll('&', '&amp;');
  return `*<${address}|${escaped(label).replaceAll('|', ' ')}>*`;
}

function mrkdwn(text: string, most: number): object {
  return { type: 'mrkdwn', text: cut(text, most) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 2)} …`;
}
