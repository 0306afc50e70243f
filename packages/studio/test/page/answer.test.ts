import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../src/page/data/answer.ts';

/** What each request is answered with. */
let answer: (response: ServerResponse) => void;
const server = createServer((_, response) => answer(response));
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('an answer that is broken off in its middle is no answer', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    // What follows never comes.
    response.write('{"threads":');
  };
  const ends = new AbortController();
  const response = await fetch(url, { signal: ends.signal });
  ends.abort();
  await expect(answerOf(response)).rejects.toThrow(/abort/iu);
});

test('what is refused without a word of why says its status', async () => {
  answer = (response) => void response.writeHead(502).end('<html>Bad gateway</html>');
  await expect(answerOf(await fetch(url))).rejects.toThrow('The server answered with status 502.');
});
