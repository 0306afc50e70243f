import { createHash } from 'node:crypto';
import type { Duration } from '@cairn/core';
import { lengthOf, numberOf, wait } from '../kit/number.ts';
import { statuses } from './answer-by-link.ts';
import { bodyOf, parsed } from './body-of.ts';
import { isSigned, keysOf, signatureOf, type Secrets } from './signature.ts';
import { refusedAs, takeOnce, type Answer, type AnswerCode, type Answered, type Answering } from './take-once.ts';

/** What a webhook says to a thread. */
export type Told = Omit<Answer, 'id'>;

/** What answers by webhooks. */
export interface WebhookAnswering extends Answering {
  /** At least 16 bytes each; what any of them signed counts. One that begins with `whsec_` is base64. */
  readonly secrets: Secrets;
  /** How far the sender's clock may be from this one, and how late a webhook may come; 5 minutes by default. */
  readonly tolerance?: Duration;
  /** Finds what a body says, which was JSON; nothing, where that is for no thread. Where it throws, that is `unavailable`, and its sender may send it again. */
  readonly read: (body: unknown, request: Request) => Told | undefined | Promise<Told | undefined>;
  /** Hears what `read` threw. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: { now(): number };
}

/** Why a webhook was not believed, or what it holds. */
export type Verified =
  | { readonly ok: true; readonly id: string; readonly body: string }
  | { readonly ok: false; readonly code: Extract<AnswerCode, 'malformed' | 'tampered' | 'expired'> };

/**
 * Answers verified webhooks, as {@link answerByLink} does links. They are signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp` (in
 * seconds) and `webhook-signature`, `v1,` and the base64 of HMAC-SHA256 over the id, the timestamp and the body with a dot between. What comes
 * again under its id is not taken again, and answered 200 with the code `used`: its sender only wants to know that it is here.
 *
 * @example
 * const hook = answerByWebhook({ cairn, graphs: [refunds], secrets, read: (body) => Paid.safeParse(body).data });
 */
export function answerByWebhook(options: WebhookAnswering): (request: Request) => Promise<Response> {
  const { secrets, tolerance = '5m', read, onError, clock = Date } = options;
  if (options.patience !== undefined) numberOf('answerByWebhook', 'patience', wait, options.patience);
  const keys = keysOf(secrets);
  const within = lengthOf('answerByWebhook', 'tolerance', tolerance);
  return async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } });
    const body = await bodyOf(request);
    if (body === undefined) return told(refusedAs('malformed'));
    const verified = verifiedBy(keys, within, { headers: request.headers, body, now: clock.now() });
    if (!verified.ok) return told(refusedAs(verified.code));
    const said = parsed(body);
    if (said === undefined) return told(refusedAs('malformed'));
    let answer: Told | undefined;
    try {
      answer = await read(said, request);
    } catch (error) {
      onError?.(error);
      return told(refusedAs('unavailable'));
    }
    // What stands in a body is of any type, whatever the program says of it.
    if (answer === undefined || answer === null) return told(refusedAs('unknown', 'It is for no thread.'), 200);
    const id = `webhook-${createHash('sha256').update(verified.id).digest('base64url')}`;
    const answered = await takeOnce(options, { ...answer, id });
    return told(answered, !answered.ok && answered.code === 'used' ? 200 : undefined);
  };
}

interface Received {
  readonly headers: Headers;
  readonly body: string;
  readonly now: number;
}

function verifiedBy(keys: readonly Buffer[], within: number, { headers, body, now }: Received): Verified {
  const id = headers.get('webhook-id');
  const timestamp = headers.get('webhook-timestamp');
  const given = headers.get('webhook-signature');
  // What has no name of its own is known by none.
  if (id === null || id === '' || timestamp === null || given === null) return { ok: false, code: 'malformed' };
  const signatures = given
    .split(' ')
    .flatMap((each) => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []));
  if (!isSigned(keys, contentOf(id, timestamp, body), signatures)) return { ok: false, code: 'tampered' };
  const at = /^\d{1,12}$/u.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN;
  if (Number.isNaN(at)) return { ok: false, code: 'malformed' };
  return Math.abs(now - at) > within ? { ok: false, code: 'expired' } : { ok: true, id, body };
}

function contentOf(id: string, timestamp: string, body: string): string {
  return `${id}.${timestamp}.${body}`;
}

/** The headers by which a webhook is believed; `now` is in milliseconds since 1970. For whoever sends some, and for tests. */
export function webhookHeaders(
  secrets: Secrets,
  { id, body, now }: { readonly id: string; readonly body: string; readonly now: number },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000));
  const signature = signatureOf(keysOf(secrets)[0], contentOf(id, timestamp, body)).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function told(answered: Answered, status: number = answered.ok ? 200 : statuses[answered.code]): Response {
  return Response.json(answered, { status, headers: { 'cache-control': 'no-store' } });
}
