import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an endpoint says to a question, and how many tokens that took; or a status that is no success. */
export type Said =
  | { readonly text: string; readonly tokens: number }
  | { readonly status: number; readonly after?: string };

/** An endpoint of this process that speaks OpenAI's chat completions, as vLLM and most others do. */
export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what a function says to the last message of each request, streamed. */
export async function endpoint(answer: (question: string) => Said): Promise<Endpoint> {
  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse((await request.toArray()).map(String).join('')) as Body;
    const said = answer(body.messages.findLast(({ role }) => role === 'user')?.content ?? '');
    if ('text' in said) stream(response, body.model, said);
    else {
      response.writeHead(said.status, { ...(said.after !== undefined && { 'retry-after': said.after }) });
      response.end(JSON.stringify({ error: { message: 'try later', type: 'error' } }));
    }
  };
  const server = createServer((request, response) => void answerTo(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Body {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

function stream(response: ServerResponse, model: string, { text, tokens }: Extract<Said, { text: string }>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (more: object) => {
    const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model, ...more };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  for (const content of text.split(/(?<= )/u))
    send({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens } });
  response.end('data: [DONE]\n\n');
}
