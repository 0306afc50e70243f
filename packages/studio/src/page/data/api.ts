import type { Refusal } from '../../api.ts';

/** Where the API is: below the address that the page is mounted at. */
const root = new URL('api/v1/', document.baseURI);

/** What the server said no to. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  /** Where the problem is described, where the server says so. */
  readonly page: string | undefined;

  constructor(status: number, { error }: Refusal) {
    super(error.message);
    this.name = 'Refused';
    this.code = error.code;
    this.status = status;
    this.page = error.page;
  }
}

/** A part of an address that is asked for with more than one value, or not at all where it is undefined or empty. */
export type Asked = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A path of the API with what is asked: `pathOf(['threads', id], { at })`. Parts are escaped. */
export function pathOf(parts: readonly string[], asked: Asked = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined && each !== '') query.append(name, String(each));
  }
  const said = query.toString();
  return parts.map(encodeURIComponent).join('/') + (said === '' ? '' : `?${said}`);
}

/** Asks the API; a {@link Refused} where it says no, a `TypeError` where it cannot be reached. */
export async function get<Shown>(path: string, signal?: AbortSignal): Promise<Shown> {
  return answerOf<Shown>(await fetch(new URL(path, root), signal === undefined ? {} : { signal }));
}

/** Has the API do something. */
export async function post<Done>(path: string, asked: unknown): Promise<Done> {
  const headers = { 'content-type': 'application/json' };
  return answerOf<Done>(await fetch(new URL(path, root), { method: 'POST', headers, body: JSON.stringify(asked) }));
}

/** The address of something of the API. */
export function addressOf(path: string): string {
  return new URL(path, root).href;
}

async function answerOf<Shown>(response: Response): Promise<Shown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Shown;
  const refusal = body as Partial<Refusal> | undefined;
  const error = refusal?.error ?? { code: 'http', message: `The server answered with status ${response.status}.` };
  throw new Refused(response.status, { error });
}
