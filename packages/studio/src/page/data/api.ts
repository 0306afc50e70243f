import type { Refusal } from '../../api.ts';

/** Where the API is: below the address that the page is mounted at. */
const root = new URL('api/v1/', document.baseURI);

/** What the server said no to. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, { error }: Refusal) {
    super(error.message);
    this.code = error.code;
    this.status = status;
  }
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
  const refusal = body as Refusal | undefined;
  throw new Refused(
    response.status,
    refusal ?? { error: { code: 'http', message: `The server says ${response.status}.` } },
  );
}
