import type { Studio } from '../../src/index.ts';

/** What a Studio answers to somebody on this machine. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

const here = { address: '127.0.0.1' };

/** Asks the API of a Studio that is mounted at "/" for something. */
export async function get<Body>(
  studio: Studio,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answered<Body>> {
  return answered(await studio.fetch(new Request(`http://localhost:4111/api/v1/${path}`, { headers }), here));
}

/** Asks it to do something. */
export async function post<Body>(
  studio: Studio,
  path: string,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answered<Body>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(`http://localhost:4111/api/v1/${path}`, { method: 'POST', headers, body: text });
  return answered(await studio.fetch(request, here));
}

async function answered<Body>(response: Response): Promise<Answered<Body>> {
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Body };
}
