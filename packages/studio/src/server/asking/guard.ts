import { Refused } from '../saying/refusal.ts';
import type { Who } from './who.ts';

/** Who may be answered. */
export interface Guarding {
  /** Who asks; undefined refuses. Without it only this machine is served. */
  readonly authenticate?: ((request: Request) => Who | undefined | Promise<Who | undefined>) | undefined;
  /** Who is at this machine, where nobody is asked who they are: the name that goes along with what they do. */
  readonly operator?: string | undefined;
  /** The names that Studio is reached by, with their ports where these are not the usual ones. */
  readonly hosts?: readonly string[] | undefined;
}

/** From where a request comes, as far as whoever received it knows. */
export interface From {
  /** The address of the peer: `127.0.0.1`. */
  readonly address?: string | undefined;
}

/**
 * Refuses what comes from elsewhere, and tells who asks.
 *
 * 1. A name that leads here and is nobody's here is refused: a page elsewhere may have its own name lead to this machine.
 * 2. What a page of another origin sends is refused, whatever it asks for; so is what browsers say is from another site.
 * 3. Where nobody is asked who they are, only this machine is served: whoever received the request has to say that it is, and what a
 *    proxy hands on is from elsewhere.
 */
export async function guard(
  request: Request,
  from: From,
  { authenticate, operator = '', ...guarding }: Guarding,
): Promise<Who> {
  // Names of hosts have no case.
  const hosts = guarding.hosts?.map((each) => each.toLowerCase());
  const host = (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
  const isKnown = hosts?.includes(host) === true || isLoopbackHost(host);
  if (!isKnown && (authenticate === undefined || hosts !== undefined))
    throw new Refused(403, 'studio/foreign-host', `Studio is not "${host}". Name it in "hosts" if it is.`);
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwn(origin, host, hosts ?? []))
    throw new Refused(403, 'studio/foreign-origin', `A page of ${origin} may not ask Studio.`);
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw new Refused(403, 'studio/foreign-origin', 'A page of another origin may not ask Studio.');
  if (authenticate === undefined) {
    if (isLoopback(from.address) && !isHandedOn(request)) return { name: operator, may: 'act' };
    throw new Refused(
      403,
      'studio/not-here',
      'Studio asks nobody who they are, so it serves this machine alone. Give it "authenticate" to serve others.',
    );
  }
  const who = (await authenticate(request)) ?? undefined;
  if (who === undefined) throw new Refused(401, 'studio/unknown', 'Studio does not know who asks.');
  return who;
}

function isOwn(origin: string, host: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const { host: named } = new URL(origin);
  return named === host || hosts.includes(named);
}

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(host);
}

/** What a proxy says of whom it asks for. */
const handedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** Whether somebody asks for another, who may be anywhere. */
function isHandedOn({ headers }: Request): boolean {
  return handedOn.some((name) => headers.has(name));
}

/** Whether an address is of this machine. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3}|localhost)$/u.test(address);
}
