import { answerOf } from './answer.ts';

export { Refused } from './answer.ts';
export { pathOf, type Asked } from './path-of.ts';

/** Who answers what is asked of the API, and at which address. */
export interface Answering {
  readonly root: URL;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** The server that the page is from: its API is below the address that the page is mounted at. */
const server = (): Answering => ({ root: new URL('api/v1/', document.baseURI), fetch: (request) => fetch(request) });

let answering: Answering | undefined;

/** Has somebody else answer than the server that the page is from. */
export function askInstead(there: Answering): void {
  answering = there;
}

function whoAnswers(): Answering {
  return (answering ??= server());
}

/** Asks the API; a {@link Refused} where it says no, a `TypeError` where it cannot be reached. */
export async function get<Shown>(path: string, signal?: AbortSignal): Promise<Shown> {
  return answerOf<Shown>(await ask(path, signal === undefined ? {} : { signal }));
}

/** Has the API do something. */
export async function post<Done>(path: string, asked: unknown): Promise<Done> {
  const headers = { 'content-type': 'application/json' };
  return answerOf<Done>(await ask(path, { method: 'POST', headers, body: JSON.stringify(asked) }));
}

function ask(path: string, what: RequestInit): Promise<Response> {
  const { root, fetch: asked } = whoAnswers();
  return asked(new Request(new URL(path, root), what));
}

/** The address of something of the API. */
export function addressOf(path: string): string {
  return new URL(path, whoAnswers().root).href;
}
