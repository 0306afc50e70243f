import { numberOf, wait as waiting } from '../kit/number.ts';
import { bodyOf, parsed } from './body-of.ts';
import type { LinkContent, SignedLinks } from './links.ts';
import { answeredPage, askingPage } from './page.ts';
import { refusedAs, stateOf, takeOnce, type AnswerCode, type Answered, type Answering } from './take-once.ts';

/** What answers by links. */
export interface LinkAnswering extends Answering {
  readonly links: SignedLinks;
  readonly clock?: { now(): number };
}

/** The status of HTTP that goes with a code. */
export const statuses: Readonly<Record<AnswerCode, number>> = {
  malformed: 400,
  tampered: 403,
  unknown: 404,
  used: 409,
  late: 409,
  expired: 410,
  unfit: 422,
  unavailable: 503,
};

/**
 * Answers requests for links of {@link signedLinks}, as a function that mounts wherever requests are those of the web. GET shows a page with a
 * button, POST answers; whoever accepts JSON is told {@link Answered}. It is refused with a code and a status where it is not taken.
 *
 * @example
 * const answer = answerByLink({ cairn, graphs: [refunds], links });
 * const response = await answer(request);
 */
export function answerByLink(options: LinkAnswering): (request: Request) => Promise<Response> {
  const { links, clock = Date, patience } = options;
  if (patience !== undefined) numberOf('answerByLink', 'patience', waiting, patience);
  return async (request) => {
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) return notAllowed();
    const found = links.read(request.url, clock.now());
    if (!found.ok) return shown(request, refusedAs(found.code));
    const { content } = found;
    if (request.method !== 'POST') return looked(request, content, options);
    const filled = await filledIn(request, content);
    if ('missing' in filled) return unfit(request, content, filled.missing);
    const { thread, lane, id, event, wait } = content;
    const payload = { ...filled.fields, ...content.payload };
    const answered = await takeOnce(options, { thread, lane, id, event, payload, wait });
    if (!answered.ok && answered.code === 'unfit') return unfit(request, content, answered.message);
    return shown(request, answered, content.label);
  };
}

/** Looking answers nothing: it shows what would be answered, or why it no longer can be. */
async function looked(request: Request, content: LinkContent, answering: Answering): Promise<Response> {
  const state = await stateOf(answering, content);
  if (state !== 'open') return shown(request, refusedAs(state));
  const { subject, label, ask, until } = content;
  const body = takesJson(request) ? JSON.stringify({ subject, label, ask, until }) : askingPage(content);
  return respond(request, 200, body);
}

type Filled = { readonly fields: Readonly<Record<string, string>> } | { readonly missing: string };

/** What was filled in of what is asked, and nothing else that was sent. */
async function filledIn(request: Request, { ask }: LinkContent): Promise<Filled> {
  const text = await bodyOf(request);
  if (text === undefined) return { missing: 'That was too long.' };
  const isJson = request.headers.get('content-type')?.includes('json') === true;
  const given = isJson ? Object(parsed(text)) : Object.fromEntries(new URLSearchParams(text));
  const fields: Record<string, string> = {};
  for (const { name, label, optional } of ask) {
    const value: unknown = Object.hasOwn(given, name) ? given[name] : undefined;
    const said = typeof value === 'string' ? value.trim() : '';
    if (said !== '') fields[name] = said;
    else if (optional !== true) return { missing: `Please fill in: ${label}.` };
  }
  return { fields };
}

function unfit(request: Request, content: LinkContent, message: string): Response {
  if (takesJson(request)) return shown(request, refusedAs('unfit', message));
  return respond(request, statuses.unfit, askingPage(content, message));
}

function shown(request: Request, answered: Answered, label?: string): Response {
  const status = answered.ok ? 200 : statuses[answered.code];
  return respond(request, status, takesJson(request) ? JSON.stringify(answered) : answeredPage(answered, label));
}

function takesJson({ headers }: Request): boolean {
  return headers.get('accept')?.includes('application/json') === true;
}

/** A link stands in the address: neither caches nor other sites are told it, and nothing of another site runs on its page. */
const kept = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

function respond(request: Request, status: number, body: string): Response {
  const type = takesJson(request) ? 'application/json' : 'text/html; charset=utf-8';
  const headers = { ...kept, 'content-type': type, vary: 'accept' };
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}

function notAllowed(): Response {
  return new Response(null, { status: 405, headers: { ...kept, allow: 'GET, HEAD, POST' } });
}
