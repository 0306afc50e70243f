import { createHash } from 'node:crypto';
import type { Duration } from '@cairn/core';
import { z } from 'zod';
import { lengthOf } from '../kit/number.ts';
import type { Field, Linking, Links, NoticeLink } from './notice.ts';
import { isSigned, keysOf, signatureOf, type Secrets } from './signature.ts';

/** How links are signed, and where they lead. */
export interface LinkOptions {
  /** Where {@link answerByLink} is mounted, as people reach it. */
  readonly url: string;
  /** At least 16 bytes each. The first signs, and what any of them signed counts. */
  readonly secrets: Secrets;
  /** How long a link is good for; 7 days by default. */
  readonly expires?: Duration;
}

/** What a link says. It is signed and not sealed: whoever has it can read it. */
export interface LinkContent {
  /** What it is known by: it is taken once. */
  readonly id: string;
  readonly thread: string;
  readonly lane?: string;
  /** The wait that it answers. */
  readonly wait: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ask: readonly Field[];
  readonly label: string;
  readonly subject: string;
  /** Until when it is good, in milliseconds since 1970. */
  readonly until: number;
}

/** What was found in an address: what it says, or why it says nothing. */
export type LinkFound =
  | { readonly ok: true; readonly content: LinkContent }
  | { readonly ok: false; readonly code: 'malformed' | 'tampered' | 'expired' };

/** Links that answer a wait, and what they say. */
export interface SignedLinks extends Links {
  /** What a link says; `now` is in milliseconds since 1970. */
  read(url: string | URL, now: number): LinkFound;
}

const contentSchema: z.ZodType<LinkContent> = z.object({
  id: z.string(),
  thread: z.string(),
  lane: z.string().exactOptional(),
  wait: z.string(),
  event: z.string(),
  payload: z.record(z.string(), z.unknown()),
  ask: z.array(z.object({ name: z.string(), label: z.string(), optional: z.boolean().exactOptional() })),
  label: z.string(),
  subject: z.string(),
  until: z.number(),
});

/** What is signed begins so: a signature of something else is none of a link. */
const purpose = 'cairn-link.1.';

/**
 * Links that are signed, expire, and are taken once: each sends one event to one thread, by {@link answerByLink}.
 *
 * @example
 * const links = signedLinks({ url: 'https://desk.example.com/answer', secrets: [process.env['LINK_SECRET'] ?? ''] });
 */
export function signedLinks({ url, secrets, expires = '7d' }: LinkOptions): SignedLinks {
  const keys = keysOf(secrets);
  const length = lengthOf('signedLinks', 'expires', expires);
  const base = new URL(url);
  return {
    link(of: Linking): NoticeLink {
      const body = Buffer.from(JSON.stringify(contentOf(of, length))).toString('base64url');
      const address = new URL(base);
      address.searchParams.set('t', `${body}.${signatureOf(keys[0], purpose + body).toString('base64url')}`);
      return { label: of.offer.label, url: address.href };
    },
    read(address, now) {
      const said = URL.canParse(String(address)) ? new URL(address).searchParams.get('t') : null;
      const [body = '', signature = '', ...more] = (said ?? '').split('.');
      if (body === '' || signature === '' || more.length > 0) return { ok: false, code: 'malformed' };
      if (!isSigned(keys, purpose + body, [Buffer.from(signature, 'base64url')]))
        return { ok: false, code: 'tampered' };
      const content = contentSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
      return now >= content.until ? { ok: false, code: 'expired' } : { ok: true, content };
    },
  };
}

function contentOf({ offer, subject, thread, lane, wait, by, key, now }: Linking, length: number): LinkContent {
  const { label, event, payload = {}, ask = [] } = offer;
  const named: readonly Field[] = by === undefined ? [{ name: 'by', label: 'Your name' }] : [];
  return {
    id: createHash('sha256')
      .update(JSON.stringify([key, wait, label, event]))
      .digest('base64url')
      .slice(0, 27),
    thread,
    ...(lane !== '' && { lane }),
    wait,
    event,
    payload: { ...payload, ...(by !== undefined && { by }) },
    ask: [...named, ...ask],
    label,
    subject: subject.slice(0, 200),
    until: now + length,
  };
}
