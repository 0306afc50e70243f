import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver answers; `hang` is no answer. */
export type Answer =
  | 'hang'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** A receiver of webhooks on loopback that answers as it is told, and 200 from then on. */
export async function receiver(answers: Answer[] = []) {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body: unknown = JSON.parse((await request.toArray()).map(String).join(''));
    received.push({ headers: request.headers, body });
    const said = answers.shift() ?? { status: 200, body: 'ok' };
    if (said !== 'hang') response.writeHead(said.status, said.headers).end(said.body);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T0/B0/x`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
