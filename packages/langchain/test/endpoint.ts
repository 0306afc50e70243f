import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What an endpoint answers to one request: words, calls of tools whose arguments are text, a status that is no success. */
export interface Reply {
  readonly text?: string;
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly args: string }[];
  /** How many tokens it says were used, the prompt's included. */
  readonly tokens?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What follows the words: the connection is cut, it ends as if they were all, an error is said, or nothing more comes. */
  readonly then?: 'cut' | 'end' | 'error' | 'hang';
}

/** What was asked for. */
export interface Request {
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly object[];
  readonly response_format?: { readonly type: string };
}

/** A server of this process that speaks OpenAI's chat completions, and what it was asked. */
export interface Endpoint {
  readonly url: string;
  readonly requests: readonly Request[];
  /** Resolves once a connection hangs, and once whoever asked has closed one that does. */
  readonly hangs: Promise<void>;
  readonly closed: Promise<void>;
}

/** A promise, and what resolves it. */
function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** An endpoint that answers one request after another; it is closed when the test is over. */
export async function endpoint(...replies: readonly Reply[]): Promise<Endpoint> {
  const requests: Request[] = [];
  const hangs = signal();
  const closed = signal();
  const answerTo = async (incoming: IncomingMessage, response: ServerResponse) => {
    const text = (await incoming.toArray()).map(String).join('');
    const request = JSON.parse(text) as Request;
    const reply = replies[requests.push(request) - 1] ?? { status: 400, text: 'The script is at its end.' };
    response.once('close', closed.resolve);
    if (reply.status !== undefined) refuse(response, reply);
    else if (request.stream === true) await stream(response, reply);
    else whole(response, reply);
    if (reply.then === 'hang') hangs.resolve();
  };
  const server = createServer((incoming, response) => void answerTo(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, requests, hangs: hangs.promise, closed: closed.promise };
}

let answers = 0;

/** What every answer says of itself. */
const answer = () => ({ id: `chatcmpl-${(answers += 1)}`, created: 1, model: 'small' });

function refuse(response: ServerResponse, { status = 500, headers, text = 'no' }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message: text, type: 'refused', code: null } }));
}

function usageOf({ tokens = 0 }: Reply): object {
  return { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens };
}

function whole(response: ServerResponse, reply: Reply): void {
  const { text = '', calls = [], then } = reply;
  if (then === 'hang') return;
  if (then === 'cut') return void response.destroy();
  const tools = calls.map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } }));
  const message = { role: 'assistant', content: text, ...(tools.length > 0 && { tool_calls: tools }) };
  response.writeHead(200, { 'content-type': 'application/json' });
  const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }];
  response.end(JSON.stringify({ ...answer(), object: 'chat.completion', choices, usage: usageOf(reply) }));
}

async function stream(response: ServerResponse, reply: Reply): Promise<void> {
  const { text = '', calls = [], tokens, then } = reply;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const own = { ...answer(), object: 'chat.completion.chunk' };
  const send = (more: object) =>
    new Promise<void>((resolve) => {
      response.write(`data: ${JSON.stringify({ ...own, ...more })}\n\n`, () => resolve());
    });
  const say = (delta: object, finish_reason: string | null = null) =>
    send({ choices: [{ index: 0, delta, finish_reason }] });
  for (const word of text.split(/(?<= )/u)) await say({ role: 'assistant', content: word });
  for (const [index, { id, name, args }] of calls.entries()) {
    await say({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
    for (const half of [args.slice(0, 3), args.slice(3)])
      await say({ tool_calls: [{ index, function: { arguments: half } }] });
  }
  if (then === 'hang') return;
  if (then === 'cut') return void response.destroy();
  if (then === 'error') await send({ error: { message: 'overloaded', code: 500 } });
  if (then !== undefined) return void response.end();
  await say({}, calls.length > 0 ? 'tool_calls' : 'stop');
  if (tokens !== undefined) await send({ choices: [], usage: usageOf(reply) });
  response.end('data: [DONE]\n\n');
}
