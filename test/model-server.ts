/**
 * A stand-in for a model, on loopback: it speaks as OpenAI's chat completions do, and fails as it is told.
 */

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model was asked. */
export interface Asked {
  readonly system: string;
  readonly user: string;
}

/** A text that it answers, a status that it refuses with, or `cut`: the connection is gone in the middle of the answer. */
export type Answer = { readonly text: string } | { readonly status: number } | 'cut';

/** A model that runs. */
export interface ModelServer extends AsyncDisposable {
  /** The variables by which an example asks it. */
  readonly env: Readonly<Record<string, string>>;
  /** What it was asked, in order. */
  readonly asked: readonly Asked[];
}

/** Starts one; `answer` is given what is asked, and how often that very question came, counted from 1. Each answer takes 100 tokens. */
export async function modelServer(answer: (asked: Asked, time: number) => Answer): Promise<ModelServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void request.toArray().then((parts) => {
      const { messages } = JSON.parse(parts.map(String).join('')) as { messages: { role: string; content: string }[] };
      const said = (role: string): string => messages.find((each) => each.role === role)?.content ?? '';
      const question = { system: said('system'), user: said('user') };
      asked.push(question);
      const time = asked.filter(({ system, user }) => system === question.system && user === question.user).length;
      reply(response, answer(question, time));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_MODEL: 'small', OPENAI_API_KEY: '' },
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"choices":[{"mess', () => response.destroy());
  } else if ('status' in answer) {
    response.writeHead(answer.status).end('not now');
  } else {
    const choices = [{ message: { content: answer.text } }];
    response.end(JSON.stringify({ choices, usage: { total_tokens: 100 } }));
  }
}
