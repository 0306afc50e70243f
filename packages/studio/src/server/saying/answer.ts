import { jsonOf } from '@cairn/core/inspect';
import type { Asked } from './asked.ts';
import { partAt, withoutLarge, type Place } from './large.ts';
import { Refused } from './refusal.ts';

/** What every answer says of itself: it is kept nowhere, is what it says it is, and is for nobody else. */
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

/** The path of what is asked for, and what of it has to be said so that a part of it is the same later. */
export interface Pinned {
  readonly path: string;
  readonly pinned?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** A value as the answer of the API: JSON, its large parts by their addresses; or the part that was asked for. */
export function answer(value: unknown, { path, pinned = {} }: Pinned, asked: Asked): Response {
  const json = jsonOf(value);
  const place = asked.place('part');
  const hrefOf = (at: Place): string => {
    const words = asked.with({ ...pinned, part: JSON.stringify([...(place ?? []), ...at]) });
    return `${path}?${words}`;
  };
  if (place === undefined) return said(withoutLarge(json, hrefOf));
  const part = partAt(json, place);
  if (part === undefined) throw new Refused(404, 'studio/no-part', 'There is no such part of it.');
  return said({ value: part });
}

/** JSON as it goes out. */
export function said(json: unknown, status = 200): Response {
  // Whoever serves it may write into what it is given: @hono/node-server 1 does.
  return new Response(JSON.stringify(json), { status, headers: { ...headers } });
}

/** The headers of what is no JSON. */
export function headersOf(type: string): Readonly<Record<string, string>> {
  return { ...headers, 'content-type': type };
}
